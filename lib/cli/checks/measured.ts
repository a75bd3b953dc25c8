import { type FieldKey, type Reading, SURE } from '@/lib/checks/reading'
import { certainTurn, type Turned } from '@/lib/checks/upright'
import type { ReadingFinding } from './findings'
import type { FoundReading } from './read-file'

/** Says what is true of a picture. A folder to measure has a line of it for each picture in `truth.json`. */
export type Truth = {
  readonly file: string
  /** The set that it is counted in: how well it is made. */
  readonly level: string
  /** Names what the picture was drawn with; photographs have none. */
  readonly seed?: string | undefined
  readonly kind: string
  readonly side: string | null
  readonly turned: number
  readonly spoiled: string | null
  /** Says whether a name has a character that no model knows. */
  readonly rare: boolean
  readonly fields: Readonly<Partial<Record<FieldKey, string | undefined>>>
}

export const OUTCOMES = ['right', 'wrong', 'not read'] as const
export type FieldOutcome = {
  readonly outcome: (typeof OUTCOMES)[number]
  /** Says whether the value would have been compared with an answer, or filled in. */
  readonly isSaid: boolean
}

/** Says how a picture was read, without any value that is in it. */
export type Measured = Pick<Reading, 'kind' | 'side' | 'turned' | 'engine'> & {
  readonly file: string
  readonly findings: readonly ReadingFinding[]
  /** Says by how much the portal turns it wherever it is shown. */
  readonly shownTurned: Turned
  readonly ms: number
  /** Holds each field that is true of the picture. */
  readonly fields: Readonly<Partial<Record<FieldKey, FieldOutcome>>>
}

/** Lists the warnings that a good picture must not get. Of a picture with a doubt nothing is compared. */
const DOUBTS = ['WRONG_DOCUMENT', 'WRONG_SIDE', 'BLURRED', 'TOO_DARK', 'GLARE', 'CROPPED', 'PHOTOCOPY'] as const
export const WARNINGS: ReadonlySet<ReadingFinding> = new Set<ReadingFinding>(['NOTHING_READ', 'TURNED', ...DOUBTS])

/** Compares what was read of a picture with what is true of it. */
export function measuredOf(truth: Truth, reading: FoundReading & { readonly ms: number }): Measured {
  const { kind, side, turned, engine, findings, ms } = reading
  const isDoubted = DOUBTS.some((doubt) => findings.includes(doubt))
  const keys = (Object.keys(truth.fields) as FieldKey[]).filter((key) => truth.fields[key] !== undefined)
  const fields = keys.map((key): [FieldKey, FieldOutcome] => {
    const read = reading.fields[key]
    if (!read) return [key, { outcome: 'not read', isSaid: false }]
    const outcome = isSame(truth.fields[key] ?? '', read.value) ? 'right' : 'wrong'
    return [key, { outcome, isSaid: !isDoubted && read.confidence >= SURE }]
  })
  const shownTurned = certainTurn(reading)
  return { file: truth.file, kind, side, turned, shownTurned, engine, findings, ms, fields: Object.fromEntries(fields) }
}

/** Compares two values: brackets and letters of full and of half width are the same, and spaces do not count. */
const isSame = (a: string, b: string) => plain(a) === plain(b)
const plain = (text: string) => text.normalize('NFKC').replace(/\s/g, '')
