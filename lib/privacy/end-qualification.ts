import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import type { Actor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, type Tx } from '@/lib/db/client'
import type { Qualification } from '@/lib/db/generated/client'
import { isOver, mayWithdraw } from '@/lib/qualifications/lifecycle'

type Ended = Pick<Qualification, 'id' | 'status' | 'revision' | 'validUntil'>

const REVOKED_FOR = 'APPLICANT_REQUEST'

/**
 * Ends whatever would go on, as only what ended is erased: what is past its validity has expired, what is in force is
 * revoked, all else is withdrawn. Nothing happens to what ended before.
 *
 * @throws DomainError CONFLICT when it went on since it was read
 */
export async function endQualification(tx: Tx, actor: Pick<Actor, 'kind' | 'id'>, qualification: Ended): Promise<void> {
  const { id, status: from, revision, validUntil } = qualification
  const at = await databaseTime(tx)
  const to = endOf(qualification, at)
  if (!to) return
  const { count } = await tx.qualification.updateMany({
    where: { id, status: from, revision },
    data: { status: to, reviewerId: null, claimedAt: null, leaseEndsAt: null },
  })
  if (count !== 1) throw new DomainError('CONFLICT', 'It went on since it was read', { subjectId: id })
  const reason = to === 'REVOKED' ? REVOKED_FOR : null
  const byId = to === 'EXPIRED' ? null : actor.id
  await tx.turn.create({ data: { qualificationId: id, kind: to, reason, byId, at } })
  if (to === 'REVOKED') {
    const data = { from, to, reason: REVOKED_FOR, note: null }
    await recordAudit(tx, actor, { action: 'qualification.revoked', subjectId: id, data })
  } else if (to === 'EXPIRED') {
    const data = { from, to, validUntil: (validUntil ?? at).toISOString() }
    await recordAudit(tx, actor, { action: 'qualification.expired', subjectId: id, data })
  } else {
    await recordAudit(tx, actor, { action: 'qualification.withdrawn', subjectId: id, data: { from, revision } })
  }
}

function endOf(qualification: Ended, at: Date): 'EXPIRED' | 'REVOKED' | 'WITHDRAWN' | null {
  if (isOver(qualification, at)) return 'EXPIRED'
  if (qualification.status === 'APPROVED' || qualification.status === 'SUSPENDED') return 'REVOKED'
  return mayWithdraw(qualification.status) ? 'WITHDRAWN' : null
}
