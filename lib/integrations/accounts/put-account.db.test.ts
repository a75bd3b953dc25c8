import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { ClientActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import { aClient } from '@/tests/factories/api-keys'
import { eventsAbout } from '@/tests/factories/audit'
import { putAccount } from './put-account'

const writer = (accountId: string | null = null): Promise<ClientActor> =>
  aClient({ scopes: ['ACCOUNTS_WRITE'], accountId })
const anAccount = async () => (await database().account.create({ data: {} })).id
const refOf = async (id: string) => (await database().account.findUniqueOrThrow({ where: { id } })).externalRef
const accountsWith = (externalRef: string) => database().account.count({ where: { externalRef } })

test('an account that exists is given an ID once, and again without a change', async () => {
  const [client, account, externalRef] = [await writer(), await anAccount(), randomUUID()]
  for (let time = 0; time < 2; time += 1) {
    expect(await putAccount(client, { externalRef, account })).toMatchObject({ id: account, externalRef, isNew: false })
  }
  expect(await refOf(account)).toBe(externalRef)
  expect((await eventsAbout(account)).map(({ action }) => action)).toEqual(['account.referenced'])
})

test('an account keeps its ID, and an ID its account', async () => {
  const [client, account, other] = [await writer(), await anAccount(), await anAccount()]
  const [externalRef, another] = [randomUUID(), randomUUID()]
  await putAccount(client, { externalRef, account })
  for (const given of [
    { externalRef: another, account },
    { externalRef, account: other },
  ]) {
    await expect(putAccount(client, given)).rejects.toMatchObject({ code: 'CONFLICT' })
  }
  expect([await refOf(account), await refOf(other)]).toEqual([externalRef, null])
  expect([await eventsAbout(account), await eventsAbout(other)]).toMatchObject([[{ action: 'account.referenced' }], []])
})

test('a key without the scope, or of another account, makes none and gives none an ID', async () => {
  const [account, known, externalRef] = [await anAccount(), randomUUID(), randomUUID()]
  await putAccount(await writer(), { externalRef: known })
  for (const client of [await aClient(), await writer(await anAccount())]) {
    for (const given of [{ externalRef }, { externalRef, account }, { externalRef: known }]) {
      await expect(putAccount(client, given)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    }
  }
  expect([await accountsWith(externalRef), await refOf(account)]).toEqual([0, null])
  expect(await putAccount(await writer(account), { externalRef, account })).toMatchObject({ id: account })
})
