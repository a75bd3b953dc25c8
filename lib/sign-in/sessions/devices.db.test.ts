import { expect, test } from 'vitest'
import { DAY } from '@/lib/core/clock'
import { blindIndex } from '@/lib/crypto/blind-index'
import { database, databaseTime, transaction } from '@/lib/db/client'
import { aPhone, aRegisteredApplicant } from '@/tests/factories/people'
import { findKnownDevice, forgetDevices, isKnownDevice, keepOnlyDevice, newDevice, rememberDevice } from './devices'

const remember = (userId: string, held: string | null) => transaction((tx) => rememberDevice(tx, userId, held))
const knows = (userId: string, secret: string) => isKnownDevice(database(), userId, secret)

test('a browser is known as whose it is, and forgotten as theirs alone', async () => {
  const [one, other] = [await aRegisteredApplicant(), await aRegisteredApplicant()]
  const [ofOne, ofOther] = [await remember(one.id, null), await remember(other.id, null)]
  expect([await knows(one.id, ofOne.secret), await knows(other.id, ofOne.secret)]).toEqual([true, false])
  expect(await remember(one.id, ofOne.secret)).toEqual({ secret: ofOne.secret, isNew: false })

  await transaction((tx) => forgetDevices(tx, one.id))
  expect([await knows(one.id, ofOne.secret), await knows(other.id, ofOther.secret)]).toEqual([false, true])
})

test('a browser of someone else is new, and changes its secret for both, and for nobody else', async () => {
  const [one, other, third] = [await aRegisteredApplicant(), await aRegisteredApplicant(), await aRegisteredApplicant()]
  const [planted, ofThird] = [await remember(one.id, null), await remember(third.id, null)]
  await remember(other.id, null) // that they are known elsewhere makes this one no less new
  const { secret, isNew } = await remember(other.id, planted.secret)
  expect([isNew, secret === planted.secret]).toEqual([true, false])
  expect([await knows(one.id, planted.secret), await knows(other.id, planted.secret)]).toEqual([false, false])
  expect([await knows(one.id, secret), await knows(other.id, secret)]).toEqual([true, true])
  expect([await knows(third.id, ofThird.secret), await knows(third.id, secret)]).toEqual([true, false])
})

const keepOnly = (userId: string, held: string | null) => transaction((tx) => keepOnlyDevice(tx, userId, held))
const rowOf = (userId: string, secret: string) => findKnownDevice(database(), { id: userId }, secret)

test('it is found by what its owner types, and not by what another does', async () => {
  const [one, other] = [await aRegisteredApplicant(), await aRegisteredApplicant()]
  const { secret } = await remember(one.id, null)
  const find = async (phone: string, held: string | null) =>
    findKnownDevice(database(), { phoneIndex: await blindIndex('phone', phone) }, held)
  expect(await find(one.phone, secret)).toBe(await rowOf(one.id, secret))
  expect([await find(other.phone, secret), await find(aPhone(), secret)]).toEqual([null, null])
  expect([await find(one.phone, newDevice()), await find(one.phone, null)]).toEqual([null, null])
  await database().knownDevice.updateMany({
    where: { userId: one.id },
    data: { lastSeenAt: new Date((await databaseTime()).getTime() - 400 * DAY - 1) },
  })
  expect(await find(one.phone, secret)).toBeNull()
})

test('of more than twenty of a person, the one that was used longest ago is unknown again', async () => {
  const [one, other] = [await aRegisteredApplicant(), await aRegisteredApplicant()]
  const ofOther = await remember(other.id, null)
  const secrets: string[] = []
  for (let n = 0; n < 20; n += 1) secrets.push((await remember(one.id, null)).secret)
  const [first = '', second = '', third = ''] = secrets
  for (const [secret, days] of [
    [first, 2],
    [second, 1],
  ] as const) {
    const lastSeenAt = new Date((await databaseTime()).getTime() - days * DAY)
    await database().knownDevice.update({ where: { id: (await rowOf(one.id, secret)) ?? '' }, data: { lastSeenAt } })
  }
  await remember(one.id, first) // used again
  await remember(one.id, null)
  expect([await knows(one.id, first), await knows(one.id, second), await knows(one.id, third)]).toEqual([
    true,
    false,
    true,
  ])
  expect(await database().knownDevice.count({ where: { userId: one.id } })).toBe(20)
  expect(await knows(other.id, ofOther.secret)).toBe(true)
})

test('where one stays, others are unknown, a copy of it is worth nothing, its row remains, and nobody else’s changes', async () => {
  const [one, other, third] = [await aRegisteredApplicant(), await aRegisteredApplicant(), await aRegisteredApplicant()]
  const ofThird = await remember(third.id, null)
  const [elsewhere, shared] = [await remember(one.id, null), await remember(one.id, null)]
  const held = (await remember(other.id, shared.secret)).secret // both sign in there
  const row = await rowOf(one.id, held)
  const kept = await keepOnly(one.id, held)
  if (!kept) throw new Error('Not known')
  expect(kept.isNew).toBe(false)
  expect([await knows(one.id, elsewhere.secret), await knows(one.id, held), await knows(other.id, held)]).toEqual([
    false,
    false,
    false,
  ])
  expect([await rowOf(one.id, kept.secret), await knows(other.id, kept.secret)]).toEqual([row, true])
  expect([await knows(third.id, ofThird.secret), await knows(third.id, kept.secret)]).toEqual([true, false])
})

test('a browser that was not known does not become so where it is the only one that stays', async () => {
  const [one, other] = [await aRegisteredApplicant(), await aRegisteredApplicant()]
  const [mine, theirs] = [await remember(one.id, null), await remember(other.id, null)]
  expect(await keepOnly(one.id, theirs.secret)).toBeNull()
  expect([await knows(one.id, mine.secret), await knows(one.id, theirs.secret)]).toEqual([false, false])
  expect(await knows(other.id, theirs.secret)).toBe(true)
  await remember(one.id, null)
  expect(await keepOnly(one.id, null)).toBeNull()
  expect(await database().knownDevice.count({ where: { userId: one.id } })).toBe(0)
})
