import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import { open, seal } from '@/lib/crypto/fields'
import { transaction } from '@/lib/db/client'
import { visibleTo } from '@/lib/qualifications/policy'
import { judgementDraftPlace } from '@/lib/qualifications/sealed'
import { refuseUnlessEverHeld } from '../claims/claims'
import type { SaveJudgementDraftsInput } from '../schemas'
import { JudgementDrafts } from './judgement-drafts'

/**
 * Saves what a reviewer wrote so far about some parts of a revision, in place of what they saved before about the same
 * parts: who has the case open twice loses nothing of what they wrote in either place. It survives a reload, the loss
 * of the claim and another device, until the qualification leaves the review: then the database deletes it. Who had the
 * claim may save what they wrote until they saw that it was lost. It is no event: nothing has been judged.
 *
 * @returns when that was, by the database's clock: a page that was read before has less
 * @throws DomainError NOT_FOUND, FORBIDDEN, CASE_CHANGED when nobody reviews it, CLAIM_LOST when they never held the
 *   claim, CONFLICT
 * when it is another revision, or leaves the review meanwhile
 */
export async function saveJudgementDrafts(
  actor: PersonActor,
  { qualificationId: id, revision, drafts }: SaveJudgementDraftsInput,
): Promise<Date> {
  return transaction(async (tx) => {
    const found = await tx.qualification.findFirst({
      where: { AND: [{ id }, visibleTo(actor)] },
      include: { dataKey: true, submissions: { where: { revision }, select: { id: true } } },
    })
    if (!found) throw new DomainError('NOT_FOUND', 'No such qualification')
    await refuseUnlessEverHeld(tx, actor, found)
    const submissionId = found.submissions[0]?.id
    if (!submissionId || found.revision !== revision) {
      throw new DomainError('CONFLICT', 'Another revision than the one on the screen', { subjectId: id })
    }
    // The lock lets what ends the review wait for this, and see what it deletes; and one save for another.
    const locked = await tx.$executeRaw`
      SELECT 1 FROM qualifications
      WHERE id = ${id}::uuid AND status IN ('SUBMITTED', 'IN_REVIEW') AND revision = ${revision}
      FOR NO KEY UPDATE`
    if (locked !== 1) throw new DomainError('CONFLICT', 'Left the review meanwhile', { subjectId: id })
    const key = await unwrapDataKey(found.dataKey)
    const place = { submissionId, reviewerId: actor.id }
    const stored = await tx.judgementDraft.findUnique({ where: { submissionId_reviewerId: place } })
    const before = openJudgementDrafts(key, { ...place, sealed: stored?.contentSealed ?? null })
    const all = JudgementDrafts.safeParse({ ...before, ...drafts })
    const sealed = seal(key, judgementDraftPlace(submissionId, actor.id), JSON.stringify(all.data ?? drafts))
    // Not the time of the transaction, which may have waited for a later one.
    const [row] = await tx.$queryRaw<[{ savedAt: Date }]>`
      INSERT INTO judgement_drafts (submission_id, reviewer_id, content_sealed, saved_at)
      VALUES (${submissionId}::uuid, ${actor.id}::uuid, ${sealed}, clock_timestamp())
      ON CONFLICT (submission_id, reviewer_id) DO UPDATE
        SET content_sealed = EXCLUDED.content_sealed, saved_at = EXCLUDED.saved_at
      RETURNING saved_at AS "savedAt"`
    return row.savedAt
  })
}

/** Returns what was saved. Drafts of an earlier release that can't be read any more are none. */
export function openJudgementDrafts(
  key: Uint8Array,
  { submissionId, reviewerId, sealed }: { submissionId: string; reviewerId: string; sealed: Uint8Array | null },
): JudgementDrafts {
  if (!sealed) return {}
  const read = JudgementDrafts.safeParse(JSON.parse(open(key, judgementDraftPlace(submissionId, reviewerId), sealed)))
  return read.success ? read.data : {}
}
