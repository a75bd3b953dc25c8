import 'server-only'
import { tooMany } from '@/lib/accounts/limits/limiter'
import { HOUR } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, type Tx } from '@/lib/db/client'

/**
 * The number of drafts that an account may have, and of qualifications that it may start in an hour: withdrawn ones
 * count, or a loop of starting and withdrawing would never stop. A company that applies for each of its brands has
 * about ten.
 */
export const MAX_DRAFTS = 20
export const MAX_STARTED_PER_HOUR = 30

/**
 * Checks both limits. The caller has locked the account, so that nobody starts another one meanwhile.
 *
 * @throws DomainError TOO_MANY_DRAFTS, RATE_LIMITED with the seconds to wait
 */
export async function refuseOverQuota(tx: Tx, accountId: string): Promise<void> {
  const open = await tx.qualification.count({ where: { accountId, status: 'DRAFT' } })
  if (open >= MAX_DRAFTS) {
    const params = { open, allowed: MAX_DRAFTS }
    throw new DomainError('TOO_MANY_DRAFTS', `${open} drafts`, { params })
  }
  const now = (await databaseTime(tx)).getTime()
  const started = await tx.qualification.findMany({
    where: { accountId, createdAt: { gt: new Date(now - HOUR) } },
    orderBy: { createdAt: 'desc' },
    skip: MAX_STARTED_PER_HOUR - 1,
    take: 1,
    select: { createdAt: true },
  })
  if (started[0]) throw tooMany(started[0].createdAt.getTime() + HOUR - now)
}
