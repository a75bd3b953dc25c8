import 'server-only'
import type OpenCv from '@techstark/opencv-js'
import { LETTER_LAYOUT } from '@/lib/pdf/letter-layout'
import { cv, withMats } from '../ocr/opencv'
import { onPaper } from '../ocr/paper'
import type { Point } from '../ocr/pixels'
import { halfTurned, middleOf, type Projection, project, projectionOf } from './geometry'
import { type Square, squaresIn } from './squares'

const MARKS = LETTER_LAYOUT.corners.map(middleOf)
const [UPPER_LEFT, UPPER_RIGHT, LOWER_RIGHT] = MARKS as [Point, Point, Point, Point]
const DIAGONAL = Math.hypot(LOWER_RIGHT.x - UPPER_LEFT.x, LOWER_RIGHT.y - UPPER_LEFT.y)
/** Measures the angle between the two diagonals, on the short side. */
const BETWEEN = 2 * Math.atan2(UPPER_RIGHT.x - UPPER_LEFT.x, LOWER_RIGHT.y - UPPER_LEFT.y)
const MARK = LETTER_LAYOUT.corners[0].width / DIAGONAL

/** A mark's width may be so many times what the distance of the marks says. */
const SIZES = { least: 0.68, most: 1.45 }
/** A corner may be this far from its place, as a share of the diagonal: seen from a side, it is elsewhere. */
const ASIDE = 0.14
/** Shares of ink in the code, in each quarter of it. */
const CODE = { least: 0.22, most: 0.75 }
/** A mark is darker than the paper around it by more than this share. One of the four may be hidden. */
const SEEN = 0.45
/** Limits the share of ink in the margins next to the text. */
const MARGIN = 0.2
/** Pixels on the long side in which marks are looked for. */
const SIDE = 1_600
/** The side of the paper around a pixel, as a share of the picture, that says how light paper is there. */
const AROUND = 0.028

/** Returns the map from points of the page to pixels of the picture; null where no page of the layout is in it. */
export function register(grey: OpenCv.Mat): Projection | null {
  return inSmall(grey, (light, inWhole) => {
    const best = bestOf(light, squaresIn(light))
    return best && projectionOf(MARKS, best.points.map(inWhole))
  })
}

/** A mark is looked for so far from where it should be, as a share of its distance from what is known. */
const ASTRAY = 0.05

/**
 * Corrects a map that a few points near each other gave, by the marks that are where it has them; null where too few
 * are.
 *
 * @param known points of the page, and where they are in the picture
 */
export function refined(
  grey: OpenCv.Mat,
  coarse: Projection,
  known: { on: readonly Point[]; at: readonly Point[] },
): Projection | null {
  return inSmall(grey, (light, inWhole) => {
    const squares = squaresIn(light).map((square) => ({ ...inWhole(square), size: square.size }))
    const from = known.on[0] ?? UPPER_RIGHT
    const start = project(coarse, from)
    const marks = MARKS.flatMap((mark) => {
      const wanted = project(coarse, mark)
      const reach = ASTRAY * Math.hypot(wanted.x - start.x, wanted.y - start.y)
      const near = squares.filter((square) => Math.hypot(square.x - wanted.x, square.y - wanted.y) < reach)
      return near.length === 1 && near[0] ? [{ on: mark, at: near[0] }] : []
    })
    if (marks.length < 2) return null
    return projectionOf([...known.on, ...marks.map(({ on }) => on)], [...known.at, ...marks.map(({ at }) => at)])
  })
}

/**
 * Looks at a picture of a size in which marks are found, by its light; gives the map from its points to those of the
 * whole.
 */
function inSmall<T>(grey: OpenCv.Mat, look: (light: OpenCv.Mat, inWhole: (point: Point) => Point) => T): T {
  const scale = Math.min(1, SIDE / Math.max(grey.cols, grey.rows))
  return withMats((hold) => {
    const small = hold(new (cv().Mat)())
    const size = new (cv().Size)(Math.round(grey.cols * scale), Math.round(grey.rows * scale))
    cv().resize(grey, small, size, 0, 0, cv().INTER_AREA)
    const [across, down] = [grey.cols / small.cols, grey.rows / small.rows]
    const inWhole = ({ x, y }: Point) => ({ x: (x + 0.5) * across - 0.5, y: (y + 0.5) * down - 0.5 })
    return look(hold(onPaper(small, AROUND * SIDE)), inWhole)
  })
}

type Found = { readonly points: readonly Point[]; readonly score: number }

/** Tries each pair of squares as opposite corners, and takes what fits the layout best. */
function bestOf(light: OpenCv.Mat, squares: readonly Square[]): Found | null {
  let best: Found | null = null
  for (const [i, one] of squares.entries())
    for (const other of squares.slice(i + 1))
      for (const points of quadsOn(one, other, squares)) {
        const score = scoreOf(light, points)
        if (score > 0 && score > (best?.score ?? 0)) best = { points, score }
      }
  return best
}

/**
 * Yields four points for each way in which two squares can be opposite corners: the upper left is first, or the lower
 * right.
 */
