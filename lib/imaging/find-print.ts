import 'server-only'
import sharp from 'sharp'

/** Print is looked for in squares of so many pixels. */
export const CELL = 4

/**
 * So much darker, or lighter, than what is around it, of 255, is a stroke: more than a shadow, or the pattern of a
 * card.
 */
const LEAST_CONTRAST = 26

/** Cells around a stroke that belong to it. */
const MARGIN = 2

/** A picture of which more is strokes shows no page: hair, leaves, cloth. */
const MOST = 0.6

/** Holds the cells of a picture, row by row: 1 where there is print. */
export type Print = { readonly columns: number; readonly rows: number; readonly cells: Uint8Array }

/**
 * Finds what is read on a picture: print, handwriting, seals. These are strokes, thinner than a letter and unlike the
 * paper on both sides of them, so that closing the picture, or opening it, removes them (Serra, Image Analysis and
 * Mathematical Morphology, 1982).
 *
 * @param letter the size of a large letter, in pixels: nothing wider is a stroke
 */
export async function findPrint(
  jpeg: Buffer,
  { width, height }: { width: number; height: number },
  letter: number,
): Promise<Print> {
  const [columns, rows] = [Math.ceil(width / CELL), Math.ceil(height / CELL)]
  const grey = await sharp(jpeg).greyscale().resize(columns, rows, { fit: 'fill' }).extractChannel(0).raw().toBuffer()
  const grid = { columns, rows }
  const reach = Math.max(1, Math.round(letter / 2 / CELL))
  const closed = least(greatest(grey, grid, reach), grid, reach)
  const opened = greatest(least(grey, grid, reach), grid, reach)
  const strokes = grey.map((value, at) =>
    Math.max((closed[at] ?? 0) - value, value - (opened[at] ?? 0)) >= LEAST_CONTRAST ? 1 : 0,
  )
  const cells = greatest(strokes, grid, MARGIN)
  const share = cells.reduce((sum, cell) => sum + cell, 0) / cells.length
  return { columns, rows, cells: share > MOST ? new Uint8Array(cells.length) : cells }
}

/** Returns the share of a rectangle, in pixels, that is without print. */
export function freeOfPrint(
  { columns, rows, cells }: Print,
  { left, top, width, height }: { left: number; top: number; width: number; height: number },
): number {
  let [printed, all] = [0, 0]
  const [lastRow, lastColumn] = [Math.min(rows, (top + height) / CELL), Math.min(columns, (left + width) / CELL)]
  // Every second cell is enough, and a quarter of the work.
  for (let row = Math.floor(top / CELL); row < lastRow; row += 2) {
    for (let column = Math.floor(left / CELL); column < lastColumn; column += 2) {
      printed += cells[row * columns + column] ?? 0
      all += 1
    }
  }
  return all === 0 ? 0 : 1 - printed / all
}

type Grid = { readonly columns: number; readonly rows: number }

/** Returns of each cell the least value within a square around it. */
function least(values: Uint8Array, grid: Grid, reach: number): Uint8Array {
  return inverted(greatest(inverted(values), grid, reach))
}

const inverted = (values: Uint8Array): Uint8Array => values.map((value) => 255 - value)

/** Returns of each cell the greatest value within a square around it: across first, then down. */
function greatest(values: Uint8Array, { columns, rows }: Grid, reach: number): Uint8Array {
  const across = new Uint8Array(values.length)
  for (let row = 0; row < rows; row++) {
    greatestOfLine(values, across, { from: row * columns, step: 1, count: columns, reach })
  }
  const down = new Uint8Array(values.length)
  for (let column = 0; column < columns; column++) {
    greatestOfLine(across, down, { from: column, step: columns, count: rows, reach })
  }
  return down
}

type Line = { from: number; step: number; count: number; reach: number }

function greatestOfLine(values: Uint8Array, to: Uint8Array, { from, step, count, reach }: Line): void {
  for (let at = 0; at < count; at++) {
    const last = at + reach < count ? at + reach : count - 1
    let value = 0
    for (let near = at > reach ? at - reach : 0; near <= last; near++) {
      const other = values[from + near * step] as number
      if (other > value) value = other
    }
    to[from + at * step] = value
  }
}
