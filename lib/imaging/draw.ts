import 'server-only'
import sharp, { type Sharp } from 'sharp'

/** Pixels on the long side of what is shown in full, and of what is shown in lists. */
export const RENDITION_SIDE = 2_400
export const THUMBNAIL_SIDE = 320

sharp.cache(false)
sharp.concurrency(2)
// Of libvips' loaders only these three stay: an SVG or a PDF inside a disguise finds no one to open it.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'] })

/** One page as it will be shown: JPEG, without any metadata. */
export type DrawnPage = {
  readonly width: number
  readonly height: number
  readonly rendition: Buffer
  readonly thumbnail: Buffer
}

/** Draws decoded pixels anew: sRGB, on white, small enough. Both are drawn at once, from the same pixels. */
export async function draw(pixels: Sharp): Promise<Omit<DrawnPage, 'width' | 'height'>> {
  const { data, info } = await pixels
    .resize(RENDITION_SIDE, RENDITION_SIDE, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: 'white' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { width, height, channels } = info
  const drawn = () => sharp(data, { raw: { width, height, channels } })
  const [rendition, thumbnail] = await Promise.all([
    drawn()
      // Full chroma: the red of seals and thumbprints is what reviewers look at.
      .jpeg({ quality: 88, chromaSubsampling: '4:4:4', mozjpeg: false, optimiseCoding: false })
      .toBuffer(),
    drawn()
      .resize(THUMBNAIL_SIDE, THUMBNAIL_SIDE, { fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: 78, mozjpeg: false, optimiseCoding: false })
      .toBuffer(),
  ])
  return { rendition, thumbnail }
}
