import 'server-only'
import { type AccountActor, keyIdOf, personIdOf } from '@/lib/actor/actor'
import { commitTo } from '@/lib/audit/commitment'
import { auditInsert, discloseEvent } from '@/lib/audit/record'
import { newId } from '@/lib/core/ids'
import { seal } from '@/lib/crypto/fields'
import type { Tx } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import type { Outcome } from '@/lib/db/generated/enums'
import { notePlace } from '@/lib/qualifications/sealed'
import type { Claimed } from '../claims/read-claimed'
import type { Judgement } from '../lifecycle'

export type Decision = {
  outcome: Outcome
  reasonsVersion: string
  /** Says when an approval ends; null for other outcomes. */
  validUntil: Date | null
  judgements: readonly (Judgement & { partId: string })[]
}

/**
 * Writes a decision with its judgements and sealed notes, its event, and for an approval a filing for each sender
 * signature and carrier; the claim no longer counts as a reveal (decision 35). It is one statement that starts with the
 * guarded UPDATE, so that nothing is written unless the claim is still valid and the revision is still the one that was
 * judged. The event holds codes, and a commitment for each note. A client that plays the reviewer has no claim: it
 * waits until then.
 *
 * @returns whether it was written: false when the guard matched no row
 */
export async function recordDecision(
  tx: Tx,
  actor: AccountActor,
  { id, revision, submissionId, dataKeyId, key, now }: Claimed,
  { outcome, reasonsVersion, validUntil, judgements }: Decision,
): Promise<boolean> {
  const decisionId = newId()
  const rows = judgements.map(({ note, place, ...judgement }) => ({
    ...judgement,
    ...place,
    noteSealed: note === null ? null : `\\x${seal(key, notePlace(decisionId, judgement.partId), note).toString('hex')}`,
  }))
  const notes = new Map(
    judgements.flatMap(({ partId, note }) => (note === null ? [] : [[partId, commitTo(`note/${partId}`, note)]])),
  )
  const parts = judgements.map(({ partId, verdict, reasons, correction, correctionField }) => ({
    partId,
    verdict,
    reasons: [...reasons],
    mend: correction,
    mendField: correctionField,
    note: notes.get(partId)?.digest ?? null,
  }))
  const from = actor.kind === 'CLIENT' ? 'SUBMITTED' : 'IN_REVIEW'
  const data = { decisionId, parts, submissionId, revision, from, to: outcome }
  const event = auditInsert(actor, { action: 'review.decided', subjectId: id, data }, 'review.decide')
  const decided = await tx.$queryRaw<unknown[]>`
    WITH decided AS (
      UPDATE qualifications
      SET status = ${outcome}::"QualificationStatus", decided_at = ${now}, valid_until = ${validUntil},
        reviewer_id = NULL, claimed_at = NULL, lease_ends_at = NULL, updated_at = ${now}
      WHERE id = ${id}::uuid AND revision = ${revision} AND ${mayDecide(actor, now)}
      RETURNING id
    ), decision AS (
      INSERT INTO decisions (id, submission_id, reviewer_id, played_by_key_id, outcome, reasons_version, decided_at)
      SELECT ${decisionId}::uuid, ${submissionId}::uuid, ${personIdOf(actor)}::uuid, ${keyIdOf(actor)}::uuid,
        ${outcome}::"Outcome", ${reasonsVersion}, ${now}
      FROM decided
    ), judgements AS (
      INSERT INTO part_judgements (decision_id, part_id, verdict, reasons, mend, mend_field, note_sealed, place_file_id,
        place_page, place_left, place_top, place_right, place_bottom)
      SELECT ${decisionId}::uuid, j."partId", j.verdict, j.reasons, j.correction, j."correctionField", j."noteSealed",
        j."fileId", j.page, j."left", j.top, j."right", j.bottom
      FROM decided, jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS j(
        "partId" uuid, verdict "Verdict", reasons text[], correction "Mend", "correctionField" text, "noteSealed" bytea,
        "fileId" uuid, page smallint, "left" float8, top float8, "right" float8, bottom float8)
    ), filings AS (
      INSERT INTO filings (sender_signature_id, carrier, updated_at)
      SELECT signature.id, carrier, ${now}
      FROM decided, sender_signatures signature, unnest(enum_range(NULL::"Carrier")) AS carrier
      WHERE signature.submission_id = ${submissionId}::uuid AND ${outcome} = 'APPROVED'
    ), uncounted AS (
      DELETE FROM counted_reveals counted USING decided
      WHERE counted.person_id = ${actor.id}::uuid AND counted.kind = 'CLAIM' AND counted.subject_id = decided.id
    ), audited AS (
      ${event.insert} FROM decided
    )
    SELECT id FROM decided`
  if (decided.length !== 1) return false
  await discloseEvent(tx, event.id, { dataKeyId, commitments: [...notes.values()] })
  return true
}

/**
 * Returns the guard of the UPDATE: the claim of a reviewer is still theirs, or what a client decides waits, and is of a
 * test account.
 */
const mayDecide = (actor: AccountActor, now: Date): Prisma.Sql =>
  actor.kind === 'PERSON'
    ? Prisma.sql`status = 'IN_REVIEW' AND reviewer_id = ${actor.id}::uuid AND lease_ends_at > ${now}`
    : Prisma.sql`status = 'SUBMITTED' AND account_id IN (SELECT id FROM accounts WHERE is_test)`
