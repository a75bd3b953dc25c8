import 'server-only'
import { requireConsentsOfMakers } from '@/lib/accounts/consents/require-consents'
import type { AccountActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import { visibleTo } from '../policy'
import { recordStanding } from './record-standing'
import { mayGovern, type StandingAct, standingAfter, standingProblem } from './standing'
import { standingConflict } from './standing-conflict'
import type { ChangeStandingInput } from './standing-schemas'

/**
 * Does what suspending, resuming and revoking have in common: it writes the state, the status change with its sealed
 * note, the event, and the message to the account. The UPDATE guards state and end too, since the daily job may expire
 * it meanwhile.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN (also for an own account), INVALID_INPUT, INVALID_STATE, CASE_CHANGED when a
 *   colleague or
 * the clock was faster (CONFLICT for a key), CONSENT_MISSING when it would be in force without its maker's consent
 */
export function changeStanding(
  actor: AccountActor,
  act: StandingAct,
  { qualificationId: id, reason, note }: ChangeStandingInput,
) {
  return transaction(async (tx) => {
    const found = await tx.qualification.findFirst({ where: { AND: [{ id }, visibleTo(actor)] } })
    if (!found) throw new DomainError('NOT_FOUND', 'No such qualification')
    if (!mayGovern(actor, found)) throw new DomainError('FORBIDDEN', 'Not theirs to govern', { subjectId: id })
    const problem = standingProblem(act, reason, note)
    if (problem) throw new DomainError('INVALID_INPUT', problem, { subjectId: id, params: { problem } })
    // Without its maker's consent, to whichever text, it can't be in force, for any reason of the suspension.
    if (act === 'RESUMED') await requireConsentsOfMakers(tx, 'CONTINUE', found.accountId, [found.createdById], id)
    const lastReason = found.status === 'SUSPENDED' ? await lockReason(tx, id) : null
    const now = await databaseTime(tx)
    const to = standingAfter(act, { ...found, lastReason }, now)
    if (!to) throw await standingConflict(tx, actor, 'INVALID_STATE', id)
    await recordStanding(tx, actor, { act, qualification: found, to, reason, note, at: now })
    return { id, reference: found.reference, status: to }
  })
}

/**
 * Returns the reason of the last status change, and locks the qualification: of two colleagues, and of one and a consent
 * that is given, the second finds what the first did, although the state may be the same.
 */
async function lockReason(tx: Tx, qualificationId: string) {
  await tx.$queryRaw`SELECT FROM qualifications WHERE id = ${qualificationId}::uuid FOR UPDATE`
  const last = await tx.statusChange.findFirst({
    where: { qualificationId },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
  })
  return last?.reason ?? null
}
