import 'server-only'
import { distance } from 'fastest-levenshtein'
import { type Glyph, type Row, textOf } from './glyphs'

/** Holds a label and the value after it in its row; `continued` adds the rows below to a value that may be long. */
export type Labelled<L extends string> = {
  readonly label: L
  readonly labelGlyphs: readonly Glyph[]
  readonly value: readonly Glyph[]
  readonly row: number
}

/** Cuts rows at their labels. `labels` lists the ways in which each is printed. */
export function labelled<L extends string>(
  rows: readonly Row[],
  labels: Readonly<Record<L, readonly string[]>>,
): Labelled<L>[] {
  const ways = (Object.keys(labels) as L[]).flatMap((label) => labels[label].map((printed) => ({ label, printed })))
  ways.sort((a, b) => b.printed.length - a.printed.length)
  return rows.flatMap((row, index) => cutRow(row, ways, index))
}

type Way<L> = { readonly label: L; readonly printed: string }

function cutRow<L extends string>(row: Row, ways: readonly Way<L>[], index: number): Labelled<L>[] {
  const found: { label: L; from: number; to: number }[] = []
  for (let at = 0; at < row.length; ) {
    const match = matchAt(row, at, ways)
    if (match) found.push({ label: match.label, from: at, to: at + match.length })
    at += match?.length ?? 1
  }
  return found.map(({ label, from, to }, i) => ({
    label,
    labelGlyphs: row.slice(from, to),
    value: valueFrom(row.slice(to, found[i + 1]?.from)),
    row: index,
  }))
}

/**
 * Finds the label that starts at a place of a row: an exact one, then one that is printed far apart, then a long one of
 * which one character in four was read wrong, or not at all.
 */
function matchAt<L>(row: Row, at: number, ways: readonly Way<L>[]): { label: L; length: number } | undefined {
  const read = (length: number) => textOf(row.slice(at, at + length))
  const exact = ways.find(({ printed }) => read(printed.length) === printed)
  if (exact) return { label: exact.label, length: exact.printed.length }
  const spaced = ways.find(({ printed }) => isSpaced(row, at, printed))
  if (spaced) return { label: spaced.label, length: 2 }
  for (const { label, printed } of ways) {
    const allowed = Math.floor(printed.length / 4)
    const lengths = allowed === 0 ? [] : [printed.length, printed.length - 1]
    const length = lengths.find(
      (one) => one > 2 && read(one).startsWith(printed.charAt(0)) && distance(read(one), printed) <= allowed,
    )
    if (length) return { label, length }
    if (isWithoutFirst(row, at, printed)) return { label, length: printed.length - 1 }
  }
  return undefined
}

/** Returns whether a long label is there without its first character, which is at the edge and is lost most often. */
function isWithoutFirst(row: Row, at: number, printed: string): boolean {
  const [before, first] = [row[at - 1], row[at]]
  if (printed.length < 4 || !first || (before && first.x - before.x < first.size * 1.5)) return false
  return textOf(row.slice(at, at + printed.length - 1)) === printed.slice(1)
}

/**
 * Returns whether a label of two characters is there, which licences print far apart: one of the two is enough, at the
 * start of a column. At the start of a row the first is enough where the second was in doubt.
 */
function isSpaced(row: Row, at: number, printed: string): boolean {
  const [before, first, second] = [row[at - 1], row[at], row[at + 1]]
  if (printed.length !== 2 || !first || !second) return false
  if (at === 0 && first.text === printed.charAt(0) && second.confidence < DOUBTFUL) return true
  if (second.x - first.x < first.size * 1.7 || (before && first.x - before.x < first.size * 2)) return false
  return first.text === printed.charAt(0) || second.text === printed.charAt(1)
}

const DOUBTFUL = 0.85

/**
 * Drops what is no part of a value before it: a colon, a mark, and a doubtful character that takes half of a place,
 * which is of the pattern that the paper is printed with.
 */
function valueFrom(glyphs: readonly Glyph[]): readonly Glyph[] {
  const [first, second] = glyphs
  if (!first) return glyphs
  const isHalf = second !== undefined && first.confidence < DOUBTFUL && second.x - first.x < first.size * 0.6
  return isHalf || !/[\p{L}\p{N}（(《“"]/u.test(first.text) ? valueFrom(glyphs.slice(1)) : glyphs
}

/** The next row of the same value is at most so far below, in heights of a line: other values are farther. */
const NEXT = 2.1

/** Returns the rows that continue a value: below it, not left of it, without a label, until one does not. */
export function continued(
  rows: readonly Row[],
  first: { readonly row: number; readonly value: readonly Glyph[] },
  isEnd: (row: Row) => boolean,
  limits: { readonly right: number; readonly most: number },
): Glyph[] {
  const start = first.value[0]
  if (!start) return [...first.value]
  const all = [...first.value]
  let above = start
  for (const row of rows.slice(first.row + 1, first.row + 1 + limits.most * 3)) {
    const inColumn = row.filter(({ x }) => x > start.x - start.size * 1.5 && x < limits.right)
    const [head] = inColumn
    if (!head || head.y - above.y < start.size * 0.4) continue
    if (head.y - above.y > start.size * NEXT || isEnd(row)) break
    all.push(...inColumn)
    above = head
  }
  return all
}
