import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bundleDecoder } from '@/lib/imaging/testing/bundle-decoder'
import { LIMITS, plain } from '@/lib/imaging/testing/sample-images'
import { lockedPdf, pdfOf } from '@/lib/imaging/testing/sample-pdfs'
import { verdictOn } from './verdict'

let folder: string
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-inspect-'))
  await bundleDecoder()
})
afterAll(() => rmSync(folder, { recursive: true }))

async function verdict(name: string, bytes: Buffer) {
  const file = path.join(folder, name)
  writeFileSync(file, bytes)
  const { ms, peakRssMiB, ...said } = await verdictOn(file, LIMITS)
  expect(ms).toBeGreaterThanOrEqual(0) // an empty file takes less than half of one
  expect(peakRssMiB).toBeGreaterThan(20)
  expect(said.file).toBe(file)
  return said
}

const nothing = { type: null, pages: null, width: null, height: null }

it('describes an accepted file by its content, with any name', async () => {
  const accepted = { verdict: 'accepted', reason: null }
  const photo = await plain(800, 600).jpeg().toBuffer()
  expect(await verdict('a.pdf', photo)).toMatchObject({
    ...accepted,
    type: 'image/jpeg',
    pages: 1,
    width: 800,
    height: 600,
  })
  expect(await verdict('b.exe', pdfOf({ pages: 2 }))).toMatchObject({ ...accepted, type: 'application/pdf', pages: 2 })
})

it.each<[string, () => Buffer | Promise<Buffer>]>([
  ['EMPTY', () => Buffer.alloc(0)],
  ['TOO_BIG', () => Buffer.alloc(LIMITS.maxBytes + 1)],
  ['LOW_RESOLUTION', () => plain(320, 200).jpeg().toBuffer()],
  ['TOO_MANY_PIXELS', () => plain(10_000, 6_000).png().toBuffer()],
  ['TOO_MANY_PAGES', () => pdfOf({ pages: 11 })],
  ['WRONG_KIND', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ['BROKEN', () => Buffer.from('%PDF-1.7 and no more')],
  ['PROTECTED', lockedPdf],
  ['ACTIVE_CONTENT', () => pdfOf({ catalog: '/OpenAction<</S/JavaScript/JS(1)>>' })],
])('says %s of what is refused for it', async (reason, make) => {
  expect(await verdict('file.jpg', await make())).toMatchObject({ verdict: 'refused', reason, ...nothing })
})

it('stores nothing', () => {
  expect(readdirSync(folder).toSorted()).toEqual(['a.pdf', 'b.exe', 'file.jpg'])
})
