import path from 'node:path'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { randomFrom } from '@/scripts/demo/specimens/random'
import { photographed, type Sheet } from '@/scripts/demo/specimens/scene'
import { drawn } from '@/tests/factories/photographed/specimens'
import type { Pixels } from '../ocr/pixels'
import { glareIn } from './glare'

beforeAll(() => {
  // libvips reads this when it draws the first letter.
  process.env.FONTCONFIG_FILE = path.resolve('tests/factories/photographed/fonts.conf')
})

/** Draws a sheet that lies flat, as the pages that are judged do. */
async function flat(sheet: Sheet): Promise<Pixels> {
  const scale = 720 / Math.max(sheet.width, sheet.height)
  const [width, height] = [Math.round(sheet.width * scale), Math.round(sheet.height * scale)]
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${sheet.width} ${sheet.height}" font-family="Noto Sans SC"><defs>${sheet.defs}</defs><rect width="100%" height="100%" fill="#8a7a66"/>${sheet.body}</svg>`
  const { data, info } = await sharp(Buffer.from(svg)).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}

/**
 * Returns the pixels in a light that falls unevenly: `light` is given shares of the picture's sides. What is too bright
 * is cut off.
 */
function lit({ data, width, height }: Pixels, light: (x: number, y: number) => number): Pixels {
  const out = new Uint8Array(data.length)
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const factor = light(x / width, y / height)
      for (let channel = 0; channel < 3; channel++, at++) out[at] = Math.min(255, Math.round((data[at] ?? 0) * factor))
    }
  return { data: out, width, height }
}

type Spot = { readonly x: number; readonly y: number; readonly size: number; readonly halo: number }

/** Adds the light of a lamp that is mirrored: white in the middle, less and less in its halo. */
function mirrored({ data, width, height }: Pixels, { x: cx, y: cy, size, halo }: Spot): Pixels {
  const out = new Uint8Array(data)
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at += 3) {
      const off = Math.hypot((x / width - cx) * 1.2, ((y / height - cy) * height) / width) / size
      const gain = off < 1 ? 1 : Math.max(0, 1 - (off - 1) / halo) ** 2
      for (let channel = 0; channel < 3; channel++)
        out[at + channel] = Math.min(255, Math.round((out[at + channel] ?? 0) + gain * 255))
    }
  return { data: out, width, height }
}

/**
 * Lists light of a window, of lamps near and far, of a hand's shadow, and even light: all brighter than the sensor can
 * show, somewhere.
 */
const LIGHTS: readonly (readonly [string, (x: number, y: number) => number])[] = [
  ['a window at the left', (x) => 1.25 - 0.6 * x],
  ['a window at the lower right', (x, y) => 0.6 + 0.35 * (x + y)],
  ['a lamp above the middle', (x, y) => 0.65 + 0.6 * Math.exp(-(((x - 0.5) / 0.4) ** 2) - ((y - 0.45) / 0.4) ** 2)],
  ['a lamp at a corner', (x, y) => 0.6 + 0.7 * Math.exp(-((x / 0.5) ** 2) - (y / 0.5) ** 2)],
  ['a torch', (x, y) => 0.7 + 0.7 * Math.exp(-(((x - 0.4) / 0.22) ** 2) - ((y - 0.6) / 0.22) ** 2)],
  ['the shadow of a hand', (x, y) => 1.15 - 0.45 / (1 + Math.exp((0.5 - x + 0.3 * (y - 0.5)) * 28))],
  ['light all over', () => 1.3],
]
const PAPERS = ['letter', 'licence', 'portrait', 'emblem', 'permit'] as const

/** Drawing takes longer than all else: each paper is drawn once. */
const papers = new Map<string, Promise<Pixels>>()
function paper(kind: (typeof PAPERS)[number]): Promise<Pixels> {
  const known = papers.get(kind) ?? flat(drawn(kind, randomFrom(`light ${kind}`), false).sheet)
  papers.set(kind, known)
  return known
}

describe('light that falls unevenly is no reflection', () => {
  it.each(PAPERS.flatMap((kind) => LIGHTS.map(([name, light]) => ({ kind, name, light }))))(
    'on a $kind: $name',
    async ({ kind, light }) => {
      const page = await paper(kind)
      expect(glareIn({ upright: lit(page, light) })).toBe(false)
    },
  )

  it.each(['letter', 'licence'] as const)('nor is a narrow beam in which the print of a %s is seen', async (kind) => {
    const beam = (x: number, y: number) => 0.75 + Math.exp(-(((x - 0.25) / 0.1) ** 2) - ((y - 0.45) / 0.1) ** 2)
    expect(glareIn({ upright: lit(await paper(kind), beam) })).toBe(false)
  })

  it('nor is it on a sheet on which nothing is printed', async () => {
    const blank = await flat(drawn('blank', randomFrom('blank'), false).sheet)
    for (const [name, light] of LIGHTS) expect(glareIn({ upright: lit(blank, light) }), name).toBe(false)
  })
})

describe('a lamp that a laminated card mirrors is found', () => {
  const SPOTS: readonly Spot[] = [
    { x: 0.3, y: 0.4, size: 0.09, halo: 0.5 },
    { x: 0.6, y: 0.6, size: 0.12, halo: 0.8 },
    { x: 0.75, y: 0.3, size: 0.1, halo: 1 },
    { x: 0.5, y: 0.5, size: 0.16, halo: 0.6 },
  ]
  it.each(SPOTS.flatMap((spot) => [0.65, 0.85, 1].map((light) => ({ spot, light }))))(
    'at $spot.x, $spot.y of size $spot.size in light of $light',
    async ({ spot, light }) => {
      for (const kind of ['portrait', 'emblem', 'permit'] as const) {
        const page = lit(await paper(kind), (x) => light * (1 - 0.2 * x))
        expect(glareIn({ upright: page }), `${kind} without`).toBe(false)
        expect(glareIn({ upright: mirrored(page, spot) }), kind).toBe(true)
      }
    },
  )

  it('also as the demo draws one', async () => {
    const { sheet } = drawn('portrait', randomFrom('demo'), false)
    const shown = async (flaw?: 'GLARE') => {
      const { data, info } = await sharp(await photographed(sheet, 'glare', flaw))
        .removeAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true })
      return glareIn({ upright: { data, width: info.width, height: info.height } })
    }
    expect([await shown(), await shown('GLARE')]).toEqual([false, true])
  })
})
