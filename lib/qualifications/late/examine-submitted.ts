import 'server-only'
import { isReadable } from '@/lib/checks/readable'
import type { Tx } from '@/lib/db/client'
import type { QualificationKind } from '@/lib/db/generated/enums'
import { readReadings } from '@/lib/documents/readings/read-readings'
import { type Warning, warned } from '@/lib/rulebook/findings'
import { rulebookOf } from '@/lib/rulebook/registry'
import { requiredSlots } from '@/lib/rulebook/required-slots'
import { examineLetters } from '../draft/letters/examine-letters'
import { factsIn } from '../draft/letters/facts-in'
import { letterPictures } from '../draft/letters/letter-pictures'
import { type ExaminedPictures, pictureFindings } from '../draft/picture-findings'
import { readOpened } from '../draft/read-opened'

/** Identifies a submitted revision, and what it was submitted under. */
export type SubmittedRow = {
  id: string
  reference: string
  kind: QualificationKind
  dataKeyId: string
  submissionId: string
  rulebookVersion: string
  letterVersion: string
  submittedAt: Date
}

/** Returns what is found in the photographs of a submitted revision, as it would have been on the day on which it was submitted. */
export async function examineSubmitted(tx: Tx, submitted: SubmittedRow): Promise<Warning[]> {
  const { id, reference, submissionId, letterVersion, submittedAt: now } = submitted
  const rulebook = await rulebookOf(submitted.rulebookVersion, tx)
  const { key, content } = await readOpened(tx, submitted, submissionId)
  const fileIds = content.rows.flatMap(({ pages }) => pages.map(({ fileId }) => fileId))
  const readings = await readReadings(tx, fileIds)
  const pictures = await letterPictures(content, readings)
  const named = await namedThen(tx, submitted, key)
  const text = { version: letterVersion, moved: null, until: null }
  const examined: ExaminedPictures = {
    ...{ rulebook, content, now, readings: readings.pages, isReadable },
    ...(await examineLetters(tx, { qualification: { id, reference }, key, content, text, pictures, ...named })),
  }
  return [...otherLetters(examined), ...pictureFindings(examined, requiredSlots(rulebook, content))]
}

/**
 * Returns the name that the platform had when it was submitted: the one on the letter that was issued last before. A name that changes
 * later makes nothing void that was submitted.
 */
async function namedThen(tx: Tx, { id, submittedAt }: SubmittedRow, key: Uint8Array): Promise<{ platform?: string }> {
  const last = await tx.letter.findFirst({
    where: { qualificationId: id, issuedAt: { lte: submittedAt } },
    orderBy: { issuedAt: 'desc' },
  })
  return last ? { platform: factsIn(last, key).platform } : {}
}

/** Returns the letters that are of something else: before the submission this would have prevented it. */
const otherLetters = ({ letters }: ExaminedPictures): Warning[] =>
  [...letters].flatMap(([kind, { state }]) => {
    if (state === 'UNCERTAIN') return []
    const code = state === 'FOREIGN' ? 'LETTER_WRONG_PARTY' : 'LETTER_OUTDATED'
    return [warned(code, { on: 'DOCUMENT', kind, senderSignatureId: null })]
  })
