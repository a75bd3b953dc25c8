import 'server-only'
import { readFileSync } from 'node:fs'
import sharp from 'sharp'
import type { DecodeRequest, DecoderMessage, ImageMediaType } from './decoder-protocol'

/** Pixels on the long side of what is shown in full, and of what is shown in lists. */
export const RENDITION_SIDE = 2_400
export const THUMBNAIL_SIDE = 320

/**
 * Rows cost more than pixels do: a PNG one pixel wide and forty million high takes five seconds. No JPEG is longer than
 * this, and what is too small otherwise is decoded all the same, to tell a broken file from a small one.
 */
const THREAD = 65_535

/** Pixels from which an image wants a child of its own, and bytes from which a child takes no more. */
const HEAVY = 16_000_000
const FULL = 256 * 1024 * 1024

const FORMATS: Readonly<Record<ImageMediaType, string>> = {
  'image/jpeg': 'jpeg',
  'image/png': 'png',
  'image/webp': 'webp',
}

sharp.cache(false)
sharp.concurrency(1)
// Of libvips' loaders only these three stay: an SVG or a PDF inside a disguise finds no one to open it.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'] })

export type DecodedImage = { message: DecoderMessage; rendition?: Buffer; thumbnail?: Buffer }

/**
 * Decodes every row of an image and draws it anew: upright, sRGB, on white, JPEG, without any metadata. Pixels are
 * counted before the first is decoded. Runs in a decoder child only.
 */
export async function decodeImage(
  original: Buffer,
  { mediaType, maxPixels, minShortSide }: DecodeRequest,
): Promise<DecodedImage> {
  try {
    const header = await sharp(original, { limitInputPixels: false }).metadata()
    if (header.format !== FORMATS[mediaType]) return { message: { kind: 'BROKEN' } }
    const pixels = header.width * header.height
    if (pixels > maxPixels) return { message: { kind: 'TOO_MANY_PIXELS', pixels } }
    const shortSide = Math.min(header.width, header.height)
    if (shortSide < minShortSide && pixels > THREAD * shortSide) return { message: { kind: 'TOO_SMALL', shortSide } }

    if (isStale(pixels)) return { message: { kind: 'STALE' } }

    // 'error' refuses truncated and damaged data, but lets warnings pass: phones leave bytes behind the end of a JPEG.
    const rendition = await sharp(original, { limitInputPixels: maxPixels, failOn: 'error' })
      .autoOrient()
      .resize(RENDITION_SIDE, RENDITION_SIDE, { fit: 'inside', withoutEnlargement: true })
      .flatten({ background: 'white' })
      .toColourspace('srgb')
      // Full chroma: the red of seals and thumbprints is what reviewers look at.
      .jpeg({ quality: 88, chromaSubsampling: '4:4:4', mozjpeg: false })
      .toBuffer()
    const thumbnail = await sharp(rendition)
      .resize(THUMBNAIL_SIDE, THUMBNAIL_SIDE, { fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: 78, mozjpeg: false })
      .toBuffer()
    const { width, height } = header.autoOrient
    return { message: { kind: 'DECODED', width, height, renditionBytes: rendition.length }, rendition, thumbnail }
  } catch {
    // libvips says why in words of its own, for which there is no reader: the file cannot be decoded within the limits.
    return { message: { kind: 'BROKEN' } }
  }
}

let isFresh = true

/**
 * libvips decodes in threads that come and go, and malloc keeps much of what each has held: without this the third
 * large image would be refused for the two before it. The same file must always get the same answer.
 */
function isStale(pixels: number): boolean {
  const wasFresh = isFresh
  isFresh = false
  return !wasFresh && (pixels > HEAVY || heldBytes() > FULL)
}

/** What `prlimit --data` counts, where it can be read. */
function heldBytes(): number {
  if (process.platform !== 'linux') return process.memoryUsage.rss()
  return Number(/^VmData:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'latin1'))?.[1]) * 1024
}
