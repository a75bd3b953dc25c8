import { expect, test } from 'vitest'
import { database, transaction } from '@/lib/db/client'
import { aRegisteredApplicant } from '@/tests/factories/people'
import { forgetDevices, isKnownDevice, rememberDevice } from './devices'

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
