import 'server-only'
import { SYSTEM } from '@/lib/auth/actor'
import { endSessionsIn } from '@/lib/auth/sessions'
import { databaseTime, type Tx } from '@/lib/db/client'
import { endQualification } from './end-qualification'
import { takeOutPerson } from './erase-person'
import { takeOutOfSearch } from './erase-qualification'

/**
 * After a restore shredded keys again: what an older copy says of their owners is set right. A qualification that was
 * going on then can't go on, and ends; nothing finds it, or a person, any more.
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
  for (const qualification of found) await endQualification(tx, SYSTEM, qualification)
  const known = found.map(({ id }) => id)
  await tx.$executeRaw`
    UPDATE qualifications SET documents_erased_at = COALESCE(documents_erased_at, ${at}), details_erased_at = ${at}
    WHERE id = ANY(${known}::uuid[])`
  await takeOutOfSearch(tx, known)
}
