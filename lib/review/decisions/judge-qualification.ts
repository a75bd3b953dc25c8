import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import type { Reader } from '@/lib/db/client'
import type { ReasonCatalogue } from '@/lib/rulebook/reason-catalogue'
import { currentReasons, findReasons, rulebookOf } from '@/lib/rulebook/registry'
import type { Rulebook } from '@/lib/rulebook/rulebook'
import { refuseUnlessHeld } from '../claims/claims'
import { type Claimed, readClaimed } from '../claims/read-claimed'
import { outcomeOf } from '../lifecycle'
import type { DecideQualificationInput } from '../schemas'
import { approvalEnd } from './approval-end'
import { judgementsOf } from './judgements'
import type { Decision } from './record-decision'
import { refuseUnseen } from './refuse-unseen'

/** A decision that may be recorded now, and what it was drawn from. */
export type Judged = { claimed: Claimed; rulebook: Rulebook; decision: Decision }

/**
 * Draws the decision that follows from a reviewer's judgements, and refuses it unless it is legal now. It is done when
 * the decision is sent, and again when it takes effect.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, CASE_CHANGED, INVALID_INPUT when the judgements aren't one for each open
 * part and as the catalogue has it, PAGE_UNSEEN when a page of an accepted part was not shown in full, ALREADY_ENDED
 * when what is accepted is no longer valid, CLAIM_LOST when the claim ended, CONFLICT when it is another revision
 */
export async function judgeQualification(
  reader: Reader,
  actor: PersonActor,
  input: DecideQualificationInput,
): Promise<Judged> {
  const { qualificationId: id, revision } = input
  const claimed = await readClaimed(reader, actor, id)
  await refuseUnlessHeld(reader, actor, claimed, claimed.now)
  if (claimed.revision !== revision) {
    throw new DomainError('CONFLICT', 'Another revision than the one judged', { subjectId: id })
  }
  const judged = concludeFrom(claimed, {
    rulebook: await rulebookOf(claimed.rulebookVersion, reader),
    catalogue: await catalogueFor(reader, input),
    parts: input.parts,
  })
  refuseUnseen(claimed, judged.decision.judgements)
  return judged
}

type Given = { rulebook: Rulebook; catalogue: ReasonCatalogue; parts: Decision['judgements'] }

/**
 * Draws the decision that follows from judgements, of a reviewer or of a key that plays one.
 *
 * @throws DomainError INVALID_INPUT, ALREADY_ENDED
 */
export function concludeFrom(claimed: Claimed, { rulebook, catalogue, parts }: Given): Judged {
  const judgements = judgementsOf(catalogue, { ...claimed, rulebook }, parts)
  const outcome = outcomeOf(catalogue, judgements, claimed.carried)
  const validUntil = outcome === 'APPROVED' ? endOf(claimed, rulebook) : null
  return { claimed, rulebook, decision: { outcome, reasonsVersion: catalogue.version, validUntil, judgements } }
}

/**
 * Returns when the approval ends. A document that expired while the case waited can be refused as long as its part is
 * open; a carried part can't, and then the approval has ended as it starts.
 */
function endOf(claimed: Claimed, rulebook: Rulebook): Date {
  const { validUntil, endedWith } = approvalEnd(claimed, rulebook)
  if (claimed.parts.some(({ kind, fieldGroup }) => kind === 'FIELDS' && fieldGroup === endedWith)) {
    throw new DomainError('ALREADY_ENDED', 'Ended while it waited', { subjectId: claimed.id })
  }
  return validUntil
}

/** Returns the reasons that the reviewer read: a catalogue published since must not change what they concluded. */
async function catalogueFor(reader: Reader, { qualificationId: id, reasonsVersion }: DecideQualificationInput) {
  const catalogue = reasonsVersion ? await findReasons(reasonsVersion, reader) : await currentReasons(reader)
  if (!catalogue) throw new DomainError('INVALID_INPUT', 'No such catalogue of reasons', { subjectId: id })
  return catalogue
}
