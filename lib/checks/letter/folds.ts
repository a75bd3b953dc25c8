import 'server-only'
import type OpenCv from '@techstark/opencv-js'
import { cv, withMats } from '../ocr/opencv'
import { SCALE } from './geometry'

/** A fold is a line that is longer than a character, and less dark than a pen's. */
const FOLD = { length: 29, dark: 0.25 }
const LENGTH = Math.round(FOLD.length * SCALE) | 1

/**
 * Takes the lines of folds off a page: what is darker than the page as it was issued, along the whole length of a fold.
 */
export function withoutFolds(seen: OpenCv.Mat, wanted: OpenCv.Mat): void {
  withMats((hold) => {
    const more = hold(new (cv().Mat)())
    cv().subtract(seen, wanted, more)
    const darkest = hold(new (cv().Mat)(seen.rows, seen.cols, cv().CV_32F, new (cv().Scalar)(FOLD.dark)))
    const lightest = hold(cv().Mat.zeros(seen.rows, seen.cols, cv().CV_32F))
    const lines = hold(new (cv().Mat)())
    for (const [across, down] of [
      [1, 0],
      [0, 1],
    ] as const) {
      cv().blur(more, lines, new (cv().Size)(across > 0 ? 9 : 1, down > 0 ? 9 : 1))
      // Of each pixel, the least of those from it on; then, from a whole length before, the most of these.
      const size = { x: across * (LENGTH - 1), y: down * (LENGTH - 1) }
      extreme(lines, across, down, 'min')
      extreme(lines, across, down, 'max')
      cv().min(lines, darkest, lines)
      cv().max(lines, lightest, lines)
      const opened = hold(lines.roi(new (cv().Rect)(0, 0, seen.cols - size.x, seen.rows - size.y)))
      const part = hold(seen.roi(new (cv().Rect)(size.x, size.y, seen.cols - size.x, seen.rows - size.y)))
      cv().subtract(part, opened, part)
    }
  })
}

/**
 * Makes each value the least, or the most, of those from it on, as many as a fold is long: each round looks twice as
 * far.
 */
function extreme(lines: OpenCv.Mat, across: number, down: number, which: 'min' | 'max'): void {
  for (let seen = 1; seen < LENGTH; ) {
    const reach = Math.min(seen, LENGTH - seen)
    const [x, y] = [across * reach, down * reach]
    withMats((hold) => {
      const [width, height] = [lines.cols - x, lines.rows - y]
      const here = hold(lines.roi(new (cv().Rect)(0, 0, width, height)))
      cv()[which](here, hold(lines.roi(new (cv().Rect)(x, y, width, height))), here)
    })
    seen += reach
  }
}
