import 'server-only'
import { database } from '@/lib/db/client'
import { type Backlog, backlogOf, refuseWhileBehind } from './examination/backlog'
import { bytesOfDay, refuseOverDay } from './upload-quota'

/**
 * Refuses another file of an account that stored too much today, or whose files are examined too late, before a byte of it is
 * read. Both are one statement.
 *
 * @throws DomainError TOO_MUCH_A_DAY, EXAMINATION_BEHIND
 */
export async function refuseReception(accountId: string): Promise<void> {
  const [known] = await database().$queryRaw<[Backlog & { bytes: number }]>`
    SELECT day.bytes, backlog.own, backlog.all
    FROM (${bytesOfDay(accountId)}) AS day, (${backlogOf(accountId)}) AS backlog`
  refuseOverDay(known)
  refuseWhileBehind(known)
}
