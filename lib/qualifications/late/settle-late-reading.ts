import 'server-only'
import { type Tx, transaction } from '@/lib/db/client'
import type { LateFinding } from '@/lib/db/generated/client'
import { fieldOf, isPlaceIn, type Warning } from '@/lib/rulebook/findings'
import { plannedPart } from '../planned-part'
import { claimLateReading } from './claim-late-reading'
import { examineSubmitted, type SubmittedRow } from './examine-submitted'

/**
 * Compares the next submitted revision of which a file was read after it was submitted, and stores what its applicant
 * was not shown.
 *
 * @returns false when none waits
 */
export async function settleLateReading(): Promise<boolean> {
  const submissionId = await claimLateReading()
  if (!submissionId) return false
  await transaction((tx) => settle(tx, submissionId))
  return true
}

async function settle(tx: Tx, submissionId: string): Promise<void> {
  const submitted = await lockUndecided(tx, submissionId)
  const read = await tx.$executeRaw`
    DELETE FROM late_readings l WHERE l.submission_id = ${submissionId}::uuid
      AND NOT EXISTS (SELECT FROM readings r WHERE r.file_id = l.file_id AND r.state = 'WAITING')`
  if (submitted && read > 0) await storeLate(tx, submissionId, await examineSubmitted(tx, submitted))
}

/**
 * Locks a qualification while its newest revision waits for a decision. What was decided, withdrawn or erased meanwhile
 * is left as it is: a decision, a withdrawal and an erasure wait for this one, or it finds that they happened.
 */
async function lockUndecided(tx: Tx, submissionId: string): Promise<SubmittedRow | null> {
  const [found] = await tx.$queryRaw<SubmittedRow[]>`
    SELECT q.id::text, q.reference, q.kind::text, q.data_key_id::text AS "dataKeyId", s.id::text AS "submissionId",
      s.rulebook_version AS "rulebookVersion", s.letter_version AS "letterVersion", s.submitted_at AS "submittedAt"
    FROM submissions s JOIN qualifications q ON q.id = s.qualification_id
    WHERE s.id = ${submissionId}::uuid AND q.status IN ('SUBMITTED', 'IN_REVIEW')
      AND NOT EXISTS (SELECT FROM submissions n WHERE n.qualification_id = q.id AND n.revision > s.revision)
    FOR NO KEY UPDATE OF q`
  return found ?? null
}

/**
 * Stores what is found now and was not when the revision was submitted. Nothing is found in a part that was accepted
 * before.
 */
async function storeLate(tx: Tx, submissionId: string, found: readonly Warning[]): Promise<void> {
  if (found.length === 0) return
  const parts = await tx.part.findMany({
    where: { submissionId },
    orderBy: { position: 'asc' },
    include: { document: true, findings: true, late: true },
  })
  const first = parts.reduce((count, { late }) => count + late.length, 0)
  const rows = found.flatMap((finding): Omit<LateFinding, 'foundAt' | 'position'>[] => {
    const { code, severity, place } = finding
    const part = parts.find((each) => isPlaceIn(plannedPart(each), place))
    if (!part || part.carriedFromId !== null) return []
    const field = fieldOf(place)
    const isKnown = [...part.findings, ...part.late].some((known) => known.code === code && known.field === field)
    return isKnown ? [] : [{ partId: part.id, code, severity, field }]
  })
  await tx.lateFinding.createMany({ data: rows.map((row, index) => ({ ...row, position: first + index })) })
}
