import 'server-only'
import { ownAccounts } from '@/lib/accounts/members/policy'
import { requireApplicant } from '@/lib/accounts/notices/policy'
import type { PersonActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { isId } from '@/lib/core/ids'
import { database, databaseTime } from '@/lib/db/client'
import { openExportTicket } from './export-ticket'

/**
 * Checks that an account is the actor's, and that its data are theirs to export.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN for sessions that the platform vouched for
 */
export async function requireOwn(actor: PersonActor, accountId: string): Promise<void> {
  const own = isId(accountId)
    ? await database().account.findFirst({ where: { AND: [{ id: accountId }, ownAccounts(actor)] } })
    : null
  if (!own) throw new DomainError('NOT_FOUND', 'No such account')
  requireApplicant(actor, accountId)
}

/**
 * Checks that the actor may export all data of an account now: it is theirs, and this session confirmed this export a
 * short while ago (`prepareExport`).
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, FRESH_CODE_NEEDED
 */
export async function requireExport(actor: PersonActor, accountId: string, ticket: string): Promise<void> {
  await requireOwn(actor, accountId)
  const prepared = await openExportTicket(ticket)
  const isForThis = prepared?.accountId === accountId && prepared.sessionId === actor.sessionId
  if (!isForThis || prepared.until <= (await databaseTime())) {
    throw new DomainError('FRESH_CODE_NEEDED', 'Not prepared in this session, or too long ago', {
      subjectId: accountId,
    })
  }
}
