import { randomBytes } from 'node:crypto'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DomainError } from '@/lib/core/errors'
import { drawWatermark } from './draw-watermark'
import { findPrint } from './find-print'
import { bundleDecoder } from './testing/bundle-decoder'
import { anatomy, claiming, plain } from './testing/sample-images'
import { originalOf } from './testing/whole-files'
import { markerPool, watermark as watermarkOf } from './watermark'

const WHOSE = { caseId: 'case', viewerId: 'viewer' }
const LINES = ['钱审核', '2026-11-25 21:47:03', 'ZX-20261125-ABCDE7']

beforeAll(bundleDecoder)
afterAll(() => markerPool().close())

const watermark = (page: Buffer, lines: readonly string[]) => watermarkOf(originalOf(page), lines, WHOSE)

const pageOf = (background: string, width = 2_400, height = 1_700) =>
  sharp({ create: { width, height, channels: 3, background } })
    .jpeg({ chromaSubsampling: '4:4:4' })
    .toBuffer()

const pixelsOf = (image: Buffer) => sharp(image).greyscale().raw().toBuffer()

describe('in a child', () => {
  test('comes back as a picture of the same size, and with nothing else', async () => {
    const marked = await watermark(await pageOf('white', 900, 1_200), LINES)
    expect(await sharp(marked).metadata()).toMatchObject({ format: 'jpeg', width: 900, height: 1_200, space: 'srgb' })
    const { markers, endsAtEnd } = anatomy(marked)
    expect(markers.filter((marker) => /^e[1-9a-d]$|^fe$/.test(marker))).toEqual([])
    expect(endsAtEnd).toBe(true)
  })

  test.each(['<span size="1">& a</span', '钱\u0000\u202E核', '', '𠮷翀龑'.repeat(30), '🙂‍↕️', '\uD800'])(
    'writes for someone who is called %j',
    async (name) => {
      const page = await plain(600, 600).jpeg().toBuffer()
      const marked = await watermark(page, [name, ...LINES.slice(1)])
      expect((await pixelsOf(marked)).equals(await pixelsOf(page))).toBe(false)
    },
  )

  test('a file that is no picture fails, and the next one is still marked', async () => {
    await expect(watermark(randomBytes(1_000), LINES)).rejects.toThrow(/answered with BROKEN/)
    const png = await plain(600, 600).png().toBuffer()
    await expect(watermark(png, LINES)).rejects.toThrow(/answered with BROKEN/)
    const bomb = claiming(await pageOf('white', 600, 600), 40_000, 40_000)
    await expect(watermark(bomb, LINES)).rejects.toThrow(/answered with TOO_MANY_PIXELS/)
    await expect(watermark(await pageOf('white', 600, 600), LINES)).resolves.toBeInstanceOf(Buffer)
  })

  test('too many at once are sent away, for a while', async () => {
    const page = await pageOf('white', 300, 300)
    const all = await Promise.allSettled(Array.from({ length: 60 }, () => watermark(page, LINES)))
    const refused = all.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []))
    expect(refused.length).toBeGreaterThan(0)
    for (const reason of refused) expect(reason).toEqual(expect.objectContaining({ code: 'TRY_AGAIN' }))
    expect(refused[0]).toBeInstanceOf(DomainError)
  })
})

