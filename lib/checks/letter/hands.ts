import 'server-only'
import type OpenCv from '@techstark/opencv-js'
import { type Box, LETTER_LAYOUT } from '@/lib/pdf/letter-layout'
import { cv, withMats } from '../ocr/opencv'
import { SCALE } from './geometry'
import type { ByHand } from './letter-page'
import { rectangleOn } from './places'

export const [SIGNATURE, MARK, DATE] = LETTER_LAYOUT.hands

/** The middle of a box, below what it is for and above the hint, where nothing is printed. */
const middleOf = ({ x, y, width }: Box): Box => ({ x: x + 5, y: y + 53, width: width - 10, height: 56 })
/**
 * The hint of a date has free space around its characters for year, month and day: from and to, in points from the left
 * of the box.
 */
const GAPS = [
  [5, 37],
  [48, 69],
  [80, 101],
  [112, 148],
] as const
const FREE: ReadonlyMap<Box, readonly Box[]> = new Map([
  [SIGNATURE, [middleOf(SIGNATURE)]],
  [MARK, [middleOf(MARK)]],
  [
    DATE,
    [
      middleOf(DATE),
      ...GAPS.map(([from, to]) => ({ x: DATE.x + from, y: DATE.y + 112, width: to - from, height: 15 })),
    ],
  ],
])

/** Ink is darker than this, as a share of the paper around it: fine lines are blurred to little. */
const DARK = 0.15
/** Counts square points of ink: up to the one there is nothing, from the other on something is written. */
const NOTHING = 8
const SOMETHING = 22
/** A fold is a straight line that is longer than strokes are, in points, and not as dark. */
const FOLD = { length: 34, dark: 0.3 }

/**
 * Returns whether something is written in a box.
 *
 * @param ink how dark each pixel of the flat page is in the lightest of its colours, from 0 to 255: red ink is not dark
 */
export function writtenIn(ink: OpenCv.Mat, box: Box): ByHand {
  const area = (FREE.get(box) ?? []).reduce((sum, free) => sum + inkedIn(ink, free), 0)
  const there = area > (NOTHING + SOMETHING) / 2
  const confidence = there ? area / (2 * SOMETHING) : 1 - area / (2 * NOTHING + SOMETHING)
  return {
    there,
    confidence: Math.round(Math.max(0.5, Math.min(1, confidence)) * 100) / 100,
    rectangle: rectangleOn(box),
  }
}

/** Returns how many square points of a box are ink. */
function inkedIn(ink: OpenCv.Mat, { x, y, width, height }: Box): number {
  return withMats((hold) => {
    const rect = [x, y, width, height].map((one) => Math.round(one * SCALE)) as [number, number, number, number]
    const part = hold(hold(ink.roi(new (cv().Rect)(...rect))).clone())
    withoutFolds(part)
    cv().GaussianBlur(part, part, new (cv().Size)(0, 0), 1.3)
    let dark = 0
    for (const value of part.data) if (value > DARK * 255) dark += 1
    return dark / SCALE ** 2
  })
}

function withoutFolds(part: OpenCv.Mat): void {
  withMats((hold) => {
    const most = hold(new (cv().Mat)(part.rows, part.cols, cv().CV_8UC1, new (cv().Scalar)(FOLD.dark * 255)))
    const length = Math.round(FOLD.length * SCALE) | 1
    for (const [across, down] of [
      [length, 1],
      [1, length],
    ] as const) {
      if (across >= part.cols || down >= part.rows) continue
      const lines = hold(new (cv().Mat)())
      cv().morphologyEx(part, lines, cv().MORPH_OPEN, hold(cv().Mat.ones(down, across, cv().CV_8UC1)))
      cv().min(lines, most, lines)
      cv().subtract(part, lines, part)
    }
  })
}

/** Returns whether the page has the boxes, by their upper lines: there is more ink than above and below them. */
export function hasBoxes({ data, cols }: OpenCv.Mat): boolean {
  const across = (y: number): number => {
    let [sum, count] = [0, 0]
    for (const box of LETTER_LAYOUT.hands)
      for (let x = box.x; x < box.x + box.width; x += 1) {
        sum += data[Math.round(y * SCALE) * cols + Math.round(x * SCALE)] ?? 0
        count += 1
      }
    return sum / count
  }
  const [line, above, below] = [across(MARK.y), across(MARK.y - 4), across(MARK.y + 4)]
  return line > 25 && line > 2 * Math.max(above, below)
}
