import { readdirSync, readFileSync } from 'node:fs'
import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decoderPool } from './decoder/decoder-pool'
import type { PageImages } from './inspect-file'
import { bundleDecoder } from './testing/bundle-decoder'
import { anatomy, claiming, enlarged, hasRealFiles, LIMITS, plain, pngOf, realFile } from './testing/sample-images'
import { inspectBytes } from './testing/whole-files'

const inspect = (bytes: Buffer, limits = {}) => inspectBytes(bytes, { ...LIMITS, ...limits })

function first({ pages: [page] }: { pages: PageImages[] }) {
  if (!page) throw new Error('No page')
  return page
}

/** Mebibytes that the children held at their worst. */
const peak = () =>
  decoderPool().pids.map(
    (pid) => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024,
  )

/**
 * Expects nothing but pixels: JFIF, tables, frame, scan; no Exif, XMP, ICC profile, comment, nor anything after the
 * end.
 */
function expectNothingButPixels(jpeg: Buffer) {
  const { markers, endsAtEnd } = anatomy(jpeg)
  expect(markers.filter((marker) => !['e0', 'db', 'c0', 'c4', 'da'].includes(marker))).toEqual([])
  expect(endsAtEnd).toBe(true)
  expect(jpeg.toString('latin1')).not.toMatch(/Exif\0|ns\.adobe|ICC_PROFILE|http/)
}

// Children start slowly on a machine that is busy.

beforeAll(bundleDecoder)
afterAll(() => decoderPool().close())

describe.skipIf(!hasRealFiles)('real files (../shared/data)', () => {
  it.each([
    ['jpeg-cmyk.jpg', 'image/jpeg', 1_000, 666],
    ['jpeg-exif-orientation-6.jpg', 'image/jpeg', 1_200, 900],
    ['jpeg-gps-1.jpg', 'image/jpeg', 1_280, 960],
    ['png-photo.png', 'image/png', 2_809, 2_074],
    ['heic-photo.heic', 'image/heic', 1_280, 854],
    ['webp-photo.webp', 'image/webp', 1_024, 772],
  ])('%s is taken, upright and bare', async (name, mediaType, width, height) => {
    const file = realFile(`good-files/${name}`)
    const original = mediaType === 'image/heic' ? file : await enlarged(file)
    const image = await inspect(original)
    expect(image).toMatchObject({ mediaType, width, height })
    for (const [jpeg, side] of [
      [first(image).rendition, 2_000],
      [first(image).thumbnail, 320],
    ] as const) {
      expectNothingButPixels(jpeg)
      const shown = await sharp(jpeg).metadata()
      expect(shown).toMatchObject({ format: 'jpeg', space: 'srgb', hasAlpha: false })
      expect(Math.max(shown.width, shown.height)).toBe(Math.min(side, Math.max(width, height)))
      expect(shown.width > shown.height).toBe(width > height)
    }
    if (mediaType === 'image/heic') return
    // Small, both look the same: nothing is turned, inverted or lost.
    const small = (bytes: Buffer) =>
      sharp(bytes)
        .autoOrient()
        .flatten({ background: 'white' })
        .resize(16, 16, { fit: 'fill' })
        .toColourspace('srgb')
        .removeAlpha()
        .raw()
        .toBuffer()
    const [was, is] = [await small(original), await small(first(image).rendition)]
    expect(was.reduce((sum, value, at) => sum + Math.abs(value - (is[at] ?? 0)), 0) / was.length).toBeLessThan(3)
  })

  it('carried a place before', async () => {
    const { exif } = await sharp(await enlarged(realFile('good-files/jpeg-gps-1.jpg'))).metadata()
    expect(exif?.length).toBeGreaterThan(100)
  })

  it.each([
    ['jpeg-cmyk.jpg', { shortSide: 333, required: 600 }],
    ['jpeg-gps-1.jpg', { shortSide: 480, required: 600 }],
  ])('%s as it is has too few pixels', async (name, params) => {
    await expect(inspect(realFile(`good-files/${name}`))).rejects.toMatchObject({ code: 'FILE_LOW_RESOLUTION', params })
  })

  const reasons: Record<string, object> = {
    'bmp-really-big.bmp': { code: 'FILE_WRONG_KIND', params: { found: 'BMP' } },
    'heic-clap-overflow.heic': { code: 'FILE_BROKEN' },
    'heic-crash-20ca.heic': { code: 'FILE_WRONG_KIND' },
    'jpeg-corrupt-header.jpg': { code: 'FILE_BROKEN' },
    'jpeg-oss-fuzz-36829.jpeg': { code: 'FILE_BROKEN' },
    'jpeg-small-invalid.jpg': { code: 'FILE_BROKEN' },
    'png-65536-uint32-limit.png': { code: 'FILE_TOO_MANY_PIXELS', params: { megapixels: 4_295, allowed: 50 } },
    'png-smallest-invalid.png': { code: 'FILE_BROKEN' },
    'pdf-encrypted-attachment.pdf': { code: 'FILE_PROTECTED' },
    'pdf-evaljs.pdf': { code: 'FILE_ACTIVE_CONTENT' },
    'pdf-poppler-395-fuzzed.pdf': { code: 'FILE_BROKEN' },
    'pdf-poppler-85140.pdf': { code: 'FILE_LOW_RESOLUTION' },
    'polyglot-pdf-zip-pe.pdf': { code: 'FILE_BROKEN' },
    'svg-plain.svg': { code: 'FILE_WRONG_KIND', params: { found: 'SVG' } },
    'webp-panic.webp': { code: 'FILE_LOW_RESOLUTION', params: { shortSide: 30, required: 600 } },
  }
  it.each(hasRealFiles ? readdirSync('../shared/data/hostile-files') : [])(
    '%s is refused for its reason, or nothing but its pages is shown',
    async (name) => {
      const inspected = inspect(realFile(`hostile-files/${name}`))
      if (name in reasons) await expect(inspected).rejects.toMatchObject(reasons[name] ?? {})
      else for (const { rendition } of (await inspected).pages) expectNothingButPixels(rendition)
    },
  )
})

