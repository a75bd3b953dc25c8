import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import { beginNextRevision } from '@/lib/qualifications/begin-next-revision'
import { visibleTo } from '@/lib/qualifications/policy'
import { currentReasons, findReasons, rulebookOf } from '@/lib/rulebook/registry'
import { approve } from './approve'
import { lostOrChanged, refuseUnlessHeld } from './claims'
import { judgementsOf } from './judgements'
import { outcomeOf } from './lifecycle'
import { recordJudgements } from './record-judgements'
import type { DecideQualificationInput } from './schemas'

/**
 * Records what a reviewer concluded about each part of the revision that they saw, and what follows from it.
 *
 * The guards are repeated in the UPDATE's WHERE because the row may change after we read it: of a decision racing
 * another, a lapse, a reassignment or a resubmission, one wins.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE, INVALID_INPUT when the judgements aren't one for each part and
 * as the catalogue has it, CLAIM_LOST when the claim ended, CONFLICT when it is another revision
 */
export async function decideQualification(actor: PersonActor, input: DecideQualificationInput) {
  const { qualificationId: id, revision } = input
  return transaction(async (tx) => {
    const found = await findSubmitted(tx, actor, id)
    const now = await databaseTime(tx)
    refuseUnlessHeld(actor, found, now)
    const [submission] = found.submissions
    if (found.revision !== revision || !submission) {
      throw new DomainError('CONFLICT', 'Another revision than the one judged', { subjectId: id })
    }
    const rulebook = await rulebookOf(submission.rulebookVersion, tx)
    const catalogue = await catalogueFor(tx, input)
    const judgements = judgementsOf(catalogue, { ...submission, id, kind: found.kind, rulebook }, input.parts)
    const outcome = outcomeOf(catalogue, judgements)

    const { count } = await tx.qualification.updateMany({
      where: { id, status: 'IN_REVIEW', revision, reviewerId: actor.id, leaseEndsAt: { gt: now } },
      data: { status: outcome, decidedAt: now, reviewerId: null, claimedAt: null, leaseEndsAt: null },
    })
    if (count !== 1) throw await lostOrChanged(tx, actor, id, now)

    const { version: reasonsVersion } = catalogue
    const about = { submissionId: submission.id, dataKeyId: found.dataKeyId, outcome, reasonsVersion, decidedAt: now }
    const recorded = await recordJudgements(tx, actor, about, judgements)
    await recordAudit(
      tx,
      actor,
      {
        action: 'review.decided',
        subjectId: id,
        data: { ...recorded.event, submissionId: submission.id, revision, from: 'IN_REVIEW', to: outcome },
      },
      { using: 'review.decide', disclose: { dataKeyId: found.dataKeyId, commitments: recorded.commitments } },
    )
    if (outcome === 'APPROVED') await approve(tx, found, submission, now)
    if (outcome === 'CHANGES_REQUESTED') await beginNextRevision(tx, id)
    return { id, reference: found.reference, status: outcome }
  })
}

/** The reasons as the reviewer read them: a catalogue published since must not turn what they concluded. */
async function catalogueFor(tx: Tx, { qualificationId: id, reasonsVersion }: DecideQualificationInput) {
  const catalogue = reasonsVersion ? await findReasons(reasonsVersion, tx) : await currentReasons(tx)
  if (!catalogue) throw new DomainError('INVALID_INPUT', 'No such catalogue of reasons', { subjectId: id })
  return catalogue
}

async function findSubmitted(tx: Tx, actor: PersonActor, id: string) {
  const found = await tx.qualification.findFirst({
    where: { AND: [{ id }, visibleTo(actor)] },
    include: {
      submissions: {
        orderBy: { revision: 'desc' },
        take: 1,
        include: { parts: { orderBy: { position: 'asc' }, include: { document: { select: { kind: true } } } } },
      },
    },
  })
  if (!found) throw new DomainError('NOT_FOUND', 'No such qualification')
  return found
}
