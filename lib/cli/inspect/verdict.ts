import 'server-only'
import { createReadStream, readFileSync } from 'node:fs'
import { DomainError } from '@/lib/core/errors'
import { startInterval } from '@/lib/core/timers'
import { countBytes } from '@/lib/documents/count-bytes'
import { examineFile } from '@/lib/documents/examine-file'
import { decoderPool, isolation } from '@/lib/imaging/decoder/decoder-pool'
import type { FileLimits } from '@/lib/imaging/inspect-file'

export type Verdict = {
  file: string
  verdict: 'accepted' | 'refused'
  /** Gives the code of the refusal, without `FILE_`; null for an accepted file. */
  reason: string | null
  /** Names the type by content; null for a refused file. */
  type: string | null
  pages: number | null
  width: number | null
  height: number | null
  ms: number
  /** Counts the peak of this process and its decoder child together. */
  peakRssMiB: number
}

const TICK = 10
const MIB = 1024 * 1024

/**
 * Sends a file through the intake of an upload, and stores nothing. Each gets a child of its own, so that what the one
 * before took is not counted.
 */
export async function verdictOn(file: string, limits: FileLimits): Promise<Verdict> {
  await isolation() // probed once, and no part of a file's cost
  const began = performance.now()
  const meter = meterMemory()
  const outcome = await examined(file, limits)
  const peakRssMiB = meter()
  decoderPool().close()
  return { file, ...outcome, ms: Math.round(performance.now() - began), peakRssMiB }
}

async function examined(file: string, limits: FileLimits): Promise<Omit<Verdict, 'file' | 'ms' | 'peakRssMiB'>> {
  try {
    const open = async () => createReadStream(file)
    const { bytes, tally } = countBytes(await open(), limits)
    for await (const _ of bytes);
    const { mediaType, pageCount, width, height } = await examineFile(
      { ...tally(), sender: file, open },
      limits,
      async () => {},
    )
    return { verdict: 'accepted', reason: null, type: mediaType, pages: pageCount, width, height }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    const reason = error.code.replace(/^FILE_/, '')
    return { verdict: 'refused', reason, type: null, pages: null, width: null, height: null }
  }
}

/** @returns what ends it, and says how much there was at the worst moment, in whole mebibytes */
function meterMemory(): () => number {
  let peak = 0
  const look = () => {
    const children = decoderPool().pids.reduce((sum, pid) => sum + peakOf(pid), 0)
    peak = Math.max(peak, process.memoryUsage.rss() + children)
  }
  const timer = startInterval(look, TICK)
  return () => {
    look()
    clearInterval(timer)
    return Math.ceil(peak / MIB)
  }
}

/** Returns the most bytes that a process ever held; 0 if they can't be read. */
function peakOf(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}
