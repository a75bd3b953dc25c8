import sharp, { type Sharp } from 'sharp'
import type { PictureDoubt } from '@/lib/db/generated/enums'
import { FRAME_SIDE, type Frame, within } from '../frame'
import { CLOSE_LONG_SIDE, CLOSE_SIDE } from '../picture-checks'

/** Lists what may be done to a picture: each doubt, and a hand that moved, which is BLURRED, too. */
export const SPOILS = ['TOO_DARK', 'BLURRED', 'MOVED', 'GLARE', 'CROPPED'] as const
export type Spoil = (typeof SPOILS)[number]
export const doubtOf = (spoil: Spoil): PictureDoubt => (spoil === 'MOVED' ? 'BLURRED' : spoil)

const WIDTH = 1280
const HEIGHT = 960

/** Returns numbers that look random and are the same for the same seed (mulberry32). */
function randomFrom(seed: number) {
  let state = (seed + 1) * 0x9e3779b9
  return (from: number, to: number) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return from + (((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * (to - from)
  }
}
type Random = ReturnType<typeof randomFrom>

/** Draws a card or a page on a table as a telephone takes it: at an angle, with noise. */
export async function picture(shape: 'CARD' | 'PAGE', seed: number, spoil?: Spoil): Promise<Buffer> {
  const random = randomFrom(seed * 2 + (shape === 'CARD' ? 0 : 1))
  const [width, height] = shape === 'CARD' ? [WIDTH, HEIGHT] : [HEIGHT, WIDTH]
  const [w, h] = shape === 'CARD' ? [856, 540] : [700, 990]
  const scale = Math.min(width / w, height / h) * random(0.74, 0.86) * (spoil === 'CROPPED' ? 1.3 : 1)
  const aside = spoil === 'CROPPED' ? width * random(0.1, 0.16) : 0
  const x = (width - w * scale) / 2 + random(-20, 20) + aside
  const y = (height - h * scale) / 2 + random(-20, 20) - aside / 2
  const table = `hsl(${random(0, 360)} ${random(5, 40)}% ${random(22, 62)}%)`
  const grains = Array.from({ length: 30 }, () => {
    const at = random(0, height)
    return `<path d="M0 ${at}q${width / 2} ${random(-60, 60)} ${width} ${random(-30, 30)}" stroke="#0003" fill="none" stroke-width="${random(1, 5)}"/>`
  })
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <defs><radialGradient id="spot"><stop offset="0" stop-color="#fff"/><stop offset=".5" stop-color="#fff"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient></defs>
    <rect width="${width}" height="${height}" fill="${table}"/>${grains.join('')}
    <g transform="translate(${x} ${y}) scale(${scale}) rotate(${random(-5, 5)} ${w / 2} ${h / 2}) skewX(${random(-3, 3)})">
      <rect x="8" y="10" width="${w}" height="${h}" rx="${shape === 'CARD' ? 30 : 2}" fill="#0004"/>
      <rect width="${w}" height="${h}" rx="${shape === 'CARD' ? 30 : 2}" fill="hsl(${random(0, 360)} 20% ${random(84, 92)}%)"/>
      ${printed(w, h, shape, random)}
    </g>
    <rect width="${width}" height="${height}" fill="#000" fill-opacity="${random(0, 0.15)}"/>
    ${spoil === 'GLARE' ? `<ellipse cx="${width * random(0.4, 0.6)}" cy="${height * random(0.4, 0.6)}" rx="${random(200, 300)}" ry="${random(150, 240)}" fill="url(#spot)"/>` : ''}
  </svg>`
  return spoiled(await sharp(Buffer.from(svg)).removeAlpha().png({ compressionLevel: 0 }).toBuffer(), random, spoil)
}

/** Draws lines of strokes, which look like print from afar, and a portrait on a card. */
function printed(w: number, h: number, shape: 'CARD' | 'PAGE', random: Random): string {
  const size = shape === 'CARD' ? 34 : 20
  const strokes: string[] = []
  for (let y = size * 2; y < h - size * 2; y += size * 1.9) {
    for (let x = size * 2; x < w * (shape === 'CARD' ? 0.6 : 0.9); x += size * 1.15) {
      if (random(0, 1) < 0.2) continue
      const glyph = Array.from({ length: 4 }, () =>
        random(0, 1) < 0.5
          ? `M${x} ${y + random(0, size)}h${size * 0.8}`
          : `M${x + random(0, size * 0.8)} ${y}v${size * 0.9}`,
      )
      strokes.push(glyph.join(''))
    }
  }
  const portrait = `<rect x="${w * 0.66}" y="${h * 0.16}" width="${w * 0.26}" height="${h * 0.55}" fill="#cdd6dc"/><circle cx="${w * 0.79}" cy="${h * 0.36}" r="${h * 0.13}" fill="#d9a98a"/><path d="M${w * 0.68} ${h * 0.7}q${w * 0.11} ${-h * 0.36} ${w * 0.22} 0z" fill="#3a4654"/>`
  return `<path d="${strokes.join('')}" stroke="#2b2f36" stroke-width="${size / 9}" fill="none"/>${shape === 'CARD' ? portrait : ''}`
}

async function spoiled(drawn: Buffer, random: Random, spoil?: Spoil): Promise<Buffer> {
  let image = sharp(drawn)
  if (spoil === 'BLURRED') image = image.blur(random(4, 8))
  if (spoil === 'MOVED') {
    const length = 2 * Math.round(random(8, 12)) + 1
    const kernel = Array.from({ length }, () => 1)
    const size = random(0, 1) < 0.5 ? { width: length, height: 3 } : { width: 3, height: length }
    const zeros = kernel.map(() => 0)
    const rows = size.height === 3 ? [...zeros, ...kernel, ...zeros] : kernel.flatMap((one) => [0, one, 0])
    image = image.convolve({ ...size, kernel: rows })
  }
  if (spoil === 'TOO_DARK') image = image.linear(random(0.15, 0.36), 0)
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true })
  for (let i = 0; i < data.length; i++) {
    const value = data[i] ?? 0
    if (value < 255) data[i] = Math.max(0, Math.min(255, value + random(-9, 9))) // what is blown out has no noise
  }
  const { width, height, channels } = info
  return sharp(data, { raw: { width, height, channels } }).jpeg({ quality: 85 }).toBuffer()
}

/** Returns what the page gives to the checks: the small frame, and the middle closely. */
export async function framesOf(image: Buffer): Promise<{ frame: Frame; close: Frame }> {
  const upright = await sharp(image)
    .autoOrient()
    .toColourspace('srgb')
    .removeAlpha()
    .png({ compressionLevel: 0 })
    .toBuffer()
  const { width, height } = await sharp(upright).metadata()
  const small = within(width, height, FRAME_SIDE)
  const large = within(width, height, CLOSE_LONG_SIDE)
  const middle = { width: Math.min(CLOSE_SIDE, large.width), height: Math.min(CLOSE_SIDE, large.height) }
  const [left, top] = [(large.width - middle.width) >> 1, (large.height - middle.height) >> 1]
  return {
    frame: await pixelsOf(sharp(upright).resize(small.width, small.height)),
    close: await pixelsOf(
      sharp(upright)
        .resize(large.width, large.height)
        .extract({ left, top, ...middle }),
    ),
  }
}

async function pixelsOf(image: Sharp): Promise<Frame> {
  const { data, info } = await image.ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  return { data: new Uint8ClampedArray(data), width: info.width, height: info.height }
}
