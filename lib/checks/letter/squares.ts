import 'server-only'
import type OpenCv from '@techstark/opencv-js'
import { cv, withMats } from '../ocr/opencv'
import type { Point } from '../ocr/pixels'

/** Something dark on paper that may be a mark in a corner of a page: where it is, and how wide, in pixels. */
export type Square = Point & { readonly size: number }

/** The widths of a mark that are looked for, as shares of the picture's long side. */
const SMALLEST = 0.0035
const LARGEST = 0.03
/** The lightness below which a pixel is ink, as a share of the paper around it. */
const INK = 0.62
/** The share of the square around it that it fills: less where it lies askew. */
const FULL = 0.5
/** The lightness that a mark's surroundings have at least, as a share of the paper around them. */
const FREE = 0.72
const MOST = 90

/** Finds what may be a mark, the most likely first. */
export function squaresIn(light: OpenCv.Mat): Square[] {
  const side = Math.max(light.cols, light.rows)
  return withMats((hold) => {
    const ink = hold(new (cv().Mat)())
    cv().threshold(light, ink, INK * 255, 255, cv().THRESH_BINARY_INV)
    const [labels, stats, centres] = [hold(new (cv().Mat)()), hold(new (cv().Mat)()), hold(new (cv().Mat)())]
    const count = cv().connectedComponentsWithStats(ink, labels, stats, centres, 8, cv().CV_32S)
    const found: (Square & { likely: number })[] = []
    const [{ data32S: figures }, { data64F: middles }] = [stats, centres]
    for (let i = 1; i < count; i++) {
      const [left = 0, top = 0, width = 0, height = 0, area = 0] = figures.subarray(i * 5, i * 5 + 5)
      const size = Math.sqrt(area)
      const [low, high] = [Math.min(width, height), Math.max(width, height)]
      if (size < side * SMALLEST || size > side * LARGEST || high > low * 1.5) continue
      if (area < FULL * width * height) continue
      const around = surroundings(light, left, top, width, height)
      if (around < FREE) continue
      const centre = { x: middles[i * 2] ?? 0, y: middles[i * 2 + 1] ?? 0 }
      found.push({ ...centre, size, likely: (area / (width * height)) * around })
    }
    return found.sort((a, b) => b.likely - a.likely).slice(0, MOST)
  })
}

/**
 * Returns how light the frame around a rectangle is, half as wide as the rectangle; what is outside of the picture is
 * paper.
 */
function surroundings(light: OpenCv.Mat, left: number, top: number, width: number, height: number): number {
  const { data, cols, rows } = light
  let [sum, count] = [0, 0]
  const [near, far] = [Math.max(1, width * 0.2), Math.max(2, width * 0.55)]
  for (let y = Math.floor(top - far); y < top + height + far; y++)
    for (let x = Math.floor(left - far); x < left + width + far; x++) {
      const isNear = x > left - near && x < left + width + near && y > top - near && y < top + height + near
      if (isNear || x < 0 || y < 0 || x >= cols || y >= rows) continue
      sum += data[y * cols + x] ?? 0
      count += 1
    }
  return count === 0 ? 1 : sum / count / 255
}
