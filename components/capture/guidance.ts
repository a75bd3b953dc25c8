import type { Frame } from './frame'
import { ASPECTS, type Flat } from './outline'
import type { Seen, Shape } from './picture-checks'

/** Names what to do before the shutter; READY if nothing. */
export type Guidance = 'DARK' | 'GLARE' | 'WHOLE' | 'CLOSER' | 'STILL' | 'READY'

/** The guide that is drawn leaves so much of the picture free, on the side that is full first. */
const FILLED = 0.9
/** A card or page that fills less of the guide has too few pixels. */
const LEAST_OF_GUIDE = 0.55
/** Brightness that changes more than this, on average, between two frames: the hand moves. */
const MOVING = 6

/** Returns the size of the guide in a picture: a lying card, or an upright page. */
export function guideOf(shape: Flat, width: number, height: number) {
  const aspect = shape === 'CARD' ? ASPECTS.CARD : 1 / ASPECTS.PAGE
  const wide = Math.min(width, height * aspect) * FILLED
  return { width: wide, height: wide / aspect }
}

/** Returns what to do, the most urgent thing only. */
export function guidanceOf({ doubts, quad, area, frame }: Seen, movement: number, shape: Shape | null): Guidance {
  if (doubts.includes('TOO_DARK')) return 'DARK'
  if (shape === 'CARD' || shape === 'PAGE') {
    if (!quad) return movement > MOVING ? 'STILL' : 'WHOLE'
    const guide = guideOf(shape, frame.width, frame.height)
    if (area < guide.width * guide.height * LEAST_OF_GUIDE) return 'CLOSER'
  }
  if (doubts.includes('GLARE')) return 'GLARE'
  return movement > MOVING || doubts.includes('BLURRED') ? 'STILL' : 'READY'
}

/**
 * Returns by how much the brightness changed on average from one frame to the next; 255 where there is nothing to
 * compare.
 */
export function movementBetween(one: Frame | null, other: Frame): number {
  if (one?.width !== other.width || one.height !== other.height) return 255
  let sum = 0
  let compared = 0
  // Of every fourth pixel the green alone, which is most of the brightness.
  for (let at = 1; at < other.data.length; at += 16) {
    sum += Math.abs((one.data[at] ?? 0) - (other.data[at] ?? 0))
    compared += 1
  }
  return sum / compared
}
