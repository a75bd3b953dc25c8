import 'server-only'
import type OpenCv from '@techstark/opencv-js'
import { cv, withMats } from '../ocr/opencv'
import { onPaper } from '../ocr/paper'
import { SCALE } from './geometry'

/** Leaves so many points of paper around everything that is printed, or pressed on it. */
const AROUND = 26
/** Sets the difference of channels, of 255, that hardly a pixel of a colourless picture reaches. */
const COLOURLESS = 3

/** Describes a flat page by its inks, independent of the light. */
export type Colours = {
  /** Says how dark each pixel is, from 0 to 255, in the lightest of its colours: red ink is not dark. */
  readonly ink: OpenCv.Mat
  /** Says how much redder than the paper each pixel is, from 0 to 255. */
  readonly red: OpenCv.Mat
  /** Says that the picture has no colours at all: then red ink is dark, too. */
  readonly isGrey: boolean
  readonly free: () => void
}

/** Separates the inks of a flat page. */
export function coloursOf(flat: OpenCv.Mat): Colours {
  return withMats((hold) => {
    const isGrey = isColourless(flat)
    const channels = hold(new (cv().MatVector)())
    cv().split(flat, channels)
    const [red, green, blue] = [0, 1, 2].map((i) => {
      const channel = hold(channels.get(i))
      cv().blur(channel, channel, new (cv().Size)(3, 3))
      return hold(onPaper(channel, AROUND * SCALE))
    }) as [OpenCv.Mat, OpenCv.Mat, OpenCv.Mat]
    const lightest = hold(new (cv().Mat)())
    cv().max(red, green, lightest)
    cv().max(lightest, blue, lightest)
    const ink = new (cv().Mat)()
    cv().bitwise_not(lightest, ink)
    const [others, redder] = [hold(new (cv().Mat)()), new (cv().Mat)()]
    cv().addWeighted(green, 0.5, blue, 0.5, 0, others)
    cv().subtract(red, others, redder)
    const free = () => {
      ink.delete()
      redder.delete()
    }
    return { ink, red: redder, isGrey, free }
  })
}

function isColourless({ data }: OpenCv.Mat): boolean {
  let [coloured, count] = [0, 0]
  for (let at = 0; at + 2 < data.length; at += 21) {
    const [red, green, blue] = [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0]
    if (Math.max(red, green, blue) - Math.min(red, green, blue) > COLOURLESS) coloured += 1
    count += 1
  }
  return coloured < count * 0.002
}
