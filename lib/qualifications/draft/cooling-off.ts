import 'server-only'
import { dateIn } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, type Tx } from '@/lib/db/client'
import type { QualificationKind } from '@/lib/db/generated/enums'
import { rulebookOf } from '@/lib/rulebook/registry'
import { tryAgainOn } from '../lifecycle'

/**
 * Refuses a new start while a rejection of the same account and kind is too recent under the rules that it was judged
 * by. The caller has locked the account.
 *
 * @throws DomainError COOLING_OFF with the `date` from which one can be started
 */
export async function refuseWhileCoolingOff(tx: Tx, accountId: string, kind: QualificationKind): Promise<void> {
  const rejected = await tx.qualification.findMany({
    where: { accountId, kind, status: 'REJECTED' },
    orderBy: { decidedAt: 'desc' },
    take: 10,
    include: { submissions: { orderBy: { revision: 'desc' }, take: 1, select: { rulebookVersion: true } } },
  })
  const dates: string[] = []
  for (const { decidedAt, submissions } of rejected) {
    const { coolingOffDays } = (await rulebookOf(submissions[0]?.rulebookVersion ?? '', tx)).terms
    if (decidedAt) dates.push(tryAgainOn(decidedAt, coolingOffDays))
  }
  const date = dates.toSorted().at(-1)
  if (date && dateIn(await databaseTime(tx)) < date) {
    throw new DomainError('COOLING_OFF', `Not before ${date}`, { params: { date } })
  }
}