function* quadsOn(one: Square, other: Square, squares: readonly Square[]): Generator<readonly Point[]> {
  const length = Math.hypot(other.x - one.x, other.y - one.y)
  const wanted = length * MARK
  const fits = ({ size }: Square) => size > wanted * SIZES.least && size < wanted * SIZES.most
  if (!fits(one) || !fits(other)) return
  const centre = { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 }
  const angle = Math.atan2(one.y - centre.y, one.x - centre.x)
  const half = length / 2
  const nearest = ({ x, y }: Point) => {
    let [found, distance] = [undefined as Square | undefined, length * ASIDE]
    for (const square of squares) {
      const off = Math.hypot(square.x - x, square.y - y)
      if (off < distance && fits(square) && square !== one && square !== other) [found, distance] = [square, off]
    }
    return found
  }
  const at = (turn: number): Point => ({
    x: centre.x + half * Math.cos(angle + turn),
    y: centre.y + half * Math.sin(angle + turn),
  })
  // Clockwise from the first: by the short side, or by the long one.
  for (const turn of [BETWEEN, Math.PI - BETWEEN]) {
    const [expected, opposite] = [at(turn), at(turn + Math.PI)]
    const [second, fourth] = [nearest(expected), nearest(opposite)]
    if (!second && !fourth) continue
    // Where one is hidden, it is where a parallelogram has it.
    const over = (point: Point): Point => ({ x: one.x + other.x - point.x, y: one.y + other.y - point.y })
    const around = [one, second ?? over(fourth as Point), other, fourth ?? over(second as Point)] as const
    const [a, b, c, d] = turn === BETWEEN ? around : ([around[1], around[2], around[3], around[0]] as const)
    yield [a, b, c, d]
    yield [c, d, a, b]
  }
}

/**
 * Returns how well the layout fits: by the code, which is where its quarters are part ink and part paper. 0: it is not
 * there.
 */
function scoreOf(light: OpenCv.Mat, points: readonly Point[]): number {
  const projection = projectionOf(MARKS, points)
  if (!projection || !isConvex(points)) return 0
  const { x, y, width, height } = LETTER_LAYOUT.code
  const inside = { x: x + width * 0.1, y: y + height * 0.1, width: width * 0.8, height: height * 0.8 }
  let score = 1
  for (const [across, down] of [
    [0, 0],
    [0.5, 0],
    [0, 0.5],
    [0.5, 0.5],
  ] as const) {
    const quarter = {
      x: inside.x + inside.width * across,
      y: inside.y + inside.height * down,
      width: inside.width / 2,
      height: inside.height / 2,
    }
    const [ink, other] = [inkIn(light, projection, quarter, false), inkIn(light, projection, quarter, true)]
    if (ink < CODE.least || ink > CODE.most) return 0
    score *= ink * Math.max(0.05, 1 - other)
  }
  const marks = LETTER_LAYOUT.corners.map((mark) => markScore(light, projection, mark))
  if (marks.filter((one) => one > SEEN).length < 3) return 0
  for (const one of marks) score *= Math.max(0.02, one)
  const [left, right] = [
    { x: 36, y: 300, width: 16, height: 240 },
    { x: 543, y: 300, width: 16, height: 240 },
  ]
  const free = [left, right].map((box) => inkIn(light, projection, box, false))
  return Math.max(...free) > MARGIN ? 0 : score
}

/** Returns how dark a mark is, and how light the paper around it. */
function markScore(light: OpenCv.Mat, projection: Projection, { x, y, width, height }: Area): number {
  const inside = inkIn(light, projection, { x: x + 2, y: y + 2, width: width - 4, height: height - 4 }, false)
  const around = [
    { x: x - 7, y: y - 7, width: width + 14, height: 3 },
    { x: x - 7, y: y + height + 4, width: width + 14, height: 3 },
    { x: x - 7, y: y - 7, width: 3, height: height + 14 },
    { x: x + width + 4, y: y - 7, width: 3, height: height + 14 },
  ]
  const outside = Math.max(...around.map((area) => inkIn(light, projection, area, false)))
  return inside - outside
}

const isConvex = (points: readonly Point[]): boolean =>
  points.every((point, i) => {
    const [next, after] = [points[(i + 1) % 4] ?? point, points[(i + 2) % 4] ?? point]
    return (next.x - point.x) * (after.y - next.y) - (next.y - point.y) * (after.x - next.x) > 0
  })

const STEPS = 12

type Area = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** Returns how dark a box of the page is, from 0 to 1; `turned`, the one that it is when the page lies upside down. */
function inkIn({ data, cols, rows }: OpenCv.Mat, projection: Projection, area: Area, turned: boolean): number {
  let [sum, count] = [0, 0]
  for (let i = 0; i < STEPS; i++)
    for (let j = 0; j < STEPS; j++) {
      const on = { x: area.x + ((i + 0.5) / STEPS) * area.width, y: area.y + ((j + 0.5) / STEPS) * area.height }
      const at = project(projection, turned ? halfTurned(on) : on)
      const [x, y] = [Math.round(at.x), Math.round(at.y)]
      if (x < 0 || y < 0 || x >= cols || y >= rows) continue
      sum += 1 - Math.min(255, data[y * cols + x] ?? 255) / 255
      count += 1
    }
  return count < (STEPS * STEPS) / 3 ? 0 : sum / count
}
