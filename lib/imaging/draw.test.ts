import sharp from 'sharp'
import { expect, test } from 'vitest'
import { draw } from './draw'
import { PICTURE_SIDE } from './rendition-size'
import './draw-watermark' // names the font

/** Draws an A4 page that fills a photograph of 12 megapixels. */
const PAGE = { width: 2_828, height: 4_000 }
/** An em of 8 point has so many pixels there. */
const EM = 38

const LINES = [
  '兹承诺所提交的短信签名、营业执照、授权书及身份证件等材料真实、合法、有效，并承担法律责任。',
  'Registration 91430100MA4L8B7C2X, valid from 2016.03.18 to 2036.03.17, issued by the bureau.',
]

/** Draws paper with 8-point print, two lines in black and two in the red of seals, and so on. */
async function printed(): Promise<Buffer> {
  const lines = Array.from({ length: 36 }, (_, at) => {
    const color = at % 4 < 2 ? '#202020' : '#c8303a'
    return `<span foreground="${color}" size="${EM * 1_024}">${LINES[at % LINES.length]}</span>`
  })
  const text = { text: lines.join('\n'), font: 'Noto Sans SC Medium', dpi: 72, rgba: true, spacing: EM / 2 }
  const print = await sharp({ text }).png().toBuffer()
  return sharp({ create: { ...PAGE, channels: 3, background: '#f4f2ec' } })
    .composite([{ input: print, left: 150, top: 150 }])
    .png()
    .toBuffer()
}

/** Returns the page as a phone sees it: slightly out of focus, with noise, its colours at half the resolution. */
async function photographed(page: Buffer): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 10 } as const
  const grain = await sharp({ create: { ...PAGE, channels: 3, background: '#808080', noise } })
    .png()
    .toBuffer()
  const seen = await sharp(page).blur(1.4).png().toBuffer()
  return sharp(seen)
    .composite([{ input: grain, blend: 'soft-light' }])
    .jpeg({ quality: 82 })
    .toBuffer()
}

/** Names a part of the page that has lines in both colours. */
const CUT = { left: 150, top: 150, width: 1_200, height: 400 }

/** Returns the energy of the edges between strokes and paper, in all channels: blurred print has little of it. */
async function sharpness(picture: Buffer): Promise<number> {
  const whole = await sharp(picture)
    .resize({ ...PAGE, fit: 'fill' })
    .removeAlpha()
    .png({ compressionLevel: 0 })
    .toBuffer()
  const pixels = await sharp(whole).extract(CUT).raw().toBuffer()
  const row = CUT.width * 3
  let sum = 0
  for (let at = row; at < pixels.length - 3; at++) {
    const [here = 0, right = 0, above = 0] = [pixels[at], pixels[at + 3], pixels[at - row]]
    sum += (right - here) ** 2 + (above - here) ** 2
  }
  return sum / pixels.length
}

test('print of 8 points is nearly as sharp as in a picture of 2,400 pixels drawn by the best kernel', async () => {
  const photograph = await photographed(await printed())
  const { rendition } = await draw(sharp(photograph))
  expect((await sharp(rendition).metadata()).height).toBe(PICTURE_SIDE)
  const drawn = (side: number) =>
    sharp(photograph).resize(side, side, { fit: 'inside' }).jpeg({ quality: 88, chromaSubsampling: '4:4:4' }).toBuffer()
  const best = await sharpness(await drawn(2_400))
  expect((await sharpness(rendition)) / best).toBeGreaterThan(0.8)
  // The measure notices a picture that is too small.
  expect((await sharpness(await drawn(1_333))) / best).toBeLessThan(0.8)
})
