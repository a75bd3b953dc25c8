import 'server-only'
import { requireFreshCode } from '@/lib/accounts/limits/fresh-factor'
import { ownAccounts } from '@/lib/accounts/members/policy'
import type { PersonActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { isId } from '@/lib/core/ids'
import { database } from '@/lib/db/client'

/**
 * Checks that the actor may export all data of an account now: it is theirs, and they gave a fresh code to their phone.
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