describe('upright', () => {
  const [width, height] = [600, 800]
  /** Maps each orientation to the place of a stored pixel, by the EXIF standard's table of row 0 and column 0. */
  const places: Record<number, (x: number, y: number) => [number, number]> = {
    1: (x, y) => [x, y],
    2: (x, y) => [width - 1 - x, y],
    3: (x, y) => [width - 1 - x, height - 1 - y],
    4: (x, y) => [x, height - 1 - y],
    5: (x, y) => [y, x],
    6: (x, y) => [width - 1 - y, x],
    7: (x, y) => [width - 1 - y, height - 1 - x],
    8: (x, y) => [y, height - 1 - x],
  }
  it.each(Object.keys(places).map(Number))('turns EXIF orientation %i', async (orientation) => {
    const size = orientation > 4 ? { width: height, height: width } : { width, height }
    const stored = Buffer.alloc(width * height * 3, 255)
    for (let at = 0; at < width * height; at++) {
      const [x, y] = places[orientation]?.(at % size.width, Math.floor(at / size.width)) ?? [0, 0]
      // Red is at the top left, blue at the top right, white below.
      if (y < height / 2) stored.set(x < width / 2 ? [255, 0, 0] : [0, 0, 255], at * 3)
    }
    const original = await sharp(stored, { raw: { ...size, channels: 3 } })
      .withMetadata({ orientation })
      .jpeg()
      .toBuffer()
    const image = await inspect(original)
    expect([image.width, image.height]).toEqual([width, height])
    const seen = await sharp(first(image).rendition).raw().toBuffer()
    const colour = (x: number, y: number) => [0, 1, 2].map((band) => (seen[(y * width + x) * 3 + band] ?? 0) > 128)
    expect(colour(20, 20)).toEqual([true, false, false])
    expect(colour(580, 20)).toEqual([false, false, true])
    expect(colour(20, 780)).toEqual([true, true, true])
  })

  it('lays what is transparent on white', async () => {
    const clear = sharp({
      create: { width: 600, height: 600, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    })
    const { rendition } = first(await inspect(await clear.png().toBuffer()))
    expect((await sharp(rendition).stats()).channels.map(({ min }) => min)).toEqual([255, 255, 255])
  })
})

describe('limits', () => {
  it('takes exactly the limits', async () => {
    const original = await plain(600, 700).jpeg().toBuffer()
    expect(await inspect(original, { maxPixels: 420_000, minShortSide: 600 })).toMatchObject({ width: 600 })
    await expect(inspect(original, { maxPixels: 419_999 })).rejects.toMatchObject({ code: 'FILE_TOO_MANY_PIXELS' })
    await expect(inspect(original, { minShortSide: 601 })).rejects.toMatchObject({ code: 'FILE_LOW_RESOLUTION' })
  })
})

describe('bombs', () => {
  it('refuses 30,000 × 30,000 before a pixel is decoded', async () => {
    const bomb = pngOf(30_000, 30_000, deflateSync(Buffer.alloc(30_000 * 3_751)))
    await expect(inspect(bomb)).rejects.toMatchObject({
      code: 'FILE_TOO_MANY_PIXELS',
      params: { megapixels: 900, allowed: 50 },
    })
  })

  it('refuses a thread of forty million rows', async () => {
    const thread = pngOf(1, 40_000_000, deflateSync(Buffer.alloc(80_000_000)))
    await expect(inspect(thread)).rejects.toMatchObject({ code: 'FILE_LOW_RESOLUTION', params: { shortSide: 1 } })
  })

  it('refuses a progressive JPEG that claims to be vast', async () => {
    const small = await plain(800, 800).jpeg({ progressive: true, chromaSubsampling: '4:4:4' }).toBuffer()
    const vast = inspect(claiming(small, 65_000, 65_000))
    await expect(vast).rejects.toMatchObject({ code: 'FILE_TOO_MANY_PIXELS', params: { megapixels: 4_225 } })
  })

  it.skipIf(process.platform !== 'linux')('stays within its memory on the largest JPEG that is allowed', async () => {
    const large = await plain(7_070, 7_070).jpeg({ progressive: true, chromaSubsampling: '4:4:4' }).toBuffer()
    for (let times = 0; times < 3; times++) expect(await inspect(large)).toMatchObject({ width: 7_070 })
    expect(peak().length).toBeGreaterThan(0)
    // About 50 of these are code, shared with every other Node process.
    for (const mebibytes of peak()) expect(mebibytes).toBeLessThan(490)
  })
})

/** No scan contains this marker: it starts a differential frame (ITU-T T.81, table B.1). */
const SOF5 = Buffer.from([0xff, 0xc5, 0, 0])
const inTheMiddle = (photo: Buffer, bytes: Buffer) => {
  const middle = photo.length / 2
  return [photo.subarray(0, middle), bytes, photo.subarray(middle + bytes.length)]
}

function noisy(width: number) {
  const noise = { type: 'gaussian', mean: 128, sigma: 30 } as const
  return sharp({ create: { width, height: 800, channels: 3, background: '#000', noise } })
}

describe('damage', () => {
  it.each([
    // Large enough that libvips halves it while it loads.
    ['jpeg', 6_500],
    ['png', 1_000],
    ['webp', 1_000],
  ] as const)('refuses a %s that is cut', async (format, width) => {
    const original = await noisy(width).toFormat(format).toBuffer()
    expect(await inspect(original)).toMatchObject({ width })
    for (const part of [0.1, 0.5, 0.9, 0.999]) {
      await expect(inspect(original.subarray(0, original.length * part))).rejects.toMatchObject({ code: 'FILE_BROKEN' })
    }
  })

  it.each([
    ['that is cut, and ends with a marker', (photo: Buffer) => [photo.subarray(0, photo.length / 2), SOF5]],
    ['in the middle of which a marker is', (photo: Buffer) => inTheMiddle(photo, SOF5)],
  ])('refuses a JPEG %s', async (_, damage) => {
    const photo = await noisy(1_000).jpeg().toBuffer()
    await expect(inspect(Buffer.concat(damage(photo)))).rejects.toMatchObject({ code: 'FILE_BROKEN' })
  })

  it('takes a JPEG of which nothing is lost, but which has stray bytes between its segments', async () => {
    const photo = await noisy(1_000).jpeg().toBuffer()
    const behindFirst = 4 + photo.readUInt16BE(4)
    const stray = Buffer.concat([photo.subarray(0, behindFirst), Buffer.alloc(16, 7), photo.subarray(behindFirst)])
    const strict = sharp(stray, { failOn: 'warning' }).stats()
    await expect(strict).rejects.toThrow('extraneous bytes before marker')
    expect(await inspect(stray)).toMatchObject({ width: 1_000, height: 800 })
  })

  it('takes a photo with bytes behind its end, as phones leave them', async () => {
    const photo = await plain(800, 600).jpeg().toBuffer()
    for (const tail of [Buffer.alloc(64), Buffer.from('SEFH\x6a\0\0\0'), photo]) {
      expect(await inspect(Buffer.concat([photo, tail]))).toMatchObject({ width: 800, height: 600 })
    }
  })
})

describe('polyglots', () => {
  const payload = '<script>alert("zhunxin")</script>'

  it('takes a JPEG with a script in a comment and behind its end, and shows nothing of it', async () => {
    const jpeg = await plain(800, 600).jpeg().toBuffer()
    const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, payload.length + 2]), Buffer.from(payload)])
    const polyglot = Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2), Buffer.from(payload)])
    const image = await inspect(polyglot)
    for (const shown of [first(image).rendition, first(image).thumbnail]) {
      expectNothingButPixels(shown)
      expect(shown.includes('script')).toBe(false)
    }
  })

  it('takes a PNG that is a ZIP too, and shows nothing of it', async () => {
    const png = await plain(800, 600).png().toBuffer()
    const name = Buffer.from('evil.html')
    const content = Buffer.from(payload)
    const about = Buffer.alloc(26)
    about.writeUInt16LE(20, 0)
    about.writeUInt32LE(content.length, 14)
    about.writeUInt32LE(content.length, 18)
    about.writeUInt16LE(name.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), about, name, content])
    const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), about, Buffer.alloc(14), name])
    central.writeUInt32LE(png.length, 42)
    const end = Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)])
    end.writeUInt16LE(1, 8)
    end.writeUInt16LE(1, 10)
    end.writeUInt32LE(central.length, 12)
    end.writeUInt32LE(png.length + local.length, 16)
    const image = await inspect(Buffer.concat([png, local, central, end]))
    for (const shown of [first(image).rendition, first(image).thumbnail]) {
      expectNothingButPixels(shown)
      expect(shown.includes('PK\x03\x04') || shown.includes('evil')).toBe(false)
    }
  })
})
