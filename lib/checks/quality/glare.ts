import 'server-only'
import { cv, withMats } from '../ocr/opencv'
import type { Page } from '../ocr/read-lines'

/**
 * The weakest colour of paper is so bright, of 255, only where light is mirrored: paper itself is never quite white.
 */
const MIRRORED = 249
/** White paper in good light is as bright all over, and nothing can be said of it. */
const WHITE = 243
const SMALLEST = 0.012
const SIDE = 480

/** Returns whether a spot of a page mirrors a light: it is as bright as can be, and the rest of the paper is not. */
export function glareIn({ upright }: Pick<Page, 'upright'>): boolean {
  return withMats((hold) => {
    const weakest = new Uint8Array(upright.width * upright.height)
    for (let at = 0; at < weakest.length; at++)
      weakest[at] = Math.min(upright.data[at * 3] ?? 0, upright.data[at * 3 + 1] ?? 0, upright.data[at * 3 + 2] ?? 0)
    const grey = hold(new (cv().Mat)(upright.height, upright.width, cv().CV_8UC1))
    grey.data.set(weakest)
    const scale = SIDE / Math.max(upright.width, upright.height)
    const size = new (cv().Size)(Math.round(upright.width * scale), Math.round(upright.height * scale))
    cv().resize(grey, grey, size, 0, 0, cv().INTER_AREA)
    const values = (grey.data as Uint8Array).slice().sort()
    if ((values[Math.floor(values.length * 0.6)] ?? 0) > WHITE) return false
    cv().threshold(grey, grey, MIRRORED - 1, 255, cv().THRESH_BINARY)
    const [labels, stats, centres] = [hold(new (cv().Mat)()), hold(new (cv().Mat)()), hold(new (cv().Mat)())]
    const count = cv().connectedComponentsWithStats(grey, labels, stats, centres)
    for (let i = 1; i < count; i++) {
      const area = stats.data32S[i * 5 + 4] ?? 0
      if (area > size.width * size.height * SMALLEST) return true
    }
    return false
  })
}
