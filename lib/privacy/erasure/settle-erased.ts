import 'server-only'
import { SYSTEM } from '@/lib/actor/actor'
import { databaseTime, type Tx } from '@/lib/db/client'
import { endSessionsIn } from '@/lib/sign-in/sessions/end-sessions'
import { endQualification } from './end-qualification'
import { removePerson } from './erase-person'
import { removeTraces } from './erase-qualification'

/**
 * Corrects an older copy after a restore shredded keys again. A qualification that was in progress can't continue and
 * is closed; nothing finds it, or an erased person, by an index any more.
 */
export async function settleErased(tx: Tx, erased: { qualificationIds: string[]; userIds: string[] }): Promise<void> {
  await settleQualifications(tx, erased.qualificationIds)
  const people = await tx.user.findMany({ where: { id: { in: erased.userIds }, erasedAt: null } })
  const at = await databaseTime(tx)
  for (const { id: userId, phoneIndex } of people) {
    await endSessionsIn(tx, SYSTEM, { userId }, 'ERASED')
    await removePerson(tx, { userId, phoneIndex, at })
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
  await removeTraces(tx, known)
}
