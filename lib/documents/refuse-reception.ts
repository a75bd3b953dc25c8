import 'server-only'
import { Prisma } from '@/lib/db/generated/client'
import { type Backlog, backlogOf, refuseWhileBehind } from './examination/backlog'
import { refuseOverDay, type StoredInDay, storedInDay } from './upload-quota'

/** Holds what decides whether another file of an account is received. */
export type Reception = Backlog & StoredInDay

/** Selects the reception of an account as one value, so that a verb that needs more reads both in one statement. */
export const receptionOf = (accountId: string): Prisma.Sql => Prisma.sql`
  SELECT jsonb_build_object('bytes', day.bytes, 'wait', day.wait, 'own', backlog.own, 'all', backlog.all)
  FROM (${storedInDay(accountId)}) AS day, (${backlogOf(accountId)}) AS backlog`

/**
 * Refuses another file of an account that stored too much today, or whose files are examined too late, before a byte of
 * it is read.
 *
 * @throws DomainError TOO_MUCH_A_DAY, EXAMINATION_BEHIND
 */
export function refuseReception(known: Reception): void {
  refuseOverDay(known)
  refuseWhileBehind(known)
}
