import 'server-only'
import type { ClientActor } from '@/lib/actor/actor'
import { cursorsOf } from '@/lib/core/cursor'
import { DomainError } from '@/lib/core/errors'
import { database, databaseTime } from '@/lib/db/client'
import { visibleTo } from '@/lib/qualifications/policy'
import type { ApplicationQuery, ApplicationSummary } from './schemas'
import { SUMMARY_ROW, summaryOf } from './summary'

const CURSORS = cursorsOf('qualifications')
const PAGE = 50

/**
 * Returns a page of the qualifications that a client may know of, the newest first.
 *
 * @throws DomainError INVALID_INPUT for a cursor that is none
 */
export async function listApplications(
  client: ClientActor,
  { account, status, limit, after }: ApplicationQuery,
): Promise<{ qualifications: ApplicationSummary[]; next: string | null }> {
  const from = CURSORS.read(after)
  if (after !== undefined && !from) throw new DomainError('INVALID_INPUT', 'No cursor of this list')
  const wanted = { ...(account ? { accountId: account } : {}), ...(status ? { status } : {}) }
  const beyond = from ? { OR: [{ createdAt: { lt: from.at } }, { createdAt: from.at, id: { lt: from.id } }] } : {}
  const take = limit ? Number(limit) : PAGE
  const rows = await database().qualification.findMany({
    where: { AND: [visibleTo(client), wanted, beyond] },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: take + 1,
    include: SUMMARY_ROW,
  })
  const now = await databaseTime()
  const page = rows.slice(0, take)
  const last = rows.length > take ? page.at(-1) : undefined
  return {
    qualifications: page.map((row) => summaryOf(row, now)),
    next: last ? CURSORS.write({ at: last.createdAt, id: last.id }) : null,
  }
}
