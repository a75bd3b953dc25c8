import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { type Tx, transaction } from '@/lib/db/client'
import { startNextRevision } from '@/lib/qualifications/draft/start-next-revision'
import { lostOrChanged } from '../claims/claims'
import type { DecideQualificationInput } from '../schemas'
import { type Judged, judgeQualification } from './judge-qualification'
import { notifyDecided } from './notify-decided'
import { recordDecision } from './record-decision'
import { recordReadingOutcomes } from './record-reading-outcomes'

/**
 * Records what a reviewer concluded about each open part of the revision that they saw, and the outcome, at once; parts
 * that were carried from an earlier revision stay accepted. Reviewers send it by `sendDecision`, which leaves them time
 * to undo it.
 *
 * The guards are repeated in the UPDATE's WHERE because the row may change after we read it: of a decision racing
 * another, a lapse, a reassignment or a resubmission, one wins.
 *
 * @throws DomainError as `judgeQualification` does
 */
export async function decideQualification(actor: PersonActor, input: DecideQualificationInput) {
  return transaction((tx) => decideIn(tx, actor, input))
}

/** Does the same in a transaction of the caller's. */
export async function decideIn(tx: Tx, actor: PersonActor, input: DecideQualificationInput) {
  const judged = await judgeQualification(tx, actor, input)
  const { id, now } = judged.claimed
  const isRecorded = await recordDecision(tx, actor, judged.claimed, judged.decision)
  if (!isRecorded) throw await lostOrChanged(tx, actor, id, now)
  await recordReadingOutcomes(tx, judged.claimed, judged.rulebook, judged.decision.judgements)
  return followDecision(tx, judged)
}

/** Does what follows from a decision that was recorded. */
export async function followDecision(tx: Tx, { claimed, rulebook, decision }: Judged) {
  const { id, reference, now } = claimed
  if (decision.outcome === 'CHANGES_REQUESTED') await startNextRevision(tx, id)
  await notifyDecided(tx, claimed, decision, rulebook.terms)
  return { id, reference, status: decision.outcome, decidedAt: now }
}
