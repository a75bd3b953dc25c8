import { describe, expect, it } from 'vitest'
import { sniff } from './sniff'
import { LIMITS, plain } from './testing/sample-images'

const sniffed = (bytes: Buffer, taken: readonly string[] = ['image/jpeg', 'image/png', 'image/webp']) =>
  sniff(bytes, taken)

describe('sniff', () => {
  it.each(['jpeg', 'png', 'webp'] as const)('knows %s by its content', async (format) => {
    expect(await sniffed(await plain(8, 8).toFormat(format).toBuffer())).toBe(`image/${format}`)
  })

  it.each([
    ['application/pdf', Buffer.from('%PDF-1.7\n')],
    ['image/heic', Buffer.from('\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic', 'latin1')],
    ['image/heic', Buffer.from('\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1heic', 'latin1')],
  ])('knows %s where it is wanted', async (mediaType, bytes) => {
    expect(await sniffed(bytes, LIMITS.mediaTypes)).toBe(mediaType)
    const params = { formats: 'JPEG / PDF', found: 'HEIC' }
    if (mediaType === 'image/heic')
      await expect(sniffed(bytes, ['application/pdf', 'image/jpeg'])).rejects.toMatchObject({ params })
  })

  it.each([
    ['PDF', Buffer.from('%PDF-1.7\n')],
    ['GIF', Buffer.from('GIF89a\x01\x00\x01\x00')],
    ['BMP', Buffer.from('BM\x00\x00\x00\x00')],
    ['TIFF', Buffer.from('II*\x00\x08\x00\x00\x00\x00\x00', 'latin1')],
    ['HEIC', Buffer.from('\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic', 'latin1')],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    [
      'SVG',
      Buffer.from(
        '\ufeff<?xml version="1.0"?>\n<!-- a long word -->\n<svg:svg xmlns:svg="http://www.w3.org/2000/svg"/>',
      ),
    ],
    ['HTML', Buffer.from('<!DOCTYPE html><script>alert(1)</script>')],
    ['ZIP', Buffer.from('PK\x05\x06'.padEnd(22, '\0'))],
  ])('refuses %s and says what it is', async (found, bytes) => {
    await expect(sniffed(bytes)).rejects.toMatchObject({ code: 'FILE_WRONG_KIND', params: { found } })
  })

  it.each([
    ['text', Buffer.from('not a picture')],
    ['one byte', Buffer.from([0xff])],
    ['zeros', Buffer.alloc(4_096)],
    ['an SVG named in text', Buffer.from('see <svg>')],
  ])('refuses %s without a name for it', async (_, bytes) => {
    await expect(sniffed(bytes)).rejects.toMatchObject({
      code: 'FILE_WRONG_KIND',
      params: { formats: 'JPEG / PNG / WebP' },
    })
  })
})
