import 'server-only'
import sharp, { type ResizeOptions, type Sharp } from 'sharp'
import { SQUARE, sketchOf } from './likeness/sketch'
import { RENDITION_JPEG } from './rendition-jpeg'
import { PICTURE_SIDE } from './rendition-size'

/** Pixels on the long side of what is shown in lists. */
export const THUMBNAIL_SIDE = 320

const THUMBNAIL_JPEG = { quality: 78, mozjpeg: false, optimiseCoding: false } as const

sharp.cache(false)
sharp.concurrency(2)
// Only these three of libvips' loaders stay: none of them opens an SVG or a PDF that claims to be a picture.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'] })

/** One page as it will be shown: JPEG, without any metadata. */
export type DrawnPage = {
  readonly width: number
  readonly height: number
  readonly rendition: Buffer
  readonly thumbnail: Buffer
  /** Holds the sketch by which it is compared with other pages, `SKETCH_BYTES` long. */
  readonly sketch: Buffer
}

type Drawing = Pick<DrawnPage, 'rendition' | 'thumbnail' | 'sketch'>

/**
 * Draws decoded pixels again: sRGB, on white, at most `side` pixels long. Both pictures are drawn from one decode: the
 * thumbnail from the pixels of the rendition, and the sketch from those of the thumbnail.
 */
export async function draw(pixels: Sharp, side = PICTURE_SIDE): Promise<Drawing> {
  const { data, info } = await pixels
    .resize(within(side))
    .flatten({ background: 'white' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { width, height, channels } = info
  const drawn = () => sharp(data, { raw: { width, height, channels } })
  const [rendition, small] = await Promise.all([
    drawn().jpeg(RENDITION_JPEG).toBuffer(),
    drawn().resize(within(THUMBNAIL_SIDE)).raw().toBuffer({ resolveWithObject: true }),
  ])
  const shrunk = () => sharp(small.data, { raw: small.info })
  const [thumbnail, grey] = await Promise.all([
    shrunk().jpeg(THUMBNAIL_JPEG).toBuffer(),
    shrunk().resize(SQUARE, SQUARE, { fit: 'fill', kernel: 'cubic' }).toColourspace('b-w').raw().toBuffer(),
  ])
  return { rendition, thumbnail, sketch: sketchOf(grey, width / height) }
}

/** Returns the options of a resize, with the cheapest kernel that does not blur small print. */
const within = (side: number): ResizeOptions => ({
  width: side,
  height: side,
  fit: 'inside',
  withoutEnlargement: true,
  kernel: 'cubic',
})
