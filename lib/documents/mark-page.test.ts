import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { newId } from '@/lib/core/ids'
import { bundleDecoder } from '@/lib/imaging/testing/bundle-decoder'
import { plain } from '@/lib/imaging/testing/sample-images'
import { markerPool } from '@/lib/imaging/watermark'
import { writeBlob } from '@/lib/storage/vault'
import { confineNothing } from '@/tests/setup/confine-nothing'
import { readMarkedPage } from './mark-page'

const folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-marks-'))
vi.stubEnv('ZHUNXIN_DATA', folder)
beforeAll(bundleDecoder)
afterAll(() => {
  markerPool().close()
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

const mark = {
  ...{ viewerId: newId(), name: '钱审核', at: new Date('2026-11-25T02:00:00Z') },
  ...{ caseId: newId(), reference: 'ZX-20261125-ABCDE7' },
}

test('a page is marked, unless a decoder could read the keyring', async () => {
  const picture = await plain(800, 640).jpeg().toBuffer()
  const page = { blobId: newId(), size: picture.length, name: '正面.jpg', key: randomBytes(32), uploadedById: null }
  await writeBlob({ id: page.blobId, key: page.key, plaintext: picture })
  const marking = vi.spyOn(markerPool(), 'decode')
  const { stream, ...shown } = await readMarkedPage(page, mark)
  const marked = await buffer(stream)
  expect(shown).toEqual({ mediaType: 'image/jpeg', name: '正面.jpg', size: marked.length })
  expect(marked.equals(picture)).toBe(false)
  const lines = ['钱审核', '2026-11-25 10:00:00', mark.reference]
  expect(marking.mock.calls.map(([order]) => order)).toEqual([{ kind: 'MARK', lines }])

  onTestFinished(confineNothing())
  vi.resetModules()
  const elsewhere = await import('./mark-page')
  await expect(elsewhere.readMarkedPage(page, mark)).rejects.toMatchObject({ code: 'VIEWS_CLOSED' })
  expect(marking).toHaveBeenCalledOnce()
})
