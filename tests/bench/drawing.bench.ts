import { readFileSync } from 'node:fs'
import sharp from 'sharp'
import { afterAll, beforeAll, test } from 'vitest'
import { decoderPool } from '@/lib/imaging/decoder/decoder-pool'
import { processorTime } from '@/lib/imaging/decoder/processor-time'
import { bundleDecoder } from '@/lib/imaging/testing/bundle-decoder'
import { LIMITS } from '@/lib/imaging/testing/sample-images'
import { inspectBytes } from '@/lib/imaging/testing/whole-files'
import { figure, print } from './figures'
import { aPhotograph } from './serving'

/** So many that hundredths of a second, in which the kernel counts a child's time, are exact enough. */
const PICTURES = 40

beforeAll(bundleDecoder)
afterAll(() => {
  decoderPool().close()
  print()
})

/** Makes a photograph of 12 megapixels and some 1.5 MB, as phones store it. */
const aPhonesPhotograph = async () =>
  sharp(await aPhotograph())
    .blur(0.6)
    .jpeg({ quality: 61 })
    .toBuffer()

/** Measures the milliseconds of this process for one run of the work. */
async function ownTime(work: () => Promise<unknown>): Promise<number> {
  await work()
  const before = process.cpuUsage()
  for (let count = 0; count < PICTURES; count++) await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000 / PICTURES
}

const timesOf = (pids: readonly number[]) => new Map(pids.map((pid) => [pid, processorTime(pid)]))
const sum = (one: number, other: number) => one + other
const peakOf = (pid: number) => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024

test('drawing of a photograph of 12 megapixels', async () => {
  const photograph = await aPhonesPhotograph()
  const decodeAlone = await ownTime(() => sharp(photograph, { failOn: 'error' }).raw().toBuffer())

  const { pages } = await inspectBytes(photograph, LIMITS)
  const before = timesOf(decoderPool().pids)
  const after = new Map<number, number>()
  let peak = 0
  for (let count = 0; count < PICTURES; count++) {
    await inspectBytes(photograph, LIMITS)
    for (const [pid, time] of timesOf(decoderPool().pids)) after.set(pid, time)
    peak = Math.max(peak, ...decoderPool().pids.map(peakOf))
  }
  // A child that was replaced counts with its start.
  const spent = ([...after.values()].reduce(sum, 0) - [...before.values()].reduce(sum, 0)) / PICTURES

  figure('drawing of 12 megapixels, processor', spent, 'ms', { goal: 80, isMost: true, baseline: decodeAlone })
  figure('drawing of 12 megapixels, peak of the child', peak, 'MiB')
  figure('children replaced meanwhile', after.size - before.size, '', { goal: 0, isMost: true })
  figure('photograph', photograph.length / 1e6, 'MB')
  figure('rendition', (pages[0]?.rendition.length ?? 0) / 1e6, 'MB', { baseline: photograph.length / 1e6 })
  figure('thumbnail', (pages[0]?.thumbnail.length ?? 0) / 1e6, 'MB')
})
