import 'server-only'
import type OpenCv from '@techstark/opencv-js'
import type { Box } from '@/lib/pdf/letter-layout'
import { cv, withMats } from '../ocr/opencv'
import { FLAT, SCALE as WHOLE } from './geometry'

/** Pieces are looked for in half of the pixels: between them, a parabola says where the best place is. */
const HALF = 2
const SCALE = WHOLE / HALF
const SIZE = { width: FLAT.width / HALF, height: FLAT.height / HALF }

/** The size of the pieces that are looked for, and how far from its place one may be, in points. */
const PIECE = { width: 62, height: 40 }
const SLACK = 5
/** The share of a piece that is ink at least: what is blank is anywhere. */
const INKED = 0.03
/** A piece must be more alike than this for its place to count. */
const ALIKE = 0.45
const BLURS = [0.7, 1.2, 1.8, 2.6, 3.6]

/** Says how far a piece is from its place, in pixels of the flat page. */
type Found = { readonly dx: number; readonly dy: number }

/**
 * Draws an issued page as the photographed one is: as soft, and each part of it where it is there, since paper bends.
 * Both are ink on a flat page. The caller frees it.
 */
export function aligned(ink: OpenCv.Mat, issued: OpenCv.Mat): OpenCv.Mat {
  return withMats((hold) => {
    const half = (mat: OpenCv.Mat) => {
      const small = hold(new (cv().Mat)())
      cv().resize(mat, small, new (cv().Size)(SIZE.width, SIZE.height), 0, 0, cv().INTER_AREA)
      return small
    }
    const [seen, sharp] = [half(ink), half(issued)]
    const blur = blurOf(seen, sharp)
    const soft = hold(new (cv().Mat)())
    cv().GaussianBlur(sharp, soft, new (cv().Size)(0, 0), blur / HALF)
    const columns = Math.floor(SIZE.width / (PIECE.width * SCALE))
    const rows = Math.floor(SIZE.height / (PIECE.height * SCALE))
    const found = Array.from({ length: columns * rows }, (_, i) =>
      pieceAt(seen, soft, i % columns, Math.floor(i / columns)),
    )
    const whole = hold(new (cv().Mat)())
    cv().GaussianBlur(issued, whole, new (cv().Size)(0, 0), blur)
    return moved(whole, smoothed(found, columns, rows), columns, rows)
  })
}

/** Pieces by which the blur is measured: the text of both languages, the title and the foot. */
const SAMPLES = [
  [1, 6],
  [1, 10],
  [4, 8],
  [2, 12],
  [5, 6],
  [1, 1],
  [1, 3],
] as const

/** Returns the blur, in pixels of the flat page, by which the issued page looks like the photographed one most. */
function blurOf(seen: OpenCv.Mat, sharp: OpenCv.Mat): number {
  return withMats((hold) => {
    const soft = hold(cv().Mat.zeros(SIZE.height, SIZE.width, cv().CV_8UC1))
    let best = { blur: 1.2, likeness: -1 }
    for (const blur of BLURS) {
      for (const [column, row] of SAMPLES) blurAt(sharp, soft, blur / HALF, column, row)
      const found = SAMPLES.flatMap(([column, row]) => likenessAt(seen, soft, column, row) ?? [])
      const likeness = found.reduce((sum, one) => sum + one.likeness, 0) / Math.max(1, found.length)
      if (likeness > best.likeness) best = { blur, likeness }
    }
    return best.blur
  })
}

/** A blur brings so many pixels around a piece into it. */
const BLURRED = 8

/** Blurs a piece of a page, and not the rest. */
function blurAt(sharp: OpenCv.Mat, soft: OpenCv.Mat, blur: number, column: number, row: number): void {
  withMats((hold) => {
    const { x, y, width, height } = pieceOn(column, row)
    const [left, top] = [Math.max(0, x - BLURRED), Math.max(0, y - BLURRED)]
    const around = new (cv().Rect)(
      left,
      top,
      Math.min(SIZE.width, x + width + BLURRED) - left,
      Math.min(SIZE.height, y + height + BLURRED) - top,
    )
    const part = hold(hold(sharp.roi(around)).clone())
    cv().GaussianBlur(part, part, new (cv().Size)(0, 0), blur)
    const inner = hold(part.roi(new (cv().Rect)(x - left, y - top, width, height)))
    inner.copyTo(hold(soft.roi(new (cv().Rect)(x, y, width, height))))
  })
}

/** Returns where a piece is, in pixels of half of the page. */
function pieceOn(column: number, row: number): Box {
  const [x, y] = [Math.round(column * PIECE.width * SCALE), Math.round(row * PIECE.height * SCALE)]
  const [width, height] = [Math.round(PIECE.width * SCALE), Math.round(PIECE.height * SCALE)]
  return { x, y, width: Math.min(width, SIZE.width - x), height: Math.min(height, SIZE.height - y) }
}

function pieceAt(ink: OpenCv.Mat, soft: OpenCv.Mat, column: number, row: number): Found | null {
  const found = likenessAt(ink, soft, column, row)
  return found && found.likeness > ALIKE ? found : null
}

