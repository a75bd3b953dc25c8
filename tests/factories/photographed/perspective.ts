import type { Random } from '@/scripts/demo/specimens/random'
import type { Sheet } from '@/scripts/demo/specimens/scene'
import type { MAKING } from './levels'

export type Point = { readonly x: number; readonly y: number }
type Size = { readonly width: number; readonly height: number }

/**
 * Returns where the four corners of a sheet are in a picture: turned, seen from a side, and within it unless it is cut.
 */
export function cornersFor(
  sheet: Sheet,
  longSide: number,
  { tilt, perspective }: (typeof MAKING)['scan'],
  picture: Size,
  random: Random,
  isCut: boolean,
): Size & { points: readonly Point[] } {
  const scale = longSide / Math.max(sheet.width, sheet.height)
  const [width, height] = [sheet.width * scale, sheet.height * scale]
  const angle = (random.between(-tilt, tilt) * Math.PI) / 180
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const pulled = () => 1 - random.between(0, perspective)
  const points = [
    [-0.5, -0.5],
    [0.5, -0.5],
    [0.5, 0.5],
    [-0.5, 0.5],
  ].map(([u = 0, v = 0]) => {
    const [x, y] = [u * width * pulled(), v * height * pulled()]
    return { x: x * cos - y * sin, y: x * sin + y * cos }
  })
  const [left, right] = [Math.min(...points.map(({ x }) => x)), Math.max(...points.map(({ x }) => x))]
  const [top, bottom] = [Math.min(...points.map(({ y }) => y)), Math.max(...points.map(({ y }) => y))]
  // A document that is larger than the picture was to be makes that larger.
  const frame = {
    width: Math.max(picture.width, right - left + 40),
    height: Math.max(picture.height, bottom - top + 40),
  }
  const place = (low: number, high: number, room: number) => random.between(20 - low, room - 20 - high)
  const off = { x: place(left, right, frame.width), y: place(top, bottom, frame.height) }
  const cut = isCut ? cutOff({ left, right, top, bottom }, frame, random) : {}
  return { ...frame, points: points.map(({ x, y }) => ({ x: x + (cut.x ?? off.x), y: y + (cut.y ?? off.y) })) }
}

/** Returns the corners of a sheet that is the whole picture, such as of a person. */
export function cornersOfWhole(sheet: Sheet, width: number): Size & { points: readonly Point[] } {
  const height = Math.round((width * sheet.height) / sheet.width)
  const outside = (x: number, y: number) => ({ x: x < 1 ? -2 : x + 2, y: y < 1 ? -2 : y + 2 })
  return { width, height, points: [outside(0, 0), outside(width, 0), outside(width, height), outside(0, height)] }
}

type Bounds = { left: number; right: number; top: number; bottom: number }

/** Returns an offset by which 10 to 25 hundredths of the document are outside of one side. */
function cutOff({ left, right, top, bottom }: Bounds, frame: Size, random: Random): { x?: number; y?: number } {
  const [wide, high] = [(right - left) * random.between(0.1, 0.25), (bottom - top) * random.between(0.1, 0.25)]
  return random.pick([
    { x: -wide - left },
    { x: frame.width + wide - right },
    { y: -high - top },
    { y: frame.height + high - bottom },
  ])
}

/** Says where a point is on a sheet. */
export type OnSheet = { u: number; v: number }

/**
 * Returns the projective map that takes four points to four others. It writes where a point goes, since there are
 * millions.
 */
export function homography(from: readonly Point[], to: readonly Point[]): (x: number, y: number, at: OnSheet) => void {
  const rows = from.flatMap(({ x, y }, i) => {
    const { x: u, y: v } = to[i] ?? { x: 0, y: 0 }
    return [
      [x, y, 1, 0, 0, 0, -u * x, -u * y, u],
      [0, 0, 0, x, y, 1, -v * x, -v * y, v],
    ]
  })
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = solved(rows)
  return (x, y, at) => {
    const w = g * x + h * y + 1
    at.u = (a * x + b * y + c) / w
    at.v = (d * x + e * y + f) / w
  }
}

/** Solves linear equations, each a row whose last number is its right side, by elimination. */
function solved(rows: number[][]): number[] {
  const size = rows.length
  for (let column = 0; column < size; column++) {
    const rest = rows.slice(column)
    rest.sort((a, b) => Math.abs(b[column] ?? 0) - Math.abs(a[column] ?? 0))
    rows.splice(column, rest.length, ...rest)
    const pivot = rows[column] ?? []
    for (const [index, row] of rows.entries()) {
      if (index === column) continue
      const factor = (row[column] ?? 0) / (pivot[column] ?? 1)
      for (let at = column; at <= size; at++) row[at] = (row[at] ?? 0) - factor * (pivot[at] ?? 0)
    }
  }
  return rows.map((row, index) => (row[size] ?? 0) / (row[index] ?? 1))
}
