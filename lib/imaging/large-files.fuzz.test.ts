import { readFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import sharp from 'sharp'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { heavy } from '@/tests/setup/heavy'
import { DecoderPool, decoderPool, isolation } from './decoder/decoder-pool'
import { bundleDecoder } from './testing/bundle-decoder'
import { heicOf } from './testing/sample-heics'
import { hasRealFiles, LIMITS } from './testing/sample-images'
import { inspectBytes } from './testing/whole-files'

const MIB = 1024 * 1024
const large = heavy('large-files', { quick: 0, long: 2 })
const results: Record<string, unknown> = {}

beforeAll(async () => {
  // A machine that is busy is not the question: what it costs is.
  Object.assign(globalThis, { zhunxinDecoders: new DecoderPool({ timeLimitMs: 100_000 }) })
  await bundleDecoder()
  await isolation() // probed once, and no part of a file's cost
})
afterEach(() => decoderPool().close())

/**
 * Measures the time, the memory of this process and the child together above what this one had, and the longest time
 * for which this process did not run.
 */
async function measured(bytes: Buffer) {
  // A buffer of libvips' own, and what made it, are no memory of the intake's.
  const before = process.memoryUsage.rss()
  const stood = monitorEventLoopDelay({ resolution: 5 })
  stood.enable()
  let [most, child] = [0, 0]
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss() - before)
    for (const pid of decoderPool().pids) child = Math.max(child, peakOf(pid))
  }, 10)
  const started = performance.now()
  const answer = await inspectBytes(bytes, { ...LIMITS, maxBytes: 1_000 * MIB }).then(
    ({ width, height }) => `${width} × ${height}`,
    (error: { code: string }) => error.code,
  )
  const ms = Math.round(performance.now() - started)
  clearInterval(watch)
  stood.disable()
  return { answer, ms, mebibytes: Math.round((Math.max(0, most) + child) / MIB), stoodMs: Math.round(stood.max / 1e6) }
}

function peakOf(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0) * 1024
  } catch {
    return 0 // it is gone
  }
}

describe.skipIf(!hasRealFiles)('HEIC', () => {
  test('of 25 megapixels is accepted', async () => {
    const figures = await measured(heicOf(5_000, 5_000))
    results.heic25 = figures
    expect(figures.answer).toBe('5000 × 5000')
    expect(figures.mebibytes).toBeLessThan(450)
  })

  test('of more is refused, before any of it is decoded', async () => {
    const figures = await measured(heicOf(5_000, 5_001))
    expect(figures.answer).toBe('FILE_TOO_MANY_PIXELS')
    expect(figures.mebibytes).toBeLessThan(250)
  })
})

// To make it takes most of a gigabyte, and ten seconds.
test.skipIf(large.tries === 0)(
  'a progressive JPEG of 200 megapixels is refused, before any of it is decoded',
  async () => {
    const noise = { type: 'gaussian', mean: 128, sigma: 20 } as const
    const tile = await sharp({ create: { width: 500, height: 500, channels: 3, background: '#888', noise } })
      .png()
      .toBuffer()
    const plane = sharp({ create: { width: 20_000, height: 10_000, channels: 3, background: '#888' } })
    const jpeg = await plane
      .composite([{ input: tile, tile: true }])
      .jpeg({ progressive: true, quality: 60 })
      .toBuffer()
    const figures = await measured(jpeg)
    results.jpeg200 = { ...figures, fileMebibytes: Math.round(jpeg.length / MIB) }
    expect(figures.answer).toBe('FILE_TOO_MANY_PIXELS')
    expect(figures.mebibytes).toBeLessThan(450)
    large.done(large.tries, results)
  },
)
