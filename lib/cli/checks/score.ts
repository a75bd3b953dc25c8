import type { FieldKey } from '@/lib/checks/reading'
import type { ReadingFinding } from './findings'
import { type Measured, type Truth, WARNINGS } from './measured'

export type Score = {
  readonly set: string
  readonly measure: string
  readonly right: number
  readonly of: number
  readonly goal: number | null
  readonly misses: readonly string[]
}

/** Lists what is measured of good pictures, with its goal at each level, in percent. */
const FIELDS: readonly { measure: string; keys: readonly FieldKey[]; goals: Readonly<Record<string, number>> }[] = [
  { measure: 'number', keys: ['idNumber', 'code'], goals: { scan: 99.5, phone: 99, 'bad-phone': 95 } },
  { measure: 'name', keys: ['name', 'legalRep'], goals: { scan: 98, phone: 95, 'bad-phone': 88 } },
  {
    measure: 'date',
    keys: ['birthDate', 'validFrom', 'validTo', 'foundedOn'],
    goals: { scan: 99, phone: 97, 'bad-phone': 92 },
  },
  { measure: 'authority', keys: ['authority'], goals: {} },
  { measure: 'address', keys: ['address'], goals: {} },
  { measure: 'type', keys: ['type'], goals: {} },
  { measure: 'QR', keys: ['qr'], goals: {} },
]
const KIND_GOALS: Readonly<Record<string, number>> = { scan: 99, phone: 98, 'bad-phone': 95 }

/**
 * The warning to the applicant by which each kind of spoiled picture is caught. Of a card that is so blurred that none
 * is seen in the picture, they learn that it is not the document. What is upside down warns nobody: it is caught where
 * the portal turns it.
 */
const CAUGHT_BY: Readonly<Record<string, readonly ReadingFinding[]>> = {
  blur: ['BLURRED', 'WRONG_DOCUMENT'],
  dark: ['TOO_DARK'],
  glare: ['GLARE'],
  cut: ['CROPPED'],
  'wrong-side': ['WRONG_SIDE'],
  'wrong-kind': ['WRONG_DOCUMENT'],
}
export type Pair = { readonly truth: Truth; readonly measured: Measured }

/** Scores readings by what is true. A miss names the file and the field, never a value. */
export function scoresOf(pairs: readonly Pair[]): Score[] {
  const good = pairs.filter(({ truth }) => truth.spoiled === null)
  const levels = [...new Set(good.map(({ truth }) => truth.level))]
  const spoils = [...new Set(pairs.flatMap(({ truth }) => truth.spoiled ?? []))]
  const turned = pairs.filter(({ truth }) => truth.turned !== 0 || truth.spoiled === null)
  const scores = [
    ...levels.flatMap((level) =>
      levelScores(
        level,
        good.filter(({ truth }) => truth.level === level),
      ),
    ),
    score(
      'all',
      'orientation',
      99,
      turned.filter(({ truth }) => truth.kind !== 'NONE'),
      ({ truth, measured }) => truth.turned === measured.turned,
    ),
    ...spoils.map((spoil) =>
      caught(
        spoil,
        pairs.filter(({ truth }) => truth.spoiled === spoil),
      ),
    ),
    caught(
      'all',
      pairs.filter(({ truth }) => truth.spoiled !== null),
    ),
    score('all', 'no false warning', 97, good, (pair) => falseWarnings(pair).length === 0, falseWarnings),
  ]
  return scores.filter(({ of }) => of > 0)
}

function levelScores(level: string, pairs: readonly Pair[]): Score[] {
  const fields = FIELDS.flatMap(({ measure, keys, goals }) => {
    const known = pairs.filter(({ truth }) => !(truth.rare && measure === 'name'))
    return [fieldScore(level, measure, keys, goals[level] ?? null, known)]
  })
  const rare = fieldScore(
    level,
    'rare name',
    ['name', 'legalRep'],
    null,
    pairs.filter(({ truth }) => truth.rare),
  )
  const kinds = score(
    level,
    'kind and side',
    KIND_GOALS[level] ?? null,
    pairs,
    ({ truth, measured }) => truth.kind === measured.kind && truth.side === measured.side,
  )
  const clean = score(level, 'no false warning', null, pairs, (pair) => falseWarnings(pair).length === 0, falseWarnings)
  return [...fields, rare, kinds, clean]
}

function fieldScore(
  set: string,
  measure: string,
  keys: readonly FieldKey[],
  goal: number | null,
  pairs: readonly Pair[],
): Score {
  const asked = pairs.flatMap(({ truth, measured }) =>
    keys.flatMap((key) => {
      const field = measured.fields[key]
      return field ? [{ name: `${truth.file} ${key}`, isRight: field.outcome === 'right' }] : []
    }),
  )
  const misses = asked.filter(({ isRight }) => !isRight).map(({ name }) => name)
  return { set, measure, right: asked.length - misses.length, of: asked.length, goal, misses }
}

const falseWarnings = ({ truth, measured }: Pair) =>
  measured.findings.filter((finding) => WARNINGS.has(finding) && !(truth.kind === 'NONE' && finding === 'NOTHING_READ'))

function caught(spoil: string, pairs: readonly Pair[]): Score {
  const isCaught = ({ truth, measured }: Pair) =>
    truth.spoiled === 'upside-down'
      ? measured.shownTurned === truth.turned
      : measured.findings.some((finding) => CAUGHT_BY[truth.spoiled ?? '']?.includes(finding))
  return score('spoiled', `caught: ${spoil}`, 95, pairs, isCaught, ({ measured }) => measured.findings)
}

function score(
  set: string,
  measure: string,
  goal: number | null,
  pairs: readonly Pair[],
  isRight: (pair: Pair) => boolean,
  say: (pair: Pair) => readonly string[] = ({ measured }) => [measured.kind, measured.side ?? '', `${measured.turned}`],
): Score {
  const missed = pairs.filter((pair) => !isRight(pair))
  const misses = missed.map((pair) => `${pair.truth.file} ${say(pair).join(' ')}`)
  return { set, measure, right: pairs.length - missed.length, of: pairs.length, goal, misses }
}

export const shareOf = ({ right, of }: Score) => (of === 0 ? 0 : (right / of) * 100)

/** Returns the lines of a table, with what was missed below it. */
export function tableOf(scores: readonly Score[]): string[] {
  const head = ['set', 'measure', 'right', 'of', '%', 'goal', 'met']
    .map((cell, i) => cell.padEnd(WIDTHS[i] ?? 0))
    .join('')
  const rows = scores.map((one) => {
    const share = shareOf(one)
    const met = one.goal === null ? '' : share >= one.goal ? 'yes' : 'NO'
    const cells = [
      one.set,
      one.measure,
      `${one.right}`,
      `${one.of}`,
      share.toFixed(1),
      one.goal === null ? '' : `${one.goal}`,
      met,
    ]
    return cells
      .map((cell, i) => cell.padEnd(WIDTHS[i] ?? 0))
      .join('')
      .trimEnd()
  })
  const misses = scores.flatMap(({ set, measure, misses }) =>
    misses.map((miss) => `missed: ${set}, ${measure}: ${miss}`),
  )
  return [head.trimEnd(), ...rows, ...misses]
}

const WIDTHS = [12, 22, 7, 7, 8, 7, 4] as const

/** Returns how many milliseconds half of the pictures took at most, nine tenths, and all. */
export function timesOf(pairs: readonly Pair[]): { half: number; nineTenths: number; all: number } {
  const times = pairs.map(({ measured }) => measured.ms).sort((a, b) => a - b)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
  return { half: at(0.5), nineTenths: at(0.9), all: at(1) }
}
