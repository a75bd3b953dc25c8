import 'server-only'
import type OpenCv from '@techstark/opencv-js'
import { type Box, LETTER_LAYOUT } from '@/lib/pdf/letter-layout'
import { cv, withMats } from '../ocr/opencv'
import type { Point } from '../ocr/pixels'

/** Dots an inch of a page that lies flat: its small print is some 15 of them high. */
export const DPI = 150
export const SCALE = DPI / 72

/** The size of a page that lies flat, in its own pixels. */
export const FLAT = {
  width: Math.round(LETTER_LAYOUT.page.width * SCALE),
  height: Math.round(LETTER_LAYOUT.page.height * SCALE),
}

/** Holds a projective map of the plane, by rows. */
export type Projection = readonly number[]

/**
 * Returns the projection that takes points to others as nearly as can be; four define it. Null where they are in a
 * line.
 */
export function projectionOf(from: readonly Point[], to: readonly Point[]): Projection | null {
  return withMats((hold) => {
    const points = (all: readonly Point[]) =>
      hold(
        cv().matFromArray(
          all.length,
          1,
          cv().CV_64FC2,
          all.flatMap(({ x, y }) => [x, y]),
        ),
      )
    const found = hold(cv().findHomography(points(from), points(to)))
    return found.rows === 3 ? [...found.data64F] : null
  })
}

export function project(projection: Projection, { x, y }: Point): Point {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 1] = projection
  const w = g * x + h * y + i
  return { x: (a * x + b * y + c) / w, y: (d * x + e * y + f) / w }
}

export const middleOf = ({ x, y, width, height }: Box): Point => ({ x: x + width / 2, y: y + height / 2 })

export const cornersOfBox = ({ x, y, width, height }: Box): [Point, Point, Point, Point] => [
  { x, y },
  { x: x + width, y },
  { x: x + width, y: y + height },
  { x, y: y + height },
]

/** Turns a page by half, as when it lies upside down. */
export const halfTurned = ({ x, y }: Point): Point => ({
  x: LETTER_LAYOUT.page.width - x,
  y: LETTER_LAYOUT.page.height - y,
})

/**
 * Cuts a box of the page out of a picture, lying flat. The caller frees it.
 *
 * @param scale pixels of the result for a point of the page
 */
export function flattened(
  picture: OpenCv.Mat,
  inPicture: Projection,
  box: Box,
  scale: number,
  outside: OpenCv.Scalar = new (cv().Scalar)(255, 255, 255, 255),
): OpenCv.Mat {
  return withMats((hold) => {
    const [width, height] = [Math.round(box.width * scale), Math.round(box.height * scale)]
    // From pixels of the result to points of the page, and from there to the picture. A pixel is where its middle is.
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 1] = inPicture
    const step = 1 / scale
    const [x, y] = [box.x + step / 2, box.y + step / 2]
    const row = (p: number, q: number, r: number) => [p * step, q * step, p * x + q * y + r]
    const matrix = hold(cv().matFromArray(3, 3, cv().CV_64FC1, [...row(a, b, c), ...row(d, e, f), ...row(g, h, i)]))
    const flat = new (cv().Mat)()
    const flags = cv().INTER_CUBIC | cv().WARP_INVERSE_MAP
    cv().warpPerspective(picture, flat, matrix, new (cv().Size)(width, height), flags, cv().BORDER_CONSTANT, outside)
    return flat
  })
}