function likenessAt(
  ink: OpenCv.Mat,
  soft: OpenCv.Mat,
  column: number,
  row: number,
): (Found & { likeness: number }) | null {
  return withMats((hold) => {
    const slack = Math.round(SLACK * SCALE)
    const { x: left, y: top, width, height } = pieceOn(column, row)
    const piece = hold(soft.roi(new (cv().Rect)(left, top, width, height)))
    if ((cv().mean(piece)[0] as number) < INKED * 255) return null
    const [x0, y0] = [Math.max(0, left - slack), Math.max(0, top - slack)]
    const [x1, y1] = [Math.min(SIZE.width, left + piece.cols + slack), Math.min(SIZE.height, top + piece.rows + slack)]
    const around = hold(ink.roi(new (cv().Rect)(x0, y0, x1 - x0, y1 - y0)))
    const answer = hold(new (cv().Mat)())
    cv().matchTemplate(around, piece, answer, cv().TM_CCOEFF_NORMED)
    const { maxLoc, maxVal } = cv().minMaxLoc(answer, hold(new (cv().Mat)()))
    const value = (x: number, y: number) => answer.data32F[y * answer.cols + x] ?? 0
    const [x, y] = [
      peak(value(maxLoc.x - 1, maxLoc.y), maxVal, value(maxLoc.x + 1, maxLoc.y)),
      peak(value(maxLoc.x, maxLoc.y - 1), maxVal, value(maxLoc.x, maxLoc.y + 1)),
    ]
    return {
      dx: (x0 + maxLoc.x + x - left) * HALF,
      dy: (y0 + maxLoc.y + y - top) * HALF,
      likeness: maxVal,
    }
  })
}

/** Returns how far from the middle one of three values a parabola through them is highest. */
function peak(before: number, here: number, after: number): number {
  const bend = before - 2 * here + after
  return bend < -1e-6 ? Math.max(-0.5, Math.min(0.5, (before - after) / (2 * bend))) : 0
}

/**
 * Returns how far each piece is moved: the middle of what it and its neighbours say, so that one that was altered says
 * nothing.
 */
function smoothed(
  found: readonly (Found | null)[],
  columns: number,
  rows: number,
): { dx: Float32Array; dy: Float32Array } {
  const all = found.filter((one) => one !== null)
  const whole = { dx: median(all.map(({ dx }) => dx)), dy: median(all.map(({ dy }) => dy)) }
  const [dx, dy] = [new Float32Array(columns * rows), new Float32Array(columns * rows)]
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      let near: Found[] = []
      for (let reach = 1; reach <= 6 && near.length < 4; reach++)
        near = found.filter(
          (one, i): one is Found =>
            one !== null &&
            Math.abs((i % columns) - column) <= reach &&
            Math.abs(Math.floor(i / columns) - row) <= reach,
        )
      const own = found[row * columns + column]
      const middle =
        near.length < 3 ? whole : { dx: median(near.map((one) => one.dx)), dy: median(near.map((one) => one.dy)) }
      const isLike = own && Math.hypot(own.dx - middle.dx, own.dy - middle.dy) < 1.5
      dx[row * columns + column] = isLike ? own.dx : middle.dx
      dy[row * columns + column] = isLike ? own.dy : middle.dy
    }
  return { dx, dy }
}

const median = (values: number[]): number => {
  values.sort((a, b) => a - b)
  return values[Math.floor(values.length / 2)] ?? 0
}

function moved(
  soft: OpenCv.Mat,
  { dx, dy }: { dx: Float32Array; dy: Float32Array },
  columns: number,
  rows: number,
): OpenCv.Mat {
  return withMats((hold) => {
    const size = new (cv().Size)(FLAT.width, FLAT.height)
    const map = (moves: Float32Array, isAcross: boolean) => {
      const small = hold(cv().matFromArray(rows, columns, cv().CV_32FC1, [...moves]))
      const large = hold(new (cv().Mat)())
      // The pieces cover all but a margin, which moves as what is next to it.
      const covered = new (cv().Size)(
        Math.round(columns * PIECE.width * WHOLE),
        Math.round(rows * PIECE.height * WHOLE),
      )
      cv().resize(small, large, covered, 0, 0, cv().INTER_LINEAR)
      const full = hold(new (cv().Mat)())
      cv().copyMakeBorder(large, full, 0, size.height - large.rows, 0, size.width - large.cols, cv().BORDER_REPLICATE)
      const data = full.data32F
      for (let y = 0, at = 0; y < size.height; y++)
        for (let x = 0; x < size.width; x++, at++) data[at] = (isAcross ? x : y) - (data[at] ?? 0)
      return full
    }
    const result = new (cv().Mat)()
    cv().remap(
      soft,
      result,
      map(dx, true),
      map(dy, false),
      cv().INTER_LINEAR,
      cv().BORDER_REPLICATE,
      new (cv().Scalar)(0),
    )
    return result
  })
}
