import 'server-only'
import type { Actor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, type Tx } from '@/lib/db/client'
import type { Qualification } from '@/lib/db/generated/client'
import { isOver, mayWithdraw } from '@/lib/qualifications/lifecycle'
import { endPhonesIn } from '@/lib/qualifications/phone/end-phones'

type Ended = Pick<Qualification, 'id' | 'status' | 'revision' | 'validUntil'>

type Ending = 'EXPIRED' | 'REVOKED' | 'WITHDRAWN'

const REVOKED_FOR = 'APPLICANT_REQUEST'

/**
 * Closes a qualification, since only a closed one can be erased: one past its validity expires, one in force is
 * revoked, any other is withdrawn. A closed one is left alone.
 *
 * @returns what became of it; null for one that is left alone
 * @throws DomainError CONFLICT when its status changed since it was read
 */
export async function endQualification(
  tx: Tx,
  actor: Pick<Actor, 'kind' | 'id'>,
  qualification: Ended,
): Promise<Ending | null> {
  const { id, status: from, revision, validUntil } = qualification
  const at = await databaseTime(tx)
  const to = endOf(qualification, at)
  if (!to) return null
  const { count } = await tx.qualification.updateMany({
    where: { id, status: from, revision },
    data: { status: to, reviewerId: null, claimedAt: null, leaseEndsAt: null },
  })
  if (count !== 1) throw new DomainError('CONFLICT', 'It went on since it was read', { subjectId: id })
  await endPhonesIn(tx, actor, { qualificationId: id }, 'CLOSED')
  const reason = to === 'REVOKED' ? REVOKED_FOR : null
  const byId = to === 'EXPIRED' ? null : actor.id
  await tx.statusChange.create({ data: { qualificationId: id, kind: to, reason, byId, at } })
  if (to === 'REVOKED') {
    const data = { from, to, reason: REVOKED_FOR, note: null }
    await recordAudit(tx, actor, { action: 'qualification.revoked', subjectId: id, data })
  } else if (to === 'EXPIRED') {
    const data = { from, to, validUntil: (validUntil ?? at).toISOString() }
    await recordAudit(tx, actor, { action: 'qualification.expired', subjectId: id, data })
  } else {
    await recordAudit(tx, actor, { action: 'qualification.withdrawn', subjectId: id, data: { from, revision } })
  }
  return to
}

function endOf(qualification: Ended, at: Date): Ending | null {
  if (isOver(qualification, at)) return 'EXPIRED'
  if (qualification.status === 'APPROVED' || qualification.status === 'SUSPENDED') return 'REVOKED'
  return mayWithdraw(qualification.status) ? 'WITHDRAWN' : null
}
