import type { PictureDoubt } from '@/lib/db/generated/enums'
import { type Frame, greyOf } from './frame'
import { brightnessOf, glareOf } from './light'
import { areaOf, drawnIn, type Flat, isCutOff, outlineOf, type Quad } from './outline'
import { edgeWidthOf } from './sharpness'

/** Names what a slot shows: a flat thing on a table, or a person who holds it. */
export type Shape = Flat | 'PERSON'

/**
 * The side of a square in the middle of a picture that is looked at closely, when its long side is `CLOSE_LONG_SIDE`.
 */
export const CLOSE_SIDE = 400
export const LIVE_CLOSE_SIDE = 256
/** At this size, print of 8 points on a page can just be read. */
export const CLOSE_LONG_SIDE = 1440

/**
 * Limits, fixed on drawn documents of ten seeds; `picture-checks.test.ts` counts the misses on others. Edges are in
 * pixels: in the small frame, and closely.
 */
export const LIMITS = { edge: 2.4, closeEdge: 5.5, brightness: 90, glare: 0.03 } as const

export type Seen = {
  doubts: PictureDoubt[]
  /** Holds the outline of a card or page; null where there is none to be seen, or none is looked for. */
  quad: Quad | null
  /** Counts the pixels within it. */
  area: number
  /** The size of the frame that was looked at. */
  frame: { width: number; height: number }
}

/**
 * Looks at a small frame of a picture. It decides nothing: each doubt is a hint, which its sender may answer with *use
 * anyway*.
 *
 * @param close the middle of the picture in more detail, where there is more
 * @param shape null where anything may be shown
 * @param isLive leaves out what nobody hears of while a camera moves: that a part is cut off, where no outline is seen
 */
export function look(frame: Frame, shape: Shape | null, close?: Frame, isLive = false): Seen {
  const grey = greyOf(frame)
  const doubts: PictureDoubt[] = []
  const size = { width: frame.width, height: frame.height }
  if (brightnessOf(grey) < LIMITS.brightness) doubts.push('TOO_DARK')
  const isBlurred =
    (edgeWidthOf(grey) ?? 0) > LIMITS.edge || (close ? (edgeWidthOf(greyOf(close)) ?? 0) > LIMITS.closeEdge : false)
  // White paper that is out of focus fades as a reflection does.
  if (isBlurred) doubts.push('BLURRED')
  else if (glareOf(frame, grey) > LIMITS.glare) doubts.push('GLARE')
  if (shape === null || shape === 'PERSON') return { doubts, quad: null, area: 0, frame: size }
  const drawn = drawnIn(grey)
  const quad = outlineOf(drawn, shape)
  if (!quad && !isLive && isCutOff(drawn)) doubts.push('CROPPED')
  return { doubts, quad, area: quad ? areaOf(quad) : 0, frame: size }
}
