import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { bundleDecoder } from '@/lib/imaging/testing/bundle-decoder'
import { specimenOf } from '@/tests/factories/photographed/specimens'
import { figure, median, print, startPart, times } from './figures'
import { p95, startBeside } from './serving'
import { anUploader } from './uploads'

/** The sides of IDs, as phones send them. */
const PICTURES = times(20)

beforeAll(bundleDecoder)
afterAll(print)

test('uploads while photographs are read', { timeout: 3_600_000 }, async () => {
  startPart('checks-beside')
  const pictures: Buffer[] = []
  for (let index = 0; index < PICTURES; index += 1) {
    pictures.push((await specimenOf('beside', index % 6, 'phone', null)).jpeg)
  }
  const unread = await uploadsOf(pictures, '0')
  const read = await uploadsOf(pictures, '1')
  figure('an upload, with reading', median(read.took), 'ms', { baseline: median(unread.took) })
  figure('an upload, with reading, 95th percentile', p95(read.took), 'ms', { baseline: p95(unread.took) })
  figure('pictures read a minute, while and after they are uploaded', (60_000 * PICTURES) / read.untilRead, '')
})

/** Uploads pictures one after another, each by another person, and waits until all are read. */
async function uploadsOf(pictures: readonly Buffer[], isReading: '0' | '1') {
  const folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-bench-'))
  const portal = await startBeside(folder, { READ_DOCUMENTS: isReading })
  try {
    const uploaders = []
    for (const jpeg of pictures) uploaders.push({ jpeg, upload: await anUploader(portal.url) })
    await uploaders[0]?.upload('ID_EMBLEM', aFile(pictures[0])) // which starts a decoder
    const started = performance.now()
    const took: number[] = []
    for (const { jpeg, upload } of uploaders) {
      const start = performance.now()
      const { status } = await upload('ID_PORTRAIT', aFile(jpeg))
      took.push(performance.now() - start)
      expect(status).toBe(201)
    }
    const { READ = 0 } = isReading === '1' ? await settled(pictures.length + 1) : {}
    if (isReading === '1') expect(READ).toBe(pictures.length + 1)
    return { took, untilRead: performance.now() - started }
  } finally {
    await portal.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

const aFile = (jpeg: Buffer = Buffer.alloc(0)) => new File([new Uint8Array(jpeg)], '人像面.jpg')

/** Waits until so many pictures are read, or given up. */
async function settled(count: number): Promise<Record<string, number>> {
  for (;;) {
    const groups = await database().reading.groupBy({ by: ['state'], _count: true })
    const states = Object.fromEntries(groups.map(({ state, _count }) => [state, _count]))
    if ((states.READ ?? 0) + (states.FAILED ?? 0) >= count) return states
    await pause(200)
  }
}
