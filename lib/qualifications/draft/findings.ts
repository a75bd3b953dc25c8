import { startOfDay } from '@/lib/core/clock'
import { factsOf } from '@/lib/rulebook/document-kinds'
import { blocked, type Finding, type FindingPlace, type Warning, warned, worstFirst } from '@/lib/rulebook/findings'
import type { Problem } from '@/lib/rulebook/problems'
import { type RequiredSlot, requiredSlots } from '@/lib/rulebook/required-slots'
import { endsSoon } from '@/lib/rulebook/warnings/ends'
import { warningsOf } from '@/lib/rulebook/warnings/warnings'
import type { JudgedPart, JudgedSubmission } from '../changes'
import { isUnconfirmed, type SubmissionContent } from '../content'
import { filesIn } from '../files/read-slots'
import type { UnreadyFile } from '../files/unready-files'
import { type Locks, slotKey } from './locks'
import { type ExaminedPictures, pictureFindings } from './picture-findings'
import { isStaleLetter, slotLock } from './shown-locks'

/** Everything that is known of a draft before it is submitted. */
export type Examined = ExaminedPictures & {
  problems: readonly Problem[]
  /** Holds what was submitted and judged before; null in a first revision. */
  judged: JudgedSubmission | null
  locks: Locks
  /** Files that are in no slot: see `readUnready`. */
  unready: readonly UnreadyFile[]
  /**
   * Holds what the qualification declared last that it renews or was filled from; null when there is none, or it is
   * erased.
   */
  carriedFrom: SubmissionContent | null
}

/**
 * Returns what the check page shows, worst first. The submission asks the same function: what blocks is refused, and
 * the rest is stored if it is what the page showed.
 *
 * A warning is left out where something worse is said of the same place, and where nothing can be changed, since the
 * part was accepted. A page of another's letter is no worse than what is said of the other pages: it goes, and they
 * stay.
 */
export function findingsOf(examined: Examined): Finding[] {
  const { rulebook, content, now, locks } = examined
  const slots = requiredSlots(rulebook, content)
  const blocks = [
    ...blocksOf(examined, slots),
    ...unconfirmedFiles(examined, slots),
    ...voidLetters(examined, slots),
    ...refusalsOf(examined),
  ]
  const isSaid = ({ place }: Finding) =>
    blocks.some((block) => block.code !== 'LETTER_WRONG_PARTY' && placeKey(block.place) === placeKey(place))
  const warnings = [
    ...warningsOf(rulebook, content, now),
    ...carriedFindings(examined, slots),
    ...sameFileWarnings(content, slots),
    ...pictureFindings(examined, slots),
  ]
  return worstFirst([...blocks, ...warnings.filter((each) => isOpen(locks, each.place) && !isSaid(each))])
}

const placeKey = (place: FindingPlace): string => Object.values(place).join(' ')

/** Returns what prevents the submission. A document whose file is being examined is not missing. */
function blocksOf({ problems, unready }: Examined, slots: readonly RequiredSlot[]): Finding[] {
  const examined = slots.flatMap(({ slot: { kind }, senderSignatureId }): Finding[] => {
    const files = unready.filter((file) => {
      return file.state === 'RECEIVED' && file.slotKind === kind && file.slotSignatureId === senderSignatureId
    }).length
    if (files === 0) return []
    const place = { on: 'DOCUMENT', kind, senderSignatureId } as const
    return [{ code: 'FILES_EXAMINED', severity: 'block', place, params: { files } }]
  })
  const isExamined = ({ place }: Problem) => examined.some((one) => placeKey(one.place) === placeKey(place))
  return [...problems.filter((problem) => !isExamined(problem)).map(blocked), ...examined]
}

/** Returns the documents with files that came through the link to a letter, and wait for the applicant. */
function unconfirmedFiles({ content }: Examined, slots: readonly RequiredSlot[]): Finding[] {
  return slots.flatMap(({ slot: { kind }, senderSignatureId }): Finding[] => {
    const files = filesIn(content, kind, senderSignatureId).filter(({ file }) => isUnconfirmed(file)).length
    if (files === 0) return []
    const place = { on: 'DOCUMENT', kind, senderSignatureId } as const
    return [{ code: 'FILES_UNCONFIRMED', severity: 'block', place, params: { files } }]
  })
}

/** Returns the refused parts that are still as they were. */
function refusalsOf({ judged, locks, content }: Examined): Finding[] {
  return locks.refused.flatMap(({ partId, isCorrected, mustCorrect, isOnlyAddedTo }): Finding[] => {
    const refusal = judged?.parts.find(({ id }) => id === partId)
    if (isCorrected || !refusal) return []
    const warning = warned('NOT_CORRECTED', placeOf(refusal, content), isOnlyAddedTo ? { added: 1 } : {})
    return [mustCorrect ? { ...warning, severity: 'block' } : warning]
  })
}

