import 'server-only'
import type { Line } from '../ocr/read-lines'
import type { Character } from '../ocr/recognise'

/** Describes a character with its place in the upright page. */
export type Glyph = Pick<Character, 'text' | 'confidence' | 'others'> & {
  readonly x: number
  readonly y: number
  /** Gives the height of its line. */
  readonly size: number
}

/** Lines next to each other, from left to right, as they were printed on one line. */
export type Row = readonly Glyph[]

export const textOf = (glyphs: readonly Glyph[]) => glyphs.map(({ text }) => text).join('')

/** Returns how sure the characters are together: as sure as the least sure one. */
export const confidenceOf = (glyphs: readonly Glyph[]) =>
  glyphs.length === 0 ? 0 : Math.min(...glyphs.map(({ confidence }) => confidence))

export function glyphsOf({ characters, box }: Line): Glyph[] {
  const [cos, sin] = [Math.cos((box.angle * Math.PI) / 180), Math.sin((box.angle * Math.PI) / 180)]
  return characters.map(({ text, confidence, others, at }) => {
    const along = (at - 0.5) * box.width
    return { text, confidence, others, x: box.x + along * cos, y: box.y + along * sin, size: box.height }
  })
}

/** The steepest line that belongs to the document: what is steeper is a watermark or lies next to it. */
const STEEPEST = 12

/** Returns the rows of a page from top to bottom. A line continues where another follows at the height it leads to. */
export function rowsOf(lines: readonly Line[]): Row[] {
  const level = lines.filter(({ box }) => Math.abs(box.angle) < STEEPEST)
  const slope = slopeOf(level)
  const rows: { end: Line; lines: Line[] }[] = []
  for (const line of [...level].sort((a, b) => left(a) - left(b))) {
    const fitting = rows
      .map((row) => ({ row, off: offset(row.end, line, slope) }))
      .filter(({ row, off }) => off < 0.55 && left(line) > right(row.end) - row.end.box.height)
      .sort((a, b) => a.off - b.off)[0]
    if (fitting) {
      fitting.row.lines.push(line)
      fitting.row.end = line
    } else rows.push({ end: line, lines: [line] })
  }
  return rows
    .sort((a, b) => heightAtLeft(a.lines, slope) - heightAtLeft(b.lines, slope))
    .map((row) => row.lines.flatMap(glyphsOf))
}

const left = ({ box }: Line) => box.x - box.width / 2
const right = ({ box }: Line) => box.x + box.width / 2
const isLong = ({ box }: Line) => box.width > box.height * 5

function slopeOf(lines: readonly Line[]): number {
  const long = lines.filter(isLong).map(({ box }) => Math.tan((box.angle * Math.PI) / 180))
  long.sort((a, b) => a - b)
  return long[Math.floor(long.length / 2)] ?? 0
}

/** Returns how far a line is from where another leads to, in heights of the smaller. */
function offset(from: Line, to: Line, slope: number): number {
  const own = isLong(from) ? Math.tan((from.box.angle * Math.PI) / 180) : slope
  const expected = from.box.y + (to.box.x - from.box.x) * own
  return Math.abs(to.box.y - expected) / Math.min(from.box.height, to.box.height)
}

function heightAtLeft(lines: readonly Line[], slope: number): number {
  const [first] = lines
  return first ? first.box.y - first.box.x * slope : 0
}
