import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { withFactorGiven } from '@/tests/factories/assurance'
import { eventsAbout } from '@/tests/factories/audit'
import { aColleague, anAdministrator } from '@/tests/factories/people'
import { interleaveWith } from '@/tests/setup/interleave'
import { addReturnAddress } from './add-return-address'
import { isReturnAllowed, listReturnAddresses } from './allowed-addresses'
import { removeReturnAddress } from './remove-return-address'

const anOrigin = () => `https://${randomUUID()}.example.cn`

test('an address is allowed, and removed, each with its event', async () => {
  const [administrator, origin] = [await anAdministrator(), anOrigin()]
  const { id } = await addReturnAddress(administrator, { address: `${origin}/kyc/` })
  expect(await isReturnAllowed(database(), `${origin}/kyc/done`)).toBe(true)
  expect(await isReturnAllowed(database(), `${origin}/`)).toBe(false)
  expect((await listReturnAddresses(administrator)).map(({ address }) => address)).toContain(`${origin}/kyc/`)
  await removeReturnAddress(administrator, { addressId: id })
  expect(await isReturnAllowed(database(), `${origin}/kyc/done`)).toBe(false)
  await expect(removeReturnAddress(administrator, { addressId: id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const events = (await eventsAbout(id)).toSorted((a, b) => a.action.localeCompare(b.action))
  expect(events.map(({ action, data }) => [action, data])).toEqual([
    ['return_address.added', { address: `${origin}/kyc/` }],
    ['return_address.removed', { address: `${origin}/kyc/` }],
  ])
})

test('one address is allowed once, also of two at once, and again after it was removed', async () => {
  const [administrator, address] = [await anAdministrator(), `${anOrigin()}/`]
  const both = await Promise.allSettled([1, 2].map(() => addReturnAddress(administrator, { address })))
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  const known = { code: 'INVALID_INPUT', params: { problem: 'ADDRESS_KNOWN' } }
  await expect(addReturnAddress(administrator, { address })).rejects.toMatchObject(known)
  const { id: addressId } = await database().returnAddress.findFirstOrThrow({ where: { origin: address.slice(0, -1) } })
  await removeReturnAddress(administrator, { addressId })
  expect((await addReturnAddress(administrator, { address })).id).not.toBe(addressId)
})

test('an address that another administrator removes meanwhile is removed once, by them', async () => {
  const [administrator, other] = [await anAdministrator(), await anAdministrator()]
  const { id } = await addReturnAddress(administrator, { address: anOrigin() })
  const removing = interleaveWith(
    (tx) => tx.returnAddress.update({ where: { id }, data: { removedAt: new Date(), removedById: other.id } }),
    () => removeReturnAddress(administrator, { addressId: id }),
  )
  await expect(removing).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const row = await database().returnAddress.findUniqueOrThrow({ where: { id } })
  expect(row.removedById).toBe(other.id)
  expect(await eventsAbout(id, 'return_address.removed')).toEqual([])
})

test('only an administrator with a fresh factor allows and removes, and only an address', async () => {
  const administrator = await anAdministrator()
  const { id: addressId } = await addReturnAddress(administrator, { address: anOrigin() })
  for (const role of ['REVIEWER', 'LEAD', 'AUDITOR'] as const) {
    const { actor } = await aColleague({ roles: [role] })
    await expect(addReturnAddress(actor, { address: anOrigin() }), role).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(removeReturnAddress(actor, { addressId }), role).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await listReturnAddresses(actor), role).toEqual([])
  }
  const stale = await withFactorGiven(administrator, 16)
  await expect(addReturnAddress(stale, { address: anOrigin() })).rejects.toMatchObject({ code: 'FRESH_FACTOR_NEEDED' })
  await expect(removeReturnAddress(stale, { addressId })).rejects.toMatchObject({ code: 'FRESH_FACTOR_NEEDED' })
  const wrong = addReturnAddress(administrator, { address: 'http://console.example.cn/' })
  await expect(wrong).rejects.toMatchObject({ code: 'INVALID_INPUT', params: { problem: 'ADDRESS_WRONG' } })
})
