import 'server-only'
import { commitTo } from '@/lib/audit/commitment'
import type { PersonActor } from '@/lib/auth/actor'
import { newId } from '@/lib/core/ids'
import { seal } from '@/lib/crypto/fields'
import type { Tx } from '@/lib/db/client'
import type { Outcome } from '@/lib/db/generated/enums'
import { notePlace } from '@/lib/qualifications/sealed'
import type { Judgement } from './lifecycle'
import type { Claimed } from './read-claimed'

export type Decision = {
  outcome: Outcome
  reasonsVersion: string
  /** Of an approval. */
  validUntil: Date | null
  judgements: readonly (Judgement & { partId: string })[]
}

/**
 * Writes a decision with its judgements, the notes sealed, and of an approval a filing for each sender signature and
 * carrier; the claim no longer counts as a reveal (decision 35): all in one statement that begins with the guarded UPDATE, so that nothing of it is written unless the claim
 * still holds and the revision is still the one that was judged.
 *
 * @returns what the event says of it, codes and for each note a commitment; null when a guard no longer held
 */
export async function recordDecision(
  tx: Tx,
  actor: PersonActor,
  { id, revision, submissionId, key, now }: Claimed,
  { outcome, reasonsVersion, validUntil, judgements }: Decision,
) {
  const decisionId = newId()
  const rows = judgements.map(({ note, ...judgement }) => ({
    ...judgement,
    noteSealed: note === null ? null : `\\x${seal(key, notePlace(decisionId, judgement.partId), note).toString('hex')}`,
  }))
  const decided = await tx.$queryRaw<unknown[]>`
    WITH decided AS (
      UPDATE qualifications
      SET status = ${outcome}::"QualificationStatus", decided_at = ${now}, valid_until = ${validUntil},
        reviewer_id = NULL, claimed_at = NULL, lease_ends_at = NULL, updated_at = ${now}
      WHERE id = ${id}::uuid AND status = 'IN_REVIEW' AND revision = ${revision}
        AND reviewer_id = ${actor.id}::uuid AND lease_ends_at > ${now}
      RETURNING id
    ), decision AS (
      INSERT INTO decisions (id, submission_id, reviewer_id, outcome, reasons_version, decided_at)
      SELECT ${decisionId}::uuid, ${submissionId}::uuid, ${actor.id}::uuid, ${outcome}::"Outcome", ${reasonsVersion}, ${now}
      FROM decided
    ), judgements AS (
      INSERT INTO part_judgements (decision_id, part_id, verdict, reasons, mend, mend_field, note_sealed)
      SELECT ${decisionId}::uuid, j."partId", j.verdict, j.reasons, j.mend, j."mendField", j."noteSealed"
      FROM decided, jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS j(
        "partId" uuid, verdict "Verdict", reasons text[], mend "Mend", "mendField" text, "noteSealed" bytea)
    ), filings AS (
      INSERT INTO filings (sender_signature_id, carrier, updated_at)
      SELECT signature.id, carrier, ${now}
      FROM decided, sender_signatures signature, unnest(enum_range(NULL::"Carrier")) AS carrier
      WHERE signature.submission_id = ${submissionId}::uuid AND ${outcome} = 'APPROVED'
    ), uncounted AS (
      DELETE FROM counted_reveals counted USING decided
      WHERE counted.person_id = ${actor.id}::uuid AND counted.kind = 'CLAIM' AND counted.subject_id = decided.id
    )
    SELECT id FROM decided`
  if (decided.length !== 1) return null

  const notes = new Map(
    judgements.flatMap(({ partId, note }) => (note === null ? [] : [[partId, commitTo(`note/${partId}`, note)]])),
  )
  const parts = judgements.map(({ partId, verdict, reasons, mend, mendField }) => ({
    partId,
    verdict,
    reasons: [...reasons],
    mend,
    mendField,
    note: notes.get(partId)?.digest ?? null,
  }))
  return { event: { decisionId, parts }, commitments: [...notes.values()] }
}
