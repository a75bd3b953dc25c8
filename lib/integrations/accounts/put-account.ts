import 'server-only'
import { areConsentsGiven } from '@/lib/accounts/consents/require-consents'
import type { ClientActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { type Tx, transaction } from '@/lib/db/client'
import { isTaken } from '@/lib/db/is-taken'
import type { AccountAnswer } from './schemas'

type Given = { externalRef: string; account?: string | undefined }

/**
 * Makes the account of a customer of the platform, or gives one that exists the platform's ID. Done again, it changes
 * nothing. A test key makes test accounts, and finds no others; nor does any other key find these: an ID may be of one
 * of each.
 *
 * @throws DomainError FORBIDDEN for another account than the key's, NOT_FOUND, CONFLICT when the account or the ID has
 *   another
 */
export async function putAccount(client: ClientActor, given: Given): Promise<AccountAnswer & { isNew: boolean }> {
  try {
    return await transaction((tx) => put(tx, client, given))
  } catch (error) {
    throw isTaken(error) ? new DomainError('CONFLICT', 'The ID is of another account') : error
  }
}

async function put(tx: Tx, client: ClientActor, given: Given): Promise<AccountAnswer & { isNew: boolean }> {
  const { externalRef } = given
  const known = await find(tx, client, externalRef)
  if (known && given.account !== undefined && given.account !== known) {
    throw new DomainError('CONFLICT', 'The ID is of another account')
  }
  const wanted = known ?? given.account ?? newId()
  if (!client.scopes.includes('ACCOUNTS_WRITE') || (client.accountId !== null && client.accountId !== wanted)) {
    throw new DomainError('FORBIDDEN', 'Not an account of the key')
  }
  const isNew = !known && !given.account && (await makeAccount(tx, client, { id: wanted, externalRef }))
  if (!known && given.account) await giveRef(tx, client, { id: wanted, externalRef })
  const id = known || given.account || isNew ? wanted : await findMade(tx, client, externalRef)
  const members = await tx.membership.count({ where: { accountId: id } })
  const consents = await areConsentsGiven(tx, 'APPLY', id)
  return { id, externalRef, members, consents, isNew }
}

type Made = { id: string; externalRef: string }

async function find(tx: Tx, { isTest }: ClientActor, externalRef: string): Promise<string | undefined> {
  const where = { externalRef_isTest: { externalRef, isTest } }
  return (await tx.account.findUnique({ where, select: { id: true } }))?.id
}

async function findMade(tx: Tx, client: ClientActor, externalRef: string): Promise<string> {
  const id = await find(tx, client, externalRef)
  if (!id) throw new Error('Made at the same time, and gone')
  return id
}

/** Returns whether it was made: of two who make it at the same time, the later waits, and finds it. */
async function makeAccount(tx: Tx, client: ClientActor, { id, externalRef }: Made): Promise<boolean> {
  const { count } = await tx.account.createMany({
    data: [{ id, externalRef, isTest: client.isTest }],
    skipDuplicates: true,
  })
  if (count === 0) return false
  await recordAudit(tx, client, { action: 'account.made', subjectId: id, data: {} })
  return true
}

async function giveRef(tx: Tx, client: ClientActor, { id, externalRef }: Made): Promise<void> {
  const found = await tx.account.findUnique({ where: { id, isTest: client.isTest }, select: { id: true } })
  if (!found) throw new DomainError('NOT_FOUND', 'No such account')
  const { count } = await tx.account.updateMany({ where: { id, externalRef: null }, data: { externalRef } })
  if (count !== 1) throw new DomainError('CONFLICT', 'It has another ID', { subjectId: id })
  await recordAudit(tx, client, { action: 'account.referenced', subjectId: id, data: {} })
}