function placeOf(refusal: JudgedPart, { signatures }: SubmissionContent): FindingPlace {
  const { kind, fieldGroup, documentKind, senderSignatureId: before, correctionField } = refusal
  const senderSignatureId = (before && signatures.find(({ previousId }) => previousId === before)?.id) || null
  if (documentKind) return { on: 'DOCUMENT', kind: documentKind, senderSignatureId }
  if (kind === 'SAMPLE_MESSAGES') return { on: 'SAMPLES' }
  if (kind === 'SENDER_SIGNATURE') {
    return senderSignatureId ? { on: 'SIGNATURE', id: senderSignatureId } : { on: 'SIGNATURES' }
  }
  const group = fieldGroup ?? ''
  return correctionField ? { on: 'FIELD', group, key: correctionField } : { on: 'GROUP', group }
}

/** Returns whether what a warning is about can be changed. */
function isOpen(locks: Locks, place: FindingPlace): boolean {
  switch (place.on) {
    case 'FIELD':
      return locks.openFields.has(place.key)
    case 'DOCUMENT':
      return !locks.lockedSlots.has(slotKey(place.kind, place.senderSignatureId))
    case 'SIGNATURE':
      return locks.openSignatures.has(place.id)
    case 'SAMPLE':
    case 'SAMPLES':
      return locks.areSamplesOpen
    case 'GROUP':
    case 'SIGNATURES':
      return true
  }
}

/** Returns for each photograph of the earlier qualification that it is used again, and why that may be wrong. */
function carriedFindings({ rulebook, content, now, carriedFrom }: Examined, slots: readonly RequiredSlot[]): Warning[] {
  if (!carriedFrom) return []
  const before = new Set(carriedFrom.rows.flatMap(({ kind, pages }) => pages.map(({ fileId }) => `${kind} ${fileId}`)))
  return slots.flatMap(({ slot: { kind, restsOn }, senderSignatureId }) => {
    const isCarried = filesIn(content, kind, senderSignatureId).some(({ fileId }) => before.has(`${kind} ${fileId}`))
    if (!isCarried) return []
    const place = { on: 'DOCUMENT', kind, senderSignatureId } as const
    const isChanged = restsOn.some((key) => (content.fields[key] ?? '') !== (carriedFrom.fields[key] ?? ''))
    if (isChanged) return [warned('CARRIED_BUT_CHANGED', place)]
    const { subject } = factsOf(kind)
    if (subject && endsSoon(rulebook, content, now, subject)) return [warned('CARRIED_ENDS_SOON', place)]
    return [{ ...warned('CARRIED_OVER', place), severity: 'note' }]
  })
}

/**
 * Returns the documents that share a file. One page may well be evidence of several signatures, so that is no fault.
 */
function sameFileWarnings(content: SubmissionContent, slots: readonly RequiredSlot[]): Warning[] {
  const hashes = slots.map(({ slot: { kind }, senderSignatureId }) => {
    const files = filesIn(content, kind, senderSignatureId)
    return { kind, senderSignatureId, files: files.map(({ file }) => Buffer.from(file.sha256).toString('hex')) }
  })
  return hashes
    .filter((one) =>
      hashes.some(
        (other) =>
          other !== one &&
          !(one.kind === 'SIGNATURE_EVIDENCE' && other.kind === 'SIGNATURE_EVIDENCE') &&
          one.files.some((hash) => other.files.includes(hash)),
      ),
    )
    .map(({ kind, senderSignatureId }) => warned('SAME_FILE', { on: 'DOCUMENT', kind, senderSignatureId }))
}

/** Returns the letters that are void: the submission waits for new ones. */
function voidLetters({ locks, letters }: Examined, slots: readonly RequiredSlot[]): Finding[] {
  return slots.flatMap(({ slot: { kind }, senderSignatureId }): Finding[] => {
    const letter = letters.get(kind)
    if (!isStaleLetter(kind, slotLock(locks, kind, senderSignatureId), letter)) return []
    const place = { on: 'DOCUMENT', kind, senderSignatureId } as const
    if (letter?.state === 'FOREIGN') return [{ ...warned('LETTER_WRONG_PARTY', place), severity: 'block' }]
    const since = letter?.state === 'VOID' && letter.since ? startOfDay(letter.since).getTime() : 0
    return [{ ...warned('LETTER_OUTDATED', place, { since }), severity: 'block' }]
  })
}
