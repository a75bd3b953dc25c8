import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import { SYSTEM } from '@/lib/auth/actor'
import { endSessionsIn } from '@/lib/auth/sessions'
import { databaseTime, type Tx } from '@/lib/db/client'
import { mayWithdraw } from '@/lib/qualifications/lifecycle'
import { takeOutPerson } from './erase-person'
import { takeOutOfSearch } from './erase-qualification'

/**
 * After a restore shredded keys again: what an older copy says of their owners is set right. A qualification that was
 * going on then can't go on, and is withdrawn, or revoked where it was approved; nothing finds it, or a person, any more.
 */
export async function settleErased(tx: Tx, erased: { qualificationIds: string[]; userIds: string[] }): Promise<void> {
  await settleQualifications(tx, erased.qualificationIds)
  const people = await tx.user.findMany({ where: { id: { in: erased.userIds }, erasedAt: null } })
  const at = await databaseTime(tx)
  for (const { id: userId, phoneIndex } of people) {
    await endSessionsIn(tx, SYSTEM, { userId }, 'ERASED')
    await takeOutPerson(tx, { userId, phoneIndex, at })
    await tx.membership.deleteMany({ where: { userId } })
  }
}

async function settleQualifications(tx: Tx, ids: readonly string[]): Promise<void> {
  const found = await tx.qualification.findMany({ where: { id: { in: [...ids] }, detailsErasedAt: null } })
  const at = await databaseTime(tx)
  for (const { id, status: from, revision } of found) {
    const isInForce = from === 'APPROVED' || from === 'SUSPENDED'
    if (!isInForce && !mayWithdraw(from)) continue
    const to = isInForce ? 'REVOKED' : 'WITHDRAWN'
    const unclaimed = { reviewerId: null, claimedAt: null, leaseEndsAt: null }
    await tx.qualification.update({ where: { id }, data: { status: to, ...unclaimed } })
    await tx.turn.create({
      data: { qualificationId: id, kind: to, reason: isInForce ? 'APPLICANT_REQUEST' : null, at },
    })
    if (isInForce) {
      const data = { from, to, reason: 'APPLICANT_REQUEST', note: null }
      await recordAudit(tx, SYSTEM, { action: 'qualification.revoked', subjectId: id, data })
    } else {
      await recordAudit(tx, SYSTEM, { action: 'qualification.withdrawn', subjectId: id, data: { from, revision } })
    }
  }
  const known = found.map(({ id }) => id)
  await tx.$executeRaw`
    UPDATE qualifications SET documents_erased_at = COALESCE(documents_erased_at, ${at}), details_erased_at = ${at}
    WHERE id = ANY(${known}::uuid[])`
  await takeOutOfSearch(tx, known)
}
