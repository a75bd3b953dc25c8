import 'server-only'
import { createReadStream } from 'node:fs'
import { access, open } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { isSystemError, syncFolder } from '@/lib/core/files/durable-file'
import { TombstoneKind } from '@/lib/db/generated/enums'

/** Parses a tombstone of the file: ids, a hash and codes; nothing of what was erased. */
const Line = z.object({
  dataKeyId: z.uuid(),
  kind: z.enum(TombstoneKind),
  subjectId: z.uuid(),
  /** Holds the hash in hex. */
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  reason: z.string(),
  at: z.iso.datetime(),
  /** Lines of earlier versions have none. */
  keyringIds: z.array(z.string()).default([]),
})
export type StoredTombstone = z.output<typeof Line>

export const tombstonePath = (dataFolder: string): string => path.join(dataFolder, 'tombstones.jsonl')

/** Appends to the file. The lines are durable when it returns. */
export async function appendTombstones(file: string, tombstones: readonly StoredTombstone[]): Promise<void> {
  const lines = tombstones.map((tombstone) => `${JSON.stringify(tombstone)}\n`).join('')
  const isNew = !(await hasTombstones(file))
  const handle = await open(file, 'a+', 0o600)
  try {
    await handle.appendFile(`${(await isCutOff(handle)) ? '\n' : ''}${lines}`)
    await handle.sync()
  } finally {
    await handle.close()
  }
  if (isNew) await syncFolder(path.dirname(file))
}

/**
 * Returns whether its last line was left half-written, as by a loss of power: the next line must not be appended to it.
 */
async function isCutOff(handle: Awaited<ReturnType<typeof open>>): Promise<boolean> {
  const { size } = await handle.stat()
  if (size === 0) return false
  const last = Buffer.alloc(1)
  await handle.read(last, 0, 1, size - 1)
  return last.toString() !== '\n'
}

export async function hasTombstones(file: string): Promise<boolean> {
  try {
    await access(file)
    return true
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return false
    throw error
  }
}

/**
 * Yields each tombstone once, in the order of the file; none when there is no such file. A line that was cut off is
 * skipped: it was not acknowledged, and was written again.
 */
export async function* readTombstones(file: string): AsyncGenerator<StoredTombstone> {
  if (!(await hasTombstones(file))) return
  const seen = new Set<string>()
  for await (const text of createInterface({
    input: createReadStream(file, 'utf8'),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    const tombstone = parse(text)
    if (!tombstone || seen.has(tombstone.dataKeyId)) continue
    seen.add(tombstone.dataKeyId)
    yield tombstone
  }
}

/** Exceeds the length of any line. */
const TAIL = 16 * 1024

/** Returns the last one of the file; null when it has none. */
export async function lastTombstone(file: string): Promise<StoredTombstone | null> {
  if (!(await hasTombstones(file))) return null
  const handle = await open(file, 'r')
  try {
    const { size } = await handle.stat()
    const tail = Buffer.alloc(Math.min(size, TAIL))
    await handle.read(tail, 0, tail.length, size - tail.length)
    const lines = tail.toString('utf8').split('\n')
    return lines.map(parse).findLast((tombstone) => tombstone !== null) ?? null
  } finally {
    await handle.close()
  }
}

function parse(text: string): StoredTombstone | null {
  try {
    return Line.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

/**
 * Adds to a file what others have and it lacks.
 *
 * @throws what reading one fails with; one that is named and not there is an error
 */
export async function mergeTombstones(file: string, others: readonly string[]): Promise<void> {
  const known = new Set<string>()
  for await (const { dataKeyId } of readTombstones(file)) known.add(dataKeyId)
  const added: StoredTombstone[] = []
  for (const other of others) {
    await access(other)
    for await (const tombstone of readTombstones(other)) {
      if (!known.has(tombstone.dataKeyId)) added.push(tombstone)
      known.add(tombstone.dataKeyId)
    }
  }
  await appendTombstones(file, added)
}
