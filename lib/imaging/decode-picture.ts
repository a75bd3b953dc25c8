import 'server-only'
import sharp from 'sharp'
import type { DecodeRequest } from './decoder-protocol'
import { type DrawnPage, draw } from './draw'
import { Refused } from './refused'
import type { Room } from './room'

/**
 * Rows cost more than pixels do: a PNG one pixel wide and forty million high takes five seconds. No JPEG is longer than
 * this, and what is too small otherwise is decoded all the same, to tell a broken file from a small one.
 */
const THREAD = 65_535

/** Pixels from which a picture wants a child of its own. */
const HEAVY = 16_000_000

const FORMATS: Readonly<Partial<Record<DecodeRequest['mediaType'], string>>> = {
  'image/jpeg': 'jpeg',
  'image/png': 'png',
  'image/webp': 'webp',
}

/**
 * Decodes every row of a JPEG, PNG or WebP and draws it anew, upright. Pixels are counted before the first is decoded.
 *
 * @throws Refused; Error when libvips finds it damaged
 */
export async function* decodePicture(original: Buffer, request: DecodeRequest, room: Room): AsyncGenerator<DrawnPage> {
  const { mediaType, maxPixels, minShortSide } = request
  const header = await sharp(original, { limitInputPixels: false }).metadata()
  if (header.format !== FORMATS[mediaType]) throw new Refused({ kind: 'BROKEN' })
  const pixels = header.width * header.height
  if (pixels > maxPixels) throw new Refused({ kind: 'TOO_MANY_PIXELS', pixels })
  const shortSide = Math.min(header.width, header.height)
  if (shortSide < minShortSide && pixels > THREAD * shortSide) throw new Refused({ kind: 'TOO_SMALL', shortSide })

  room.need(pixels > HEAVY)

  // 'error' refuses truncated and damaged data, but lets warnings pass: phones leave bytes behind the end of a JPEG.
  const page = sharp(original, { limitInputPixels: maxPixels, failOn: 'error' }).autoOrient()
  const { width, height } = header.autoOrient
  yield { width, height, ...(await draw(page)) }
}
