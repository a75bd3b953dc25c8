import type { ReadingField } from '@/lib/db/generated/enums'
import type { LetterPage } from './letter/letter-page'
import type { Rectangle } from './rectangle'

/** Lists the kinds of paper that are distinguished in a picture. Cards have the names of the rulebook's types of ID. */
export const SEEN_KINDS = [
  'RESIDENT_ID',
  'HMT_RESIDENCE_PERMIT',
  'HK_MACAO_PERMIT',
  'TAIWAN_PERMIT',
  'FOREIGN_PERMANENT_RESIDENT_ID',
  'PASSPORT',
  'LICENCE',
  'CERTIFICATE',
  'LETTER',
  'IN_HAND',
  'NONE',
] as const
export type SeenKind = (typeof SEEN_KINDS)[number]

/** Names a card's side: the one with the portrait, or the one with the emblem, the authority and the validity. */
export type Side = 'PORTRAIT' | 'EMBLEM'

export type ReadField = {
  /** Dates are YYYY-MM-DD, or LONG_TERM; numbers are in capitals without spaces. */
  readonly value: string
  /**
   * Ranges from 0 to 1. A value that its check character confirms has at least 0.99, one that it refutes at most 0.5.
   */
  readonly confidence: number
  readonly rectangle: Rectangle
}

export type FieldKey = ReadingField

/** Says what is wrong with the photograph. `copy` is a black and white one. */
export type Quality = {
  readonly blur: boolean
  readonly dark: boolean
  readonly glare: boolean
  readonly cropped: boolean
  readonly copy: boolean
}

/** A value with less confidence proves nothing. */
export const SURE = 0.9

/** A value that a check character or a date refutes has at most this confidence. */
export const REFUTED = 0.5

/**
 * Returns whether a picture is of a letter by its words alone: neither the places of its layout nor its code were
 * found, so that nothing is known of which page it is, and of what was made on it by hand.
 */
export const isUnreadLetter = ({ kind, letter }: Pick<Reading, 'kind' | 'letter'>): boolean =>
  kind === 'LETTER' && letter !== undefined && !letter.registered && !letter.blank && letter.code === null

/** Holds what was read in a picture, regardless of what it should be. */
export type Reading = {
  readonly kind: SeenKind
  readonly side: Side | null
  /** Degrees, clockwise, by which the picture must be turned to be upright. */
  readonly turned: 0 | 90 | 180 | 270
  readonly quality: Quality
  /** Counts the faces: null while there is no model that counts them. Faces are never compared. */
  readonly faces: number | null
  readonly fields: Partial<Record<FieldKey, ReadField>>
  /** Says what a page of a commitment letter shows, where one is expected: see `readLetter`. */
  readonly letter?: LetterPage
  /** The models, and the version of the code that reads by them. */
  readonly engine: string
}
