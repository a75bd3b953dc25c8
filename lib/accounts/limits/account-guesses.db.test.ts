import { expect, test } from 'vitest'
import { newId } from '@/lib/core/ids'
import { database } from '@/lib/db/client'
import { endWindows } from '@/tests/factories/guesses'
import { allowedOf, atOneMoment } from '@/tests/factories/outcomes'
import { anAddress, anEmail } from '@/tests/factories/people'
import { consumeAccountGuess, type Guessed } from './account-guesses'
import { keyOf } from './limiter'

type Browser = { knownDevice?: string | null; address?: string }
const guess = (at: Guessed, { knownDevice = null, address = anAddress() }: Browser = {}) =>
  consumeAccountGuess({ at, address, knownDevice })
const miss = async (at: Guessed, browser?: Browser) => (await guess(at, browser)).missed()

const countsOf = async (part: string) =>
  (await database().rateLimit.findMany({ where: { key: { contains: part } } }))
    .map(({ key, points }) => `${key.split(':')[0]} ${points}`)
    .sort()

/** Makes misses without their tries. */
async function missed(times: number, at: Guessed, browser: Browser, part: string): Promise<void> {
  await miss(at, browser)
  await database().$executeRaw`
    UPDATE rate_limits SET points = ${times}::int WHERE key LIKE 'miss-%' AND key LIKE ${`%${part}%`}`
  await endWindows(part)
}

test('guesses of strangers at one account: three at once, from however many networks', async () => {
  const email = anEmail()
  expect(await allowedOf(20, () => guess({ email }))).toBe(3)
})

test('guesses of strangers from one network: ten at once, at however many accounts', async () => {
  const address = anAddress()
  expect(await allowedOf(30, () => guess({ email: anEmail() }, { address }))).toBe(10)
})

test('guesses on a known browser: three at once, from however many networks, and each browser has its own', async () => {
  const email = anEmail()
  for (const knownDevice of [newId(), newId()]) {
    expect(await allowedOf(20, () => guess({ email }, { knownDevice }))).toBe(3)
  }
})

test.each([
  ['strangers', () => null],
  ['a known browser', newId],
])('the wait doubles with every three misses of %s', async (_, browser) => {
  const [email, knownDevice] = [anEmail(), browser()]
  const key = await keyOf('email', email)
  const three = () => Promise.all([1, 2, 3].map(() => miss({ email }, { knownDevice })))
  await three()
  await endWindows(key)
  await three()
  await endWindows(key)
  const refusal = await atOneMoment(async () => {
    await three() // six misses before: these opened a window of four seconds
    return guess({ email }, { knownDevice }).catch((error: unknown) => error)
  })
  expect(refusal).toMatchObject({ code: 'RATE_LIMITED', params: { seconds: 4 } })
})

test('a slow spread over many networks, and a thief with a browser, get three in a quarter of an hour', async () => {
  for (const knownDevice of [null, newId()]) {
    const email = anEmail()
    await missed(30, { email }, { knownDevice }, await keyOf('email', email))
    const refusal = await atOneMoment(async () => {
      for (const _ of [1, 2, 3]) await guess({ email }, { knownDevice })
      return guess({ email }, { knownDevice }).catch((error: unknown) => error)
    })
    expect(refusal).toMatchObject({ code: 'RATE_LIMITED', params: { seconds: 900 } })
  }
})

test('strangers use up nothing of a known browser, and it uses up nothing of theirs', async () => {
  const [email, knownDevice] = [anEmail(), newId()]
  await atOneMoment(async () => {
    for (const _ of [1, 2, 3]) await miss({ email })
    await expect(guess({ email })).rejects.toMatchObject({ code: 'RATE_LIMITED' })
    for (const _ of [1, 2, 3]) await miss({ email }, { knownDevice })
    await expect(guess({ email }, { knownDevice })).rejects.toMatchObject({ code: 'RATE_LIMITED' })
  })
  const key = await keyOf('email', email)
  await endWindows(key)
  expect(await countsOf(key)).toEqual(['guess-account 4', 'guess-device 4', 'miss-account 3', 'miss-device 3'])
})

test('misses of others on its network slow down no known browser', async () => {
  const [email, address] = [anEmail(), anAddress()]
  await missed(100, { email: anEmail() }, { address }, await keyOf('address', address))
  await atOneMoment(async () => {
    for (let n = 0; n < 10; n += 1) await guess({ email: anEmail() }, { address })
    await expect(guess({ email }, { address })).rejects.toMatchObject({ code: 'RATE_LIMITED' })
    await guess({ email }, { address, knownDevice: newId() })
  })
})

test('known browsers of one network: ten a second together, and no slower by misses', async () => {
  const address = anAddress()
  const key = await keyOf('address', address)
  const browsers = () => allowedOf(30, () => guess({ email: anEmail() }, { address, knownDevice: newId() }))
  expect(await browsers()).toBe(10)
  await endWindows(key)
  await miss({ email: anEmail() }, { address, knownDevice: newId() })
  await endWindows(key)
  expect(await browsers()).toBe(10)
  expect(await countsOf(key)).toEqual([expect.stringMatching(/^guess-known-network /)])
})

test('a hit forgets the misses where it was made: of strangers, or of that browser; never those of a network', async () => {
  const [address, email, knownDevice] = [anAddress(), anEmail(), newId()]
  const key = await keyOf('email', email)
  await miss({ email }, { address })
  await miss({ email }, { address, knownDevice })
  await (await guess({ email }, { address, knownDevice })).hit()
  expect(await countsOf(key)).toEqual(['guess-account 1', 'miss-account 1'])
  await (await guess({ email }, { address })).hit()
  expect(await countsOf(key)).toEqual([])
  expect(await countsOf(await keyOf('address', address))).toContain('miss-network 1')
})

test.each([
  ['strangers', () => null],
  ['a known browser', newId],
])('a right password of %s clears no misses at second factors', async (_, browser) => {
  const [person, email, knownDevice] = [newId(), anEmail(), browser()]
  await miss({ factorsOf: person }, { knownDevice })
  await (await guess({ email }, { knownDevice })).hit()
  await (await guess({ passwordOf: person }, { knownDevice })).hit()
  const scope = knownDevice ? 'device' : 'account'
  expect(await countsOf(person)).toEqual([`guess-${scope} 1`, `miss-${scope} 1`])
})
