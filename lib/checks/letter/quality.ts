import 'server-only'
import type OpenCv from '@techstark/opencv-js'
import { cv, pixelsOf, withMats } from '../ocr/opencv'
import type { Pixels } from '../ocr/pixels'
import { glareIn } from '../quality/glare'
import { lightOf } from '../quality/quality'
import { steepness } from '../quality/sharpness'
import type { Quality } from '../reading'
import { SCALE } from './geometry'

/** The start of the title, which is here on any page, in points. */
const TITLE = { x: 54, y: 42, width: 150, height: 34 }
/**
 * Below it letters have no edges. A page that lies flat is drawn larger than it was photographed, which makes edges
 * softer.
 */
const SHARP = 0.09
/** The brightness, of 255, that the brightest tenth of a page has at least. */
const BRIGHT = 95

/** Returns what is wrong with the photograph of a page that lies flat. */
export function letterQuality(flat: OpenCv.Mat, upright: Pixels, cropped: boolean): Quality {
  const dark = lightOf({ upright }).brightest < BRIGHT
  const title = withMats((hold) => {
    const rect = new (cv().Rect)(
      ...([TITLE.x, TITLE.y, TITLE.width, TITLE.height].map((one) => Math.round(one * SCALE)) as Four),
    )
    return pixelsOf(hold(hold(flat.roi(rect)).clone()))
  })
  const blur = !dark && steepness(title.data, title.width, title.height) < SHARP
  return { blur, dark, glare: !dark && glareIn({ upright }), cropped, copy: false }
}

type Four = [number, number, number, number]
