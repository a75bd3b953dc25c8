import 'server-only'
import type { ClientActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import type { Reader } from '@/lib/db/client'

/**
 * Returns the ID of the account that the platform calls so, if the key is for it.
 *
 * @throws DomainError NOT_FOUND
 */
export async function findCustomer(reader: Reader, client: ClientActor, externalRef: string): Promise<string> {
  const { isTest, accountId, scopes } = client
  const found = await reader.account.findUnique({
    where: { externalRef_isTest: { externalRef, isTest } },
    select: { id: true },
  })
  const isTheirs = found && (accountId === null || accountId === found.id)
  if (!isTheirs || !scopes.includes('CONSENTS_ATTEST')) throw new DomainError('NOT_FOUND', 'No such account')
  return found.id
}
