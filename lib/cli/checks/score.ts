import type { FieldKey } from '@/lib/checks/reading'
import type { ReadingFinding } from './findings'
import type { FoundReading } from './read-file'

/** Says what is true of a picture. A folder to measure has a line of it for each picture in `truth.json`. */
export type Truth = {
  readonly file: string
  /** The set that it is counted in: how well it is made. */
  readonly level: string
  readonly kind: string
  readonly side: string | null
  readonly turned: number
  readonly spoiled: string | null
  /** Says whether a name has a character that no model knows. */
  readonly rare: boolean
  readonly fields: Readonly<Partial<Record<FieldKey, string | undefined>>>
}

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

/** The finding by which each kind of spoiled picture is caught. */
const CAUGHT_BY: Readonly<Record<string, readonly ReadingFinding[]>> = {
  blur: ['BLURRED', 'NOTHING_READ'],
  dark: ['TOO_DARK'],
  glare: ['GLARE'],
  cut: ['CROPPED'],
  'wrong-side': ['WRONG_SIDE'],
  'wrong-kind': ['WRONG_DOCUMENT'],
  'upside-down': ['TURNED'],
}
/** Lists the warnings that a good picture must not get. */
const WARNINGS: ReadonlySet<ReadingFinding> = new Set<ReadingFinding>([
  ...(['NOTHING_READ', 'WRONG_DOCUMENT', 'WRONG_SIDE', 'TURNED', 'BLURRED'] as const),
  ...(['TOO_DARK', 'GLARE', 'CROPPED', 'PHOTOCOPY'] as const),
])

export type Pair = { readonly truth: Truth; readonly reading: FoundReading & { readonly ms: number } }

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
      ({ truth, reading }) => truth.turned === reading.turned,
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
    ({ truth, reading }) => truth.kind === reading.kind && truth.side === reading.side,
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
  const asked = pairs.flatMap(({ truth, reading }) =>
    keys.flatMap((key) => {
      const wanted = truth.fields[key]
      return wanted === undefined
        ? []
        : [{ name: `${truth.file} ${key}`, isRight: same(wanted, reading.fields[key]?.value ?? '') }]
    }),
  )
  const misses = asked.filter(({ isRight }) => !isRight).map(({ name }) => name)
  return { set, measure, right: asked.length - misses.length, of: asked.length, goal, misses }
}

/** Compares two values: brackets and letters of full and of half width are the same, and spaces do not count. */
const same = (a: string, b: string) => plain(a) === plain(b)
const plain = (text: string) => text.normalize('NFKC').replace(/\s/g, '')

const falseWarnings = ({ truth, reading }: Pair) =>
  reading.findings.filter((finding) => WARNINGS.has(finding) && !(truth.kind === 'NONE' && finding === 'NOTHING_READ'))

function caught(spoil: string, pairs: readonly Pair[]): Score {
  const isCaught = ({ truth, reading }: Pair) =>
    reading.findings.some((finding) => CAUGHT_BY[truth.spoiled ?? '']?.includes(finding))
  return score('spoiled', `caught: ${spoil}`, 95, pairs, isCaught, ({ reading }) => reading.findings)
}

function score(
  set: string,
  measure: string,
  goal: number | null,
  pairs: readonly Pair[],
  isRight: (pair: Pair) => boolean,
  say: (pair: Pair) => readonly string[] = ({ reading }) => [reading.kind, reading.side ?? '', `${reading.turned}`],
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

/** Returns a line about the time that a picture took. */
export function timesOf(pairs: readonly Pair[]): string {
  const times = pairs.map(({ reading }) => reading.ms).sort((a, b) => a - b)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
  return `milliseconds a picture: half within ${at(0.5)}, nine tenths within ${at(0.9)}, all within ${at(1)}`
}
