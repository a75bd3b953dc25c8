import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { bundleDecoder } from '../testing/bundle-decoder'
import { SPINNER } from '../testing/hostile-programs'
import { familyOf, isRunning, type Project, projectWithDecoder } from '../testing/in-decoders-place'
import { CHILD_ENVIRONMENT } from './decoder-files'
import { launcher } from './isolation'
import { lastInChain } from './processor-time'

let project: Project
beforeAll(bundleDecoder)
afterEach(() => project?.remove())

const DECODE = (then: string, processorMs = 60_000) => `
  import { Readable } from 'node:stream'
  import { DecoderPool } from './lib/imaging/decoder/decoder-pool'
  import { lastInChain, processorTime } from './lib/imaging/decoder/processor-time'
  const processorMs = ${processorMs}
  const pool = new DecoderPool({ size: 1, timeLimitMs: 120_000, processorMs })
  const request = { mediaType: 'application/pdf', maxPixels: 1e6, minShortSide: 1, maxPages: 1 }
  const original = { size: 1, open: async () => Readable.from([Buffer.from('x')]) }
  const decoding = pool.decode(request, original, { owner: 'a sender', sender: 'a sender' })
  ${then}`

describe.skipIf(process.platform !== 'linux')('a program that never ends, in the place of a decoder', () => {
  it('is gone with what launched it', async () => {
    const [file, ...words] = [...(await launcher()).command, process.execPath, '-e', SPINNER]
    const launched = spawn(file, words, { env: CHILD_ENVIRONMENT, stdio: ['pipe', 'pipe', 'inherit'] })
    await once(launched.stdout, 'data')
    const family = familyOf(launched.pid ?? 0)
    expect(family).toContain(lastInChain(launched.pid ?? 0))
    expect(family.length).toBeGreaterThan((await launcher()).isolation.missing.includes('OWN_PROCESSES') ? 0 : 2)
    launched.kill('SIGKILL')
    await vi.waitFor(() => expect(family.filter(isRunning)).toEqual([]), PATIENCE).catch(() => {})
    const left = family.filter(isRunning)
    for (const pid of left) process.kill(pid, 'SIGKILL')
    expect(left).toEqual([])
  })

  it('is gone with the portal', async () => {
    project = projectWithDecoder(SPINNER)
    // Said while it spins: it has had the processor for longer than it takes to start.
    const waits = `decoding.catch(() => {})
      const timer = setInterval(() => {
        const [pid] = pool.pids
        if (!pid || processorTime(lastInChain(pid)) < 700) return
        clearInterval(timer)
        process.stdout.write(String(pid))
      }, 20)`
    const portal = await project.run(DECODE(waits))
    const spinning = Number(portal.said)
    const family = familyOf(portal.process.pid ?? 0)
    expect(family).toContain(spinning)
    portal.process.kill('SIGKILL')
    await vi.waitFor(() => expect(family.filter(isRunning)).toEqual([]), PATIENCE).catch(() => {})
    const left = family.filter(isRunning)
    for (const pid of left) process.kill(pid, 'SIGKILL') // or it would spin for ever
    expect(left).toEqual([])
  })

  it('is stopped when it has used its processor time, under any process name', async () => {
    project = projectWithDecoder(SPINNER)
    const answers = `decoding.catch((error) => process.stdout.write(error.code))`
    expect((await project.run(DECODE(answers, 1_500))).said).toBe('FILE_TOO_SLOW')
  })
})

/** Can decode, it says; then closes the pipe when something comes, and crashes a moment later. */
const CLOSER = `
const fs = require('node:fs')
const json = Buffer.from('{"kind":"READY"}')
const prefix = Buffer.alloc(8)
prefix.writeUInt32BE(json.length, 0)
fs.writeSync(1, Buffer.concat([prefix, json]))
for (let read = 0; read === 0; ) {
  try {
    read = fs.readSync(0, Buffer.alloc(1))
  } catch {} // nothing has come
}
fs.closeSync(0)
setTimeout(() => process.exit(1), 1_000)`

it('a pipe that breaks before the child is gone is no fault of ours: the child says how it went', async () => {
  project = projectWithDecoder(CLOSER)
  const large = DECODE(`decoding.catch((error) => process.stdout.write(error.code + ' ' + error.message))`).replace(
    `{ size: 1, open: async () => Readable.from([Buffer.from('x')]) }`,
    `{ size: 2 ** 24, open: async () => Readable.from(Array.from({ length: 64 }, () => Buffer.alloc(2 ** 18))) }`,
  )
  expect((await project.run(large)).said).toBe('FILE_BROKEN The decoder crashed: 1')
})
