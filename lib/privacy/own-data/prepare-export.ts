import 'server-only'
import type { Confirm, ConfirmedSession } from '@/lib/accounts/confirmed-act'
import type { PersonActor } from '@/lib/actor/actor'
import { MINUTE } from '@/lib/core/clock'
import { databaseTime, transaction } from '@/lib/db/client'
import { sealExportTicket } from './export-ticket'
import { requireOwn } from './require-export'

/** A download that broke off, or that a browser starts twice, needs no second code for so long. */
const TICKET_MINUTES = 15

/**
 * Prepares the export of all data of an account: what confirms it is for the download too, by a ticket that is worth
 * something only in the session that continues here. A copy of the session's cookie alone downloads nothing.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN for sessions that the platform vouched for; and what `confirm` throws
 */
export async function prepareExport(
  actor: PersonActor,
  { accountId }: { accountId: string },
  confirm: Confirm,
): Promise<{ ticket: string; session: ConfirmedSession }> {
  await requireOwn(actor, accountId)
  const use = await confirm('EXPORT', accountId)
  return transaction(async (tx) => {
    const session = await use(tx)
    const until = new Date((await databaseTime(tx)).getTime() + TICKET_MINUTES * MINUTE)
    return { ticket: await sealExportTicket({ accountId, sessionId: session.id, until }), session }
  })
}
