import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { SECOND } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import { seal } from '@/lib/crypto/fields'
import { database } from '@/lib/db/client'
import type { Outcome } from '@/lib/db/generated/enums'
import { judgementDraftPlace, pendingDecisionPlace } from '@/lib/qualifications/sealed'
import { leaseEnd, lostOrChanged } from '../claims/claims'
import type { DecideQualificationInput } from '../schemas'
import { correctionOf } from './correctable'
import { judgeQualification } from './judge-qualification'
import type { JudgementDrafts } from './judgement-drafts'
import { type PendingContent, pendingText } from './pending-content'
import type { Decision } from './record-decision'

export type SentDecision = { id: string; reference: string; outcome: Outcome; decidedAt: Date; secondsLeft: number }

/**
 * Stores a decision that takes effect after `UNDO_SECONDS`, on the database's clock, unless its reviewer undoes it.
 * Until then the case stays in review under the same claim, which is extended as by work on it. What was judged is
 * saved as drafts too: they remain when the decision is undone or dropped. One statement writes all of it or nothing,
 * behind the lock of a claim that is still theirs: it needs no transaction around it.
 *
 * @throws DomainError as `judgeQualification` does, and CONFLICT when a decision was sent already
 */
export async function sendDecision(actor: PersonActor, input: DecideQualificationInput): Promise<SentDecision> {
  const { qualificationId: id, revision } = input
  const db = database()
  const { claimed, decision } = await judgeQualification(db, actor, input)
  const { now, key, submissionId, reference, rulebookVersion } = claimed
  const { outcome, reasonsVersion, judgements } = decision
  const content: PendingContent = {
    reasonsVersion,
    parts: judgements.map((each) => ({ ...each, reasons: [...each.reasons] })),
  }
  const sealed = seal(key, pendingDecisionPlace(submissionId, actor.id), pendingText(content))
  const drafts = seal(key, judgementDraftPlace(submissionId, actor.id), JSON.stringify(draftsOf(decision)))
  const leaseEndsAt = await leaseEnd(db, now, rulebookVersion)
  const { UNDO_SECONDS: secondsLeft } = env()
  const dueAt = new Date(now.getTime() + secondsLeft * SECOND)
  const sent = await db.$executeRaw`
    WITH held AS (
      SELECT id FROM qualifications
      WHERE id = ${id}::uuid AND status = 'IN_REVIEW' AND revision = ${revision} AND reviewer_id = ${actor.id}::uuid
        AND lease_ends_at > ${now}
      FOR NO KEY UPDATE
    ), pending AS (
      INSERT INTO pending_decisions
        (qualification_id, submission_id, reviewer_id, session_id, outcome, content_sealed, due_at)
      SELECT id, ${submissionId}::uuid, ${actor.id}::uuid, ${actor.sessionId}::uuid, ${outcome}::"Outcome", ${sealed},
        ${dueAt}
      FROM held
      ON CONFLICT (qualification_id) DO NOTHING
      RETURNING qualification_id
    ), drafts AS (
      INSERT INTO judgement_drafts (submission_id, reviewer_id, content_sealed)
      SELECT ${submissionId}::uuid, ${actor.id}::uuid, ${drafts} FROM pending
      ON CONFLICT (submission_id, reviewer_id) DO UPDATE
        SET content_sealed = EXCLUDED.content_sealed, saved_at = now()
    )
    UPDATE qualifications q SET lease_ends_at = greatest(q.lease_ends_at, ${leaseEndsAt}), updated_at = ${now}
    FROM pending WHERE q.id = pending.qualification_id`
  if (sent !== 1) throw await lostOrChanged(db, actor, id, now)
  return { id, reference, outcome, decidedAt: now, secondsLeft }
}

/** Returns judgements as the workbench continues them. */
const draftsOf = ({ judgements }: Decision): JudgementDrafts =>
  Object.fromEntries(
    judgements.map(({ partId, verdict, reasons, note, place, ...toCorrect }) => [
      partId,
      {
        ...{ verdict, reasons: [...reasons], correction: correctionOf(toCorrect), note: note ?? '' },
        ...(place ? { place } : {}),
      },
    ]),
  )
