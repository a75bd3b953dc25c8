import 'server-only'
import type { PersonActor } from '@/lib/auth/actor'
import { requireFreshCode } from '@/lib/auth/fresh-factor'
import { DomainError } from '@/lib/core/errors'
import { isId } from '@/lib/core/ids'
import { database } from '@/lib/db/client'
import { ownAccounts } from '@/lib/members/policy'

/**
 * That the actor may take out all data of an account now: of one of theirs, by a fresh code to their phone.
 *
 * @throws DomainError NOT_FOUND, FRESH_CODE_NEEDED
 */
export async function requireExport(actor: PersonActor, accountId: string): Promise<void> {
  const own = isId(accountId)
    ? await database().account.findFirst({ where: { AND: [{ id: accountId }, ownAccounts(actor)] } })
    : null
  if (!own) throw new DomainError('NOT_FOUND', 'No such account')
  await requireFreshCode(database(), actor, accountId)
}
