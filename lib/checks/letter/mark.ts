import 'server-only'
import type OpenCv from '@techstark/opencv-js'
import { type Box, LETTER_LAYOUT } from '@/lib/pdf/letter-layout'
import { cv, withMats } from '../ocr/opencv'
import { SCALE } from './geometry'
import { MARK } from './hands'
import type { LetterPage } from './letter-page'
import { rectangleOn } from './places'
import type { Circle } from './seal-name'

/** Marks are looked for here: seals are often pressed over the border of their box, or over the date. */
const AREA: Box = { x: 44, y: MARK.y - 30, width: LETTER_LAYOUT.page.width - 88, height: MARK.height + 66 }
/** Red ink is redder than the paper by more than this, of 255. */
const RED = 20
/** Marks are looked at in pixels of a point and a half: those of the flat page are more than it needs. */
const COARSE = 0.66
/** Counts square points of red: up to the one there is no mark, from the other on there surely is. */
const NOTHING = 25
const SOMETHING = 110
/** Lists the radii of the line around a seal that are tried, in points. Seals of organisations are 38 to 45 mm wide. */
const RADII = [46, 49, 52, 55, 58, 61, 64, 67]
const LINE = 4
/** The share of such a line that is red, from which on it is one: a finger is too small to be under half of it. */
const ROUND = 0.4

/** A mark and, where it is a seal, the line around it. */
type FoundMark = { readonly mark: NonNullable<LetterPage['mark']>; readonly circle: Circle | null }

/** Returns the kind of red mark. @param red how much redder than the paper each pixel of the flat page is */
export function markIn(red: OpenCv.Mat): FoundMark {
  return withMats((hold) => {
    const rect = [AREA.x, AREA.y, AREA.width, AREA.height].map((one) => Math.round(one * SCALE)) as Four
    const part = hold(hold(red.roi(new (cv().Rect)(...rect))).clone())
    cv().GaussianBlur(part, part, new (cv().Size)(0, 0), 1.6)
    const size = new (cv().Size)(Math.round(AREA.width * COARSE), Math.round(AREA.height * COARSE))
    cv().threshold(part, part, RED, 255, cv().THRESH_BINARY)
    cv().resize(part, part, size, 0, 0, cv().INTER_AREA)
    const place = extentOf(part)
    const area = cv().countNonZero(part) / COARSE ** 2
    if (area < (NOTHING + SOMETHING) / 2 || !place) {
      const confidence = sure(1 - area / (2 * (NOTHING + SOMETHING)))
      return { mark: { kind: 'none', confidence, rectangle: rectangleOn(MARK) }, circle: null }
    }
    const { share, circle } = roundestIn(part)
    const kind = share > ROUND ? 'seal' : 'thumbprint'
    const confidence = sure(0.5 + Math.abs(share - ROUND))
    return { mark: { kind, confidence, rectangle: rectangleOn(place) }, circle: kind === 'seal' ? circle : null }
  })
}

type Four = [number, number, number, number]
const sure = (confidence: number) => Math.round(Math.max(0.5, Math.min(1, confidence)) * 100) / 100

/** Returns the rectangle that has all but the outermost hundredth of the red on each side. */
function extentOf({ data, cols, rows }: OpenCv.Mat): Box | null {
  const [across, down] = [new Float64Array(cols), new Float64Array(rows)]
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < cols; x++) {
      const value = data[y * cols + x] ?? 0
      across[x] = (across[x] ?? 0) + value
      down[y] = (down[y] ?? 0) + value
    }
  const [[left, right], [top, bottom]] = [middle(across), middle(down)]
  if (right <= left || bottom <= top) return null
  return {
    x: AREA.x + left / COARSE,
    y: AREA.y + top / COARSE,
    width: (right + 1 - left) / COARSE,
    height: (bottom + 1 - top) / COARSE,
  }
}

function middle(sums: Float64Array): [number, number] {
  const all = sums.reduce((sum, one) => sum + one, 0)
  let [sum, from, to] = [0, -1, -1]
  for (const [i, one] of sums.entries()) {
    sum += one
    if (from < 0 && sum > all * 0.01) from = i
    if (to < 0 && sum >= all * 0.99) to = i
  }
  return [from, to]
}

/** Returns the circle of a seal's size of which most is red, and the share of it that is. */
function roundestIn(part: OpenCv.Mat): { share: number; circle: Circle } {
  return withMats((hold) => {
    const wide = hold(new (cv().Mat)())
    const margin = Math.round(30 * COARSE)
    const black = new (cv().Scalar)(0)
    cv().copyMakeBorder(part, wide, margin, margin, margin, margin, cv().BORDER_CONSTANT, black)
    wide.convertTo(wide, cv().CV_32F, 1 / 255)
    const answer = hold(new (cv().Mat)())
    let best = { share: 0, circle: { x: 0, y: 0, radius: 0 } }
    for (const radius of RADII) {
      const { ring, count } = ringOf(radius)
      hold(ring)
      if (ring.rows > wide.rows) continue
      cv().matchTemplate(wide, ring, answer, cv().TM_CCORR)
      const { maxVal, maxLoc } = cv().minMaxLoc(answer, hold(new (cv().Mat)()))
      const middle = (ring.cols - 1) / 2 - margin
      const circle = { x: AREA.x + (maxLoc.x + middle) / COARSE, y: AREA.y + (maxLoc.y + middle) / COARSE, radius }
      if (maxVal / count > best.share) best = { share: maxVal / count, circle }
    }
    return best
  })
}

function ringOf(radius: number): { ring: OpenCv.Mat; count: number } {
  const side = 2 * Math.ceil((radius + LINE) * COARSE) + 1
  const ring = cv().Mat.zeros(side, side, cv().CV_32F)
  let count = 0
  const { data32F: values } = ring
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const off = Math.hypot(x - (side - 1) / 2, y - (side - 1) / 2) / COARSE - radius
      if (Math.abs(off) > LINE / 2) continue
      values[y * side + x] = 1
      count += 1
    }
  return { ring, count }
}
