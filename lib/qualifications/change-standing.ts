import 'server-only'
import { requireConsents } from '@/lib/accounts/require-consents'
import type { PersonActor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, transaction } from '@/lib/db/client'
import { visibleTo } from './policy'
import { recordStanding } from './record-standing'
import { mayGovern, type StandingAct, standingAfter, standingProblem } from './standing'
import type { ChangeStandingInput } from './standing-schemas'

/**
 * What suspending, resuming and revoking have in common: the state, the turn with its note sealed, the event, the
 * message to the account. Its state and end are guarded in the UPDATE too, for the clock may end it meanwhile.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN (also for an account of one's own), INVALID_INPUT, INVALID_STATE, CONFLICT,
 *   CONSENT_MISSING when it would be in force without its maker's consent
 */
export function changeStanding(
  actor: PersonActor,
  act: StandingAct,
  { qualificationId: id, reason, note }: ChangeStandingInput,
) {
  return transaction(async (tx) => {
    const found = await tx.qualification.findFirst({ where: { AND: [{ id }, visibleTo(actor)] } })
    if (!found) throw new DomainError('NOT_FOUND', 'No such qualification')
    if (!mayGovern(actor, found)) throw new DomainError('FORBIDDEN', 'Not theirs to govern', { subjectId: id })
    const problem = standingProblem(act, reason, note)
    if (problem) throw new DomainError('INVALID_INPUT', problem, { subjectId: id, params: { problem } })
    // Whatever it was suspended for: without the consent of who made it, it is not in force.
    if (act === 'RESUMED') await requireConsents(tx, [found.createdById], id)
    const now = await databaseTime(tx)
    const to = standingAfter(act, found, now)
    if (!to) throw new DomainError('INVALID_STATE', `Not ${act} from ${found.status}`, { subjectId: id })
    await recordStanding(tx, actor, { act, qualification: found, to, reason, note, at: now })
    return { id, reference: found.reference, status: to }
  })
}
