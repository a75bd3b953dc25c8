import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { fingerprintOf, forgetUnfinished, isUnfinished, rememberedUploads, slotOf } from './remembered-uploads'

let kept: Record<string, string>

beforeEach(() => {
  kept = {}
  const storage = {
    getItem: (key: string) => kept[key] ?? null,
    setItem: (key: string, value: string) => Object.assign(kept, { [key]: value }),
    removeItem: (key: string) => delete kept[key],
  }
  // A browser lists only the keys that it stores.
  vi.stubGlobal(
    'localStorage',
    new Proxy(storage, {
      ownKeys: () => Object.keys(kept),
      getOwnPropertyDescriptor: (_, key) => ({ value: kept[String(key)], enumerable: true, configurable: true }),
    }),
  )
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const upload = (uploadUrl: string) => ({
  uploadUrl,
  size: 5,
  metadata: { filename: '王小明.jpg', qualificationId: 'q', kind: 'ID_PORTRAIT', signature: '' },
  creationTime: '',
  urlStorageKey: '',
  parallelUploadUrls: null,
})
const urls = async (fingerprint: string) =>
  (await rememberedUploads.findUploadsByFingerprint(fingerprint)).map(({ uploadUrl }) => uploadUrl)

test('where it was on its way to is remembered, by nothing else than that', async () => {
  const key = await rememberedUploads.addUpload('a', upload('http://localhost/api/tus/1'))
  await rememberedUploads.addUpload('b', upload('http://localhost/api/tus/2'))
  expect(await urls('a')).toEqual(['http://localhost/api/tus/1'])
  expect(JSON.stringify(kept)).not.toContain('王小明')
  await rememberedUploads.removeUpload(key)
  expect(await urls('a')).toEqual([])
  expect(await urls('b')).toHaveLength(1)
})

test('whether one was on its way into a slot is known, until it came', async () => {
  const slot = { qualificationId: 'q', kind: 'ID_PORTRAIT', senderSignatureId: null }
  expect(isUnfinished(slotOf(slot))).toBe(false)
  const key = await rememberedUploads.addUpload('a', upload('http://localhost/api/tus/1'))
  expect(isUnfinished(slotOf(slot))).toBe(true)
  expect(isUnfinished(slotOf({ ...slot, kind: 'ID_EMBLEM' }))).toBe(false)
  expect(isUnfinished(slotOf({ ...slot, senderSignatureId: 's' }))).toBe(false)
  await rememberedUploads.removeUpload(key)
  expect(isUnfinished(slotOf(slot))).toBe(false)
})

test('what was on its way into a slot is forgotten when another file is there', async () => {
  const slot = { qualificationId: 'q', kind: 'ID_PORTRAIT', senderSignatureId: null }
  await rememberedUploads.addUpload('a', upload('http://localhost/api/tus/1'))
  forgetUnfinished({ ...slot, kind: 'ID_EMBLEM' })
  expect(isUnfinished(slotOf(slot))).toBe(true)
  forgetUnfinished(slot)
  expect([isUnfinished(slotOf(slot)), await urls('a')]).toEqual([false, []])
})

test('after a day it is forgotten, as is what cannot be read', async () => {
  vi.useFakeTimers()
  await rememberedUploads.addUpload('a', upload('http://localhost/api/tus/1'))
  kept['zhunxin.upload.c'] = 'nonsense'
  vi.advanceTimersByTime(86_400_000)
  expect([await urls('a'), await urls('c')]).toEqual([[], []])
  await rememberedUploads.addUpload('b', upload('http://localhost/api/tus/2'))
  expect(Object.keys(kept)).toEqual(['zhunxin.upload.b'])
})

test('where there is no storage, nothing is remembered and nothing fails', async () => {
  vi.unstubAllGlobals()
  await rememberedUploads.removeUpload(await rememberedUploads.addUpload('a', upload('http://localhost/api/tus/1')))
  expect(await urls('a')).toEqual([])
})

test('a file is identified by size, first and last bytes and slot, under any name', async () => {
  const bytes = (change?: (of: Uint8Array) => void) => {
    const of = new Uint8Array(300_000).fill(7)
    change?.(of)
    return of
  }
  const file = (of: Uint8Array<ArrayBuffer>, name = 'a.jpg', lastModified = 1) => new File([of], name, { lastModified })
  const same = await fingerprintOf(file(bytes()), 'slot')
  expect(await fingerprintOf(file(bytes(), 'b.jpg', 2), 'slot')).toBe(same)
  const others = [
    await fingerprintOf(file(bytes()), 'another slot'),
    await fingerprintOf(file(bytes().subarray(1)), 'slot'),
    await fingerprintOf(file(bytes((of) => of.fill(8, 0, 1))), 'slot'),
    await fingerprintOf(file(bytes((of) => of.fill(8, 299_999))), 'slot'),
    same,
  ]
  expect(new Set(others).size).toBe(others.length)
})
