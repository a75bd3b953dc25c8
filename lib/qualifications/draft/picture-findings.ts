import type { Reading } from '@/lib/checks/reading'
import { dateIn } from '@/lib/core/clock'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { type Warning, warned } from '@/lib/rulebook/findings'
import type { RequiredSlot } from '@/lib/rulebook/required-slots'
import type { Rulebook } from '@/lib/rulebook/rulebook'
import { differences } from '@/lib/rulebook/warnings/differences'
import { fittingSlot } from '@/lib/rulebook/warnings/fitting-slot'
import type { LetterDoubt } from '@/lib/rulebook/warnings/letters'
import { pictureWarnings } from '@/lib/rulebook/warnings/pictures'
import type { SubmissionContent } from '../content'
import { readSlots } from '../files/read-slots'
import type { LetterStanding } from './letters/letter-standings'

/** Everything that findings in pictures are made from. */
export type ExaminedPictures = {
  rulebook: Rulebook
  content: SubmissionContent
  /** Gives the time by the database's clock; for a submitted revision, when it was submitted. */
  now: Date
  /** The letters whose photographs are, or may be, of another letter than the current one. */
  letters: ReadonlyMap<DocumentKind, LetterStanding>
  /** Lists what a machine doubts in the photographs of each letter. */
  letterDoubts: ReadonlyMap<DocumentKind, readonly LetterDoubt[]>
  /** Holds what a machine read of the files, page by page. A file that waits for it, or isn't read, is left out. */
  readings: ReadonlyMap<string, readonly Reading[]>
  /** Says whether the machine knows a character. */
  isReadable: (character: string) => boolean
}

/** Returns what a machine doubts in the photographs of each document, and where they differ from the answers. */
export const pictureFindings = (examined: ExaminedPictures, slots: readonly RequiredSlot[]): Warning[] => [
  ...uncertainLetters(examined, slots),
  ...readingWarnings(examined, slots),
  ...doubtsOfLetters(examined, slots),
]

function uncertainLetters({ letters }: ExaminedPictures, slots: readonly RequiredSlot[]): Warning[] {
  return slots.flatMap(({ slot: { kind }, senderSignatureId }) => {
    const isUncertain = letters.get(kind)?.state === 'UNCERTAIN'
    return isUncertain ? [warned('LETTER_UNCERTAIN', { on: 'DOCUMENT', kind, senderSignatureId })] : []
  })
}

/** Returns what a machine saw in the photographs, and where they differ from the answers. */
function readingWarnings(examined: ExaminedPictures, slots: readonly RequiredSlot[]): Warning[] {
  const { rulebook, content, now, isReadable } = examined
  const context = { today: dateIn(now), isReadable }
  return readSlots(content, slots, examined.readings).flatMap((slot) => {
    const seen = pictureWarnings(content, slot).map((warning) => elsewhere(warning, fittingSlot(slots, slot)))
    // Of the wrong paper, or a picture that nobody can read, what was read is not compared.
    return seen.length > 0 ? seen : differences(rulebook, content, slot, context)
  })
}

/** Adds to a warning about what a picture shows which document that is. */
function elsewhere(warning: Warning, fits: DocumentKind | null): Warning {
  const isOther = warning.code === 'WRONG_SIDE' || warning.code === 'WRONG_DOCUMENT'
  return isOther && fits ? { ...warning, fits } : warning
}

function doubtsOfLetters({ letterDoubts }: ExaminedPictures, slots: readonly RequiredSlot[]): Warning[] {
  return slots.flatMap(({ slot: { kind }, senderSignatureId }) =>
    (letterDoubts.get(kind) ?? []).map(({ code, ...about }) => ({
      ...warned(code, { on: 'DOCUMENT', kind, senderSignatureId }),
      ...about,
    })),
  )
}
