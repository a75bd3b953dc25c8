import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { bundleDecoder } from '@/lib/imaging/testing/bundle-decoder'
import { specimenOf } from '@/tests/factories/photographed/specimens'
import { figure, median, print, ROUNDS, startPart, times } from './figures'
import { p95, startBeside } from './serving'
import { anUploader } from './uploads'

/** Counts the sides of IDs, as phones send them. */
const PICTURES = times(20)

beforeAll(bundleDecoder)
afterAll(print)

test('uploads while photographs are read', { timeout: 3_600_000 }, async () => {
  startPart('checks-beside')
  const pictures: Buffer[] = []
  for (let index = 0; index < PICTURES; index += 1) {
    pictures.push((await specimenOf('beside', index % 6, 'phone', null)).jpeg)
  }
  const unread: Uploaded[] = []
  const read: Uploaded[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    unread.push(await uploadsOf(pictures, '0'))
    read.push(await uploadsOf(pictures, '1'))
  }
  const took = (runs: readonly Uploaded[]) => runs.flatMap((run) => run.took)
  const slower = median(took(read)) / median(took(unread))
  figure('an upload, with reading', median(took(read)), 'ms', { baseline: median(took(unread)) })
  figure('an upload, with reading: times as long', slower, '', { goal: 1.05, isMost: true })
  figure('an upload, with reading, 95th percentile', p95(took(read)), 'ms', { baseline: p95(took(unread)) })
  const minutes = median(read.map(({ untilRead }) => untilRead)) / 60_000
  figure('pictures read a minute, while and after they are uploaded', PICTURES / minutes, '')
})

/** The pictures come one at a time: the next, of another person, is sent once the last one is read. */
test('from an upload to its findings', { timeout: 3_600_000 }, async () => {
  startPart('checks-findings')
  const waits: number[] = []
  await withPortal('1', async (url) => {
    // The first ones start the decoder and load the models.
    for (let index = -2; index < PICTURES; index += 1) {
      const isPortrait = index % 2 === 0
      const { jpeg } = await specimenOf(`findings ${index}`, 0, 'phone', null, [isPortrait ? 'portrait' : 'emblem'])
      const upload = await anUploader(url)
      const { READ: before = 0 } = await readingStates()
      const start = performance.now()
      const { status } = await upload(isPortrait ? 'ID_PORTRAIT' : 'ID_EMBLEM', aFile(jpeg))
      expect(status).toBe(201)
      await untilRead(before + 1)
      if (index >= 0) waits.push(performance.now() - start)
    }
  })
  figure('from an upload to its findings', median(waits), 'ms')
  figure('from an upload to its findings, 95th percentile', p95(waits), 'ms', { goal: 3_000, isMost: true })
})

type Uploaded = { took: number[]; untilRead: number }

/** Uploads pictures one after another, each by another person, and waits until all are read. */
const uploadsOf = (pictures: readonly Buffer[], isReading: '0' | '1'): Promise<Uploaded> =>
  withPortal(isReading, async (url) => {
    const { READ: before = 0 } = await readingStates()
    const uploaders = []
    for (const jpeg of pictures) uploaders.push({ jpeg, upload: await anUploader(url) })
    await uploaders[0]?.upload('ID_EMBLEM', aFile(pictures[0])) // which starts a decoder
    const started = performance.now()
    const took: number[] = []
    for (const { jpeg, upload } of uploaders) {
      const start = performance.now()
      const { status } = await upload('ID_PORTRAIT', aFile(jpeg))
      took.push(performance.now() - start)
      expect(status).toBe(201)
    }
    if (isReading === '1') await untilRead(before + pictures.length + 1)
    return { took, untilRead: performance.now() - started }
  })

async function withPortal<T>(isReading: '0' | '1', work: (url: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-bench-'))
  const portal = await startBeside(folder, { READ_DOCUMENTS: isReading })
  try {
    return await work(portal.url)
  } finally {
    await portal.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

const aFile = (jpeg: Buffer = Buffer.alloc(0)) => new File([new Uint8Array(jpeg)], '人像面.jpg')

async function readingStates(): Promise<Record<string, number>> {
  const groups = await database().reading.groupBy({ by: ['state'], _count: true })
  return Object.fromEntries(groups.map(({ state, _count }) => [state, _count]))
}

/** Waits until so many pictures are read. */
async function untilRead(count: number): Promise<void> {
  for (;;) {
    const { READ = 0, FAILED = 0 } = await readingStates()
    expect(FAILED).toBe(0)
    if (READ >= count) return
    await pause(20)
  }
}
