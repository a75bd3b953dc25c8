import 'server-only'
import { tooMany } from '@/lib/auth/rate-limits'
import { HOUR } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, type Tx } from '@/lib/db/client'

/**
 * Drafts that an account may have, and qualifications that it may start in an hour: those that it withdrew count too, or
 * a loop of both would have no end. A company that fills in an application for each of its brands has ten of them.
 */
export const MOST_DRAFTS = 20
export const MOST_STARTED_AN_HOUR = 30

/**
 * The caller has locked the account, so that nobody starts another one meanwhile.
 *
 * @throws DomainError TOO_MANY_DRAFTS, RATE_LIMITED with the seconds to wait
 */
export async function refuseOverQuota(tx: Tx, accountId: string): Promise<void> {
  const open = await tx.qualification.count({ where: { accountId, status: 'DRAFT' } })
  if (open >= MOST_DRAFTS) {
    const params = { open, allowed: MOST_DRAFTS }
    throw new DomainError('TOO_MANY_DRAFTS', `${open} drafts`, { params })
  }
  const now = (await databaseTime(tx)).getTime()
  const started = await tx.qualification.findMany({
    where: { accountId, createdAt: { gt: new Date(now - HOUR) } },
    orderBy: { createdAt: 'desc' },
    skip: MOST_STARTED_AN_HOUR - 1,
    take: 1,
    select: { createdAt: true },
  })
  if (started[0]) throw tooMany(started[0].createdAt.getTime() + HOUR - now)
}
