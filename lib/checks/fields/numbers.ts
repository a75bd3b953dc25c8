import 'server-only'
import { citizenNumberProblem } from '@/lib/core/official-numbers/citizen-number'
import { isOrganisationCode, isSocialCreditCode } from '@/lib/core/official-numbers/organisation-codes'
import { confidenceOf, type Glyph, type Row } from './glyphs'

export type ReadNumber = {
  readonly value: string
  readonly confidence: number
  /** Says whether its check character and its date are right. */
  readonly isRight: boolean
  readonly glyphs: readonly Glyph[]
}

/** Characters that a model takes a digit for. */
const AS_DIGIT: Readonly<Record<string, string>> = {
  ...{ O: '0', o: '0', D: '0', Q: '0', 〇: '0', I: '1', l: '1', i: '1', '|': '1', 丨: '1', Z: '2', z: '2' },
  ...{ A: '4', S: '5', s: '5', b: '6', G: '6', T: '7', B: '8', g: '9', q: '9', x: 'X', '×': 'X', 乂: 'X', K: 'X' },
}

/** Returns the digit that a model may have taken for a character; the X of a number is one. */
export const asDigit = (text: string): string | undefined => (/^[\dX]$/.test(text) ? text : AS_DIGIT[text])

/** A code has neither I, O, S, V nor Z. */
const AS_CODE: Readonly<Record<string, string>> = {
  ...{ O: '0', o: '0', 〇: '0', I: '1', l: '1', i: '1', '|': '1', Z: '2', z: '2', S: '5', s: '5', V: 'Y' },
}

/** Returns whether it is a citizen number of any card that has one. */
export const isCitizenNumber = (text: string) =>
  (['RESIDENT_ID', 'HMT_RESIDENCE_PERMIT', 'FOREIGN_PERMANENT_RESIDENT_ID'] as const).some(
    (of) => citizenNumberProblem(text, of, undefined) === null,
  )

/** Finds a citizen number in the rows: the first that is right, else the first of its form. */
export function citizenNumberIn(rows: readonly Row[]): ReadNumber | null {
  return bestIn(rows, asDigit, isCitizenNumber, 0.6)
}

/** Finds a unified social credit code in the rows. */
export function creditCodeIn(rows: readonly Row[]): ReadNumber | null {
  const clean = (text: string) =>
    AS_CODE[text] ?? (/^[\dA-HJ-NP-RTUWXY]$/.test(text.toUpperCase()) ? text.toUpperCase() : undefined)
  const isRight = (text: string) => isSocialCreditCode(text) && isOrganisationCode(text.slice(8, 17))
  return bestIn(rows, clean, isRight, 0.35)
}

const LENGTH = 18

function bestIn(
  rows: readonly Row[],
  clean: (text: string) => string | undefined,
  isRight: (text: string) => boolean,
  digits: number,
): ReadNumber | null {
  const runs = rows.flatMap((row) => runsIn(row, clean)).filter((run) => shareOfDigits(run) > digits)
  const near = runs.filter(({ length }) => Math.abs(length - LENGTH) <= 2)
  const read = near.map((run) => repaired(run, clean, isRight)).filter((found) => found !== null)
  return read.find((found) => found.isRight) ?? read[0] ?? null
}

const shareOfDigits = (run: readonly Glyph[]) => run.filter(({ text }) => /\d/.test(text)).length / run.length

/** Returns the runs of a row's characters that a number may be printed with; spaces in between are dropped. */
function runsIn(row: Row, clean: (text: string) => string | undefined): Glyph[][] {
  const runs: Glyph[][] = [[]]
  for (const glyph of row) {
    if (/^[\s.·,'’`\-—]$/.test(glyph.text)) continue
    const text = clean(glyph.text)
    if (text) runs.at(-1)?.push({ ...glyph, text })
    else runs.push([])
  }
  return runs.filter(({ length }) => length > 0)
}

/**
 * Returns the number of a run, repaired where its check character says how, and the doubt is about a character or two.
 */
function repaired(
  run: readonly Glyph[],
  clean: (text: string) => string | undefined,
  isRight: (text: string) => boolean,
): ReadNumber | null {
  const read = (glyphs: readonly Glyph[]) => glyphs.map(({ text }) => text).join('')
  const right = (glyphs: readonly Glyph[], doubt: number): ReadNumber => ({
    ...{ value: read(glyphs), confidence: Math.max(0.9, 0.995 - doubt), isRight: true, glyphs },
  })
  for (const glyphs of shortened(run)) if (isRight(read(glyphs))) return right(glyphs, 0)
  const candidates = [...shortened(run), ...lengthened(run)].flatMap((glyphs) => replaced(glyphs, clean))
  const best = candidates.filter(({ glyphs }) => isRight(read(glyphs))).sort((a, b) => a.doubt - b.doubt)[0]
  if (best) return right(best.glyphs, 0.05)
  if (run.length !== LENGTH) return null
  return { value: read(run), confidence: Math.min(0.5, confidenceOf(run)), isRight: false, glyphs: run }
}

/** Returns the runs of the right length that remain when characters at either end, or one that is twice there, go. */
function shortened(run: readonly Glyph[]): (readonly Glyph[])[] {
  if (run.length === LENGTH) return [run]
  if (run.length < LENGTH) return []
  const excess = run.length - LENGTH
  const cut = Array.from({ length: excess + 1 }, (_, from) => run.slice(from, from + LENGTH))
  return excess === 1 ? [...cut, ...run.map((_, i) => run.filter((_, j) => j !== i))] : cut
}

/** Two equal characters next to each other are sometimes read as one: the wide gap is where. */
function lengthened(run: readonly Glyph[]): (readonly Glyph[])[] {
  if (run.length !== LENGTH - 1) return []
  const gaps = run.map((glyph, i) => ({ i, gap: (run[i + 1]?.x ?? glyph.x) - glyph.x }))
  gaps.sort((a, b) => b.gap - a.gap)
  return gaps.slice(0, 2).flatMap(({ i }) => {
    const [before, after] = [run[i], run[i + 1]]
    return [before, after].flatMap((twice) => (twice ? [[...run.slice(0, i + 1), twice, ...run.slice(i + 1)]] : []))
  })
}

type Replaced = { readonly glyphs: readonly Glyph[]; readonly doubt: number }

/** Returns the run with one or two of its least sure characters as what else they could be. */
function replaced(glyphs: readonly Glyph[], clean: (text: string) => string | undefined): Replaced[] {
  const order = glyphs.map((glyph, at) => ({ at, glyph })).sort((a, b) => a.glyph.confidence - b.glyph.confidence)
  const swaps = order.slice(0, 6).flatMap(({ at, glyph }) =>
    glyph.others.flatMap(({ text, confidence }) => {
      const other = clean(text)
      return other && other !== glyph.text && confidence > 0.001
        ? [{ at, other, doubt: glyph.confidence - confidence }]
        : []
    }),
  )
  const apply = (...changes: typeof swaps): Replaced => ({
    glyphs: glyphs.map((glyph, i) => ({ ...glyph, text: changes.find(({ at }) => at === i)?.other ?? glyph.text })),
    doubt: changes.reduce((sum, { doubt }) => sum + doubt, 0),
  })
  const pairs = swaps.flatMap((one, i) =>
    swaps.slice(i + 1).flatMap((two) => (one.at === two.at ? [] : [apply(one, two)])),
  )
  return [apply(), ...swaps.map((swap) => apply(swap)), ...pairs]
}
