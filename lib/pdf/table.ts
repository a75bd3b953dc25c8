import 'server-only'
import { bottomOf, INK, LINE, MARGIN, MUTED, type Paper, SIZE, widthOf, writable } from './paper'

export type Column = {
  /** Lists the lines of the heading; a second one, in another language, is below the first. */
  head: readonly string[]
  /** Gives the share of the width, relative to the other columns. */
  share: number
  align?: 'left' | 'right'
}

/** Holds one line, or several of which the first is emphasised. */
export type Cell = string | readonly string[]

/** Returns the gap between columns; many columns need the room for their words. */
const gapOf = (columns: readonly Column[]) => (columns.length > 8 ? 6 : 12)
const PADDING = 4
const TEXT = SIZE.body - 1
const LINE_GAP = 1.5

type Place = { x: number; width: number; align: 'left' | 'right' }
type Style = 'head' | 'row'

/**
 * Draws a table that continues over pages, with its heads repeated on each. A row is not split unless it is longer than
 * a page; then it is split between lines.
 */
export function table(paper: Paper, columns: readonly Column[], rows: Iterable<readonly Cell[]>): void {
  const { doc } = paper
  const places = placesOf(paper, columns)
  const heads = columns.map(({ head }) => head)
  const headHeight = heightOf(paper, heads, places, 'head')
  const drawHeads = () => {
    drawRow(paper, heads, places, 'head')
    line(paper, 1, MUTED)
  }
  let hasStarted = false
  for (const row of rows) {
    let rest: Cell[] | null = [...row]
    while (rest) {
      const room: number = bottomOf(paper) - doc.y - (hasStarted ? 0 : headHeight)
      const fullRoom: number = bottomOf(paper) - MARGIN - headHeight
      const height = heightOf(paper, rest, places, 'row')
      if (height > room && (height <= fullRoom || room < 80)) {
        doc.addPage()
        hasStarted = false
      }
      if (!hasStarted) drawHeads()
      hasStarted = true
      const [now, later]: [Cell[], Cell[] | null] =
        height > fullRoom ? parted(paper, rest, places, bottomOf(paper) - doc.y) : [rest, null]
      drawRow(paper, now, places, 'row')
      line(paper, 0.5, LINE)
      rest = later
    }
  }
  doc.x = MARGIN
  doc.y += 6
}

function placesOf(paper: Paper, columns: readonly Column[]): Place[] {
  const all = columns.reduce((sum, { share }) => sum + share, 0)
  const gap = gapOf(columns)
  const room = widthOf(paper) - gap * (columns.length - 1)
  let x = MARGIN
  return columns.map(({ share, align = 'left' }) => {
    const place = { x, width: (room * share) / all, align }
    x += place.width + gap
    return place
  })
}

const linesOf = (cell: Cell): readonly string[] => (typeof cell === 'string' ? [cell] : cell)

/** Sets the style of a cell's line: the first is emphasised. */
function dress({ doc }: Paper, style: Style, index: number): void {
  doc.font(style === 'head' && index === 0 ? 'strong' : 'text')
  doc.fontSize(index === 0 ? TEXT : SIZE.fine - 0.5).fillColor(index === 0 ? INK : MUTED)
}

function heightOfLines(paper: Paper, lines: readonly string[], width: number, style: Style): number {
  return lines.reduce((sum, text, index) => {
    dress(paper, style, index)
    return sum + paper.doc.heightOfString(writable(paper, text), { width, lineGap: LINE_GAP })
  }, 0)
}

function heightOf(paper: Paper, cells: readonly Cell[], places: readonly Place[], style: Style): number {
  const heights = places.map(({ width }, index) => heightOfLines(paper, linesOf(cells[index] ?? ''), width, style))
  return Math.max(...heights) + 2 * PADDING
}

function drawRow(paper: Paper, cells: readonly Cell[], places: readonly Place[], style: Style): void {
  const { doc } = paper
  const { y } = doc
  const height = heightOf(paper, cells, places, style)
  for (const [column, { x, width, align }] of places.entries()) {
    doc.y = y + PADDING
    for (const [index, text] of linesOf(cells[column] ?? '').entries()) {
      dress(paper, style, index)
      doc.text(writable(paper, text), x, doc.y, { width, align, lineGap: LINE_GAP })
    }
  }
  doc.y = y + height
}

function line({ doc }: Paper, width: number, colour: string): void {
  doc
    .moveTo(MARGIN, doc.y)
    .lineTo(doc.page.width - MARGIN, doc.y)
    .lineWidth(width)
    .stroke(colour)
}

/** Splits each cell into the lines that there is room for and the rest. At least one line fits, so that this ends. */
function parted(paper: Paper, cells: readonly Cell[], places: readonly Place[], room: number): [Cell[], Cell[] | null] {
  const counts = places.map(({ width }, column) => {
    const lines = linesOf(cells[column] ?? '')
    let fits = lines.length
    while (fits > 1 && heightOfLines(paper, lines.slice(0, fits), width, 'row') > room - 2 * PADDING) fits -= 1
    return fits
  })
  const now = counts.map((count, column) => linesOf(cells[column] ?? '').slice(0, count))
  const later = counts.map((count, column) => linesOf(cells[column] ?? '').slice(count))
  return [now, later.some((lines) => lines.length > 0) ? later : null]
}
