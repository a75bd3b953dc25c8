import 'server-only'
import sharp from 'sharp'
import type { DecodeRequest } from './decoder/decoder-protocol'
import type { MemoryBudget } from './decoder/memory-budget'
import { type DrawnPage, draw } from './draw'
import { Refused } from './refused'

/**
 * The longest side that is decoded. Rows cost more than pixels do: a PNG one pixel wide and forty million high takes
 * five seconds. No JPEG is longer than this; a picture that is too small in other ways is decoded all the same, to
 * distinguish a broken file from a small one.
 */
const THREAD = 65_535

/** From this many pixels on, a picture needs a fresh child. */
const HEAVY = 16_000_000

/**
 * Warnings of libjpeg (jerror.h) after which pixels are missing or invented: a marker in the middle of the data, bits
 * that are no code, a lost restart, scans out of order. Behind such a place libvips shows grey, and calls it a picture.
 */
const DAMAGED = /premature end of data segment|bad Huffman code|instead of RST|inconsistent progression/

const FORMATS: Readonly<Partial<Record<DecodeRequest['mediaType'], string>>> = {
  'image/jpeg': 'jpeg',
  'image/png': 'png',
  'image/webp': 'webp',
}

/**
 * Decodes every row of a JPEG, PNG or WebP and draws it again, upright. Pixels are counted before the first is decoded.
 *
 * @throws Refused; Error when libvips finds it damaged
 */
export async function* decodePicture(
  original: Buffer,
  request: DecodeRequest,
  room: MemoryBudget,
): AsyncGenerator<DrawnPage> {
  const { mediaType, maxPixels, minShortSide } = request
  const header = await sharp(original, { limitInputPixels: false }).metadata()
  if (header.format !== FORMATS[mediaType]) throw new Refused({ kind: 'BROKEN' })
  const pixels = header.width * header.height
  if (pixels > maxPixels) throw new Refused({ kind: 'TOO_MANY_PIXELS', pixels })
  const shortSide = Math.min(header.width, header.height)
  if (shortSide < minShortSide && pixels > THREAD * shortSide) throw new Refused({ kind: 'TOO_SMALL', shortSide })

  room.need(pixels > HEAVY)

  const { width, height } = header.autoOrient
  yield { width, height, ...(await drawn(original, maxPixels)) }
}

/** Draws a picture, and again, taking what libvips warned of, where that is harmless (stray bytes). */
async function drawn(original: Buffer, limitInputPixels: number) {
  const drawUnless = (failOn: 'warning' | 'error') => draw(sharp(original, { limitInputPixels, failOn }).autoOrient())
  try {
    return await drawUnless('warning')
  } catch (error) {
    if (error instanceof Error && DAMAGED.test(error.message)) throw error
    return drawUnless('error')
  }
}