describe('on the picture', () => {
  test.each(['white', 'black', '#808080', '#c02030'])('is seen on %s, and faint', async (background) => {
    const page = await pageOf(background)
    const [before, after] = await Promise.all([pixelsOf(page), drawWatermark(page, LINES).then(pixelsOf)])
    const changes = before.map((value, at) => Math.abs(value - (after[at] ?? 0)))
    expect(Math.max(...sampled(changes))).toBeLessThan(60)
    const seen = changes.reduce((count, change) => count + (change > 10 ? 1 : 0), 0) / changes.length
    expect(seen).toBeGreaterThan(0.01)
    expect(seen).toBeLessThan(0.15)
  })

  test('is in every part of the picture that is large enough to show anything', async () => {
    const page = await pageOf('white')
    const { data, info } = await sharp(await drawWatermark(page, LINES))
      .greyscale()
      .raw()
      .toBuffer({ resolveWithObject: true })
    const side = 400
    for (let top = 0; top + side <= info.height; top += 100) {
      for (let left = 0; left + side <= info.width; left += 100) {
        let marked = 0
        for (let y = top; y < top + side; y += 2)
          for (let x = left; x < left + side; x += 2) if ((data[y * info.width + x] ?? 255) < 235) marked++
        expect(marked, `${left}, ${top}`).toBeGreaterThan(400)
      }
    }
  })

  test('names the viewer in a photograph of the screen', async () => {
    const others = ['赵审核', '孙审核', '李明', '周复核', '吴组长', '郑小红']
    const shown = await aDocument()
    const photographed = await onAScreen(await drawWatermark(shown, LINES))
    // The portal has the picture: it knows where the paper is bare.
    const bare = await edgesOf(await geometryOf(shown))
    const onPaper = (edges: Float64Array) => edges.map((value, at) => (Math.abs(bare[at] ?? 0) < 2 ? value : 0))
    const seen = onPaper(await edgesOf(photographed))
    const likeness = await Promise.all(
      [LINES[0] ?? '', ...others].map(async (name) => {
        const expected = await drawWatermark(shown, [name, ...LINES.slice(1)])
        return correlation(seen, onPaper(await edgesOf(await geometryOf(expected))))
      }),
    )
    const [right = 0, ...wrong] = likeness
    expect(right).toBeGreaterThan(0.5)
    for (const other of wrong) expect(right).toBeGreaterThan(other)
  })

  test('covers no print, and is whole next to it', async () => {
    const page = await aDocument()
    const [before, after] = await Promise.all([page, await drawWatermark(page, LINES)].map(pixelsOf))
    const changes = (before ?? []).map((value, at) => Math.abs(value - (after?.[at] ?? 0)))
    let [onPrint, printed, beside] = [0, 0, 0]
    for (const [at, value] of (before ?? []).entries()) {
      if (value < 60) {
        printed += 1
        onPrint += changes[at] ?? 0
      } else if ((changes[at] ?? 0) > 20) beside += 1
    }
    expect(printed).toBeGreaterThan(500_000)
    expect(onPrint / printed).toBeLessThan(1) // what compression changes
    expect(beside).toBeGreaterThan(20_000)
    // The lines of print leave the lower quarter empty: there the marks are as on white paper.
    const { rows, columns, cells } = await findPrint(page, { width: 2_400, height: 1_700 }, 38)
    const empty = cells.subarray(Math.floor(rows * 0.92) * columns)
    expect(empty.includes(1)).toBe(false)
  })

  test('a picture that is all strokes is no page, and is marked all over', async () => {
    const noise = { type: 'gaussian', mean: 128, sigma: 90 } as const
    const grain = await sharp({ create: { width: 60, height: 60, channels: 3, background: '#808080', noise } })
      .png()
      .toBuffer()
    const cloth = await sharp(grain).resize(900, 900, { kernel: 'nearest' }).jpeg().toBuffer()
    expect((await findPrint(cloth, { width: 900, height: 900 }, 30)).cells.includes(1)).toBe(false)
  })

  test('the same of another time or reference is another', async () => {
    const page = await pageOf('white', 800, 800)
    const marks = await Promise.all(
      [LINES, ['钱审核', '2026-11-25 21:47:04', LINES[2] ?? ''], ['钱审核', LINES[1] ?? '', 'ZX-20261125-ABCDE8']].map(
        (lines) => drawWatermark(page, lines).then((marked) => marked.toString('base64')),
      ),
    )
    expect(new Set(marks).size).toBe(3)
  })
})

const sampled = (values: Uint8Array) => values.filter((_, at) => at % 37 === 0)

/** Lines of print on paper that is not evenly lit. */
async function aDocument(): Promise<Buffer> {
  const lines = Array.from(
    { length: 24 },
    (_, line) => `<rect x="200" y="${200 + line * 55}" width="${1_400 + ((line * 137) % 600)}" height="22"/>`,
  )
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="2400" height="1700">
    <defs><linearGradient id="l"><stop stop-color="#fbfaf4"/><stop offset="1" stop-color="#cfcabd"/></linearGradient></defs>
    <rect width="2400" height="1700" fill="url(#l)"/>${lines.join('')}</svg>`
  return sharp(Buffer.from(svg)).jpeg({ quality: 88, chromaSubsampling: '4:4:4' }).toBuffer()
}

/** Returns the geometry of a screen's window, seen from a little aside. */
const geometryOf = (image: Buffer) =>
  sharp(image)
    .resize(1_100)
    .toBuffer()
    .then((shown) => sharp(shown).affine([1.04, 0.03, -0.02, 0.97]).toBuffer())

/** Simulates a telephone's photograph of it: soft, noisy, darker, compressed. */
async function onAScreen(image: Buffer): Promise<Buffer> {
  const seen = await geometryOf(image)
  const { width, height } = await sharp(seen).metadata()
  const noise = await sharp({
    create: { width, height, channels: 3, background: '#808080', noise: { type: 'gaussian', mean: 128, sigma: 14 } },
  })
    .png()
    .toBuffer()
  return sharp(seen)
    .blur(0.8)
    .composite([{ input: noise, blend: 'soft-light' }])
    .linear(0.8, 12)
    .jpeg({ quality: 60 })
    .toBuffer()
}

/** Returns how much each pixel differs from its surroundings: paper and shadows cancel out. */
async function edgesOf(image: Buffer): Promise<Float64Array> {
  const [sharpOne, soft] = await Promise.all([
    sharp(image).greyscale().blur(0.6).raw().toBuffer(),
    sharp(image).greyscale().blur(6).raw().toBuffer(),
  ])
  // Print is far stronger than the mark, and would drown it.
  return Float64Array.from(sharpOne, (value, at) => Math.max(-25, Math.min(25, value - (soft[at] ?? 0))))
}

function correlation(one: Float64Array, other: Float64Array): number {
  const product = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0)
  return product(one, other) / Math.sqrt(product(one, one) * product(other, other))
}
