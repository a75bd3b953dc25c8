import 'server-only'
import type { ClientActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { transaction } from '@/lib/db/client'
import { playsStaff, visibleTo } from '../policy'
import { expireQualificationIn } from './expire-qualifications'

/**
 * Ends the validity of a test account's approval now, as a test key asks, and expires it as the daily job does.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN for any other key, INVALID_STATE unless it is approved or suspended,
 *   CONFLICT
 */
export function playExpiry(client: ClientActor, { qualificationId: id }: { qualificationId: string }) {
  return transaction(async (tx) => {
    const found = await tx.qualification.findFirst({ where: { AND: [{ id }, visibleTo(client)] } })
    if (!found) throw new DomainError('NOT_FOUND', 'No such qualification')
    if (!playsStaff(client)) throw new DomainError('FORBIDDEN', 'Plays no clock', { subjectId: id })
    const { reference, status } = found
    if (status !== 'APPROVED' && status !== 'SUSPENDED') {
      throw new DomainError('INVALID_STATE', `Not to expire from ${status}`, { subjectId: id })
    }
    const ended = await tx.$executeRaw`
      UPDATE qualifications SET valid_until = least(valid_until, date_trunc('milliseconds', clock_timestamp()))
      WHERE id = ${id}::uuid AND status IN ('APPROVED', 'SUSPENDED')`
    if (ended !== 1) throw new DomainError('CONFLICT', 'Ended meanwhile', { subjectId: id })
    await expireQualificationIn(tx, id)
    return { id, reference, status: 'EXPIRED' as const }
  })
}
