import 'server-only'
import { isReadable } from '@/lib/checks/readable'
import type { Tx } from '@/lib/db/client'
import type { QualificationKind } from '@/lib/db/generated/enums'
import { readReadings } from '@/lib/documents/readings/read-readings'
import { type Warning, warned } from '@/lib/rulebook/findings'
import { rulebookOf } from '@/lib/rulebook/registry'
import { requiredSlots } from '@/lib/rulebook/required-slots'
import { examineLetters } from '../draft/letters/examine-letters'
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

/**
 * Returns what is found in the photographs of a submitted revision, as it would have been on the day on which it was
 * submitted.
 */
export async function examineSubmitted(tx: Tx, submitted: SubmittedRow): Promise<Warning[]> {
  const { id, reference, submissionId, letterVersion, submittedAt: now } = submitted
  const rulebook = await rulebookOf(submitted.rulebookVersion, tx)
  const { key, content } = await readOpened(tx, submitted, submissionId)
  const fileIds = content.rows.flatMap(({ pages }) => pages.map(({ fileId }) => fileId))
  const readings = await readReadings(tx, fileIds)
  const pictures = await letterPictures(content, readings)
  const text = { version: letterVersion, moved: null, until: null }
  const examined: ExaminedPictures = {
    ...{ rulebook, content, now, readings: readings.pages, isReadable },
    ...(await examineLetters(tx, { qualification: { id, reference }, key, content, text, pictures, submittedAt: now })),
  }
  return [...otherLetters(examined), ...pictureFindings(examined, requiredSlots(rulebook, content))]
}

/** Returns the letters that are of something else: before the submission this would have prevented it. */
const otherLetters = ({ letters }: ExaminedPictures): Warning[] =>
  [...letters].flatMap(([kind, { state }]) => {
    if (state === 'UNCERTAIN') return []
    const code = state === 'FOREIGN' ? 'LETTER_WRONG_PARTY' : 'LETTER_OUTDATED'
    return [warned(code, { on: 'DOCUMENT', kind, senderSignatureId: null })]
  })
