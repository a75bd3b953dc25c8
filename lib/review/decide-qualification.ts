import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import { type Tx, transaction } from '@/lib/db/client'
import { beginNextRevision } from '@/lib/qualifications/begin-next-revision'
import { currentReasons, findReasons, rulebookOf } from '@/lib/rulebook/registry'
import type { Rulebook } from '@/lib/rulebook/rulebook'
import { approvalEnd } from './approval-end'
import { lostOrChanged, refuseUnlessHeld } from './claims'
import { judgementsOf } from './judgements'
import { outcomeOf } from './lifecycle'
import { type Claimed, readClaimed } from './read-claimed'
import { recordDecision } from './record-decision'
import type { DecideQualificationInput } from './schemas'
import { tellDecided } from './tell-decided'

/**
 * Records what a reviewer concluded about each open part of the revision that they saw, and what follows from it; parts
 * that were carried from an earlier revision stay accepted.
 *
 * The guards are repeated in the UPDATE's WHERE because the row may change after we read it: of a decision racing
 * another, a lapse, a reassignment or a resubmission, one wins.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE, INVALID_INPUT when the judgements aren't one for each open
 * part and as the catalogue has it, ALREADY_ENDED when what is accepted is no longer valid, CLAIM_LOST when the claim ended, CONFLICT when it is another revision
 */
export async function decideQualification(actor: PersonActor, input: DecideQualificationInput) {
  const { qualificationId: id, revision } = input
  return transaction(async (tx) => {
    const claimed = await readClaimed(tx, actor, id)
    refuseUnlessHeld(actor, claimed, claimed.now)
    if (claimed.revision !== revision) {
      throw new DomainError('CONFLICT', 'Another revision than the one judged', { subjectId: id })
    }
    const rulebook = await rulebookOf(claimed.rulebookVersion, tx)
    const catalogue = await catalogueFor(tx, input)
    const judgements = judgementsOf(catalogue, { ...claimed, rulebook }, input.parts)
    const outcome = outcomeOf(catalogue, judgements, claimed.carried)
    const validUntil = outcome === 'APPROVED' ? endOf(claimed, rulebook) : null
    const decision = { outcome, reasonsVersion: catalogue.version, validUntil, judgements }

    const recorded = await recordDecision(tx, actor, claimed, decision)
    if (!recorded) throw await lostOrChanged(tx, actor, id, claimed.now)

    const { submissionId, dataKeyId, reference } = claimed
    const data = { ...recorded.event, submissionId, revision, from: 'IN_REVIEW', to: outcome }
    const disclose = { dataKeyId, commitments: recorded.commitments }
    await recordAudit(
      tx,
      actor,
      { action: 'review.decided', subjectId: id, data },
      { using: 'review.decide', disclose },
    )
    if (outcome === 'CHANGES_REQUESTED') await beginNextRevision(tx, id)
    await tellDecided(tx, claimed, decision, rulebook.terms)
    return { id, reference, status: outcome }
  })
}

/**
 * What ended while it waited can be refused as long as it is open to be judged; what was carried can't, and its approval
 * is over as it begins.
 */
function endOf(claimed: Claimed, rulebook: Rulebook): Date {
  const { validUntil, endedWith } = approvalEnd(claimed, rulebook)
  if (claimed.parts.some(({ kind, fieldGroup }) => kind === 'FIELDS' && fieldGroup === endedWith)) {
    throw new DomainError('ALREADY_ENDED', 'Ended while it waited', { subjectId: claimed.id })
  }
  return validUntil
}

/** The reasons as the reviewer read them: a catalogue published since must not turn what they concluded. */
async function catalogueFor(tx: Tx, { qualificationId: id, reasonsVersion }: DecideQualificationInput) {
  const catalogue = reasonsVersion ? await findReasons(reasonsVersion, tx) : await currentReasons(tx)
  if (!catalogue) throw new DomainError('INVALID_INPUT', 'No such catalogue of reasons', { subjectId: id })
  return catalogue
}
