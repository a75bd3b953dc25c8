import { randomUUID } from 'node:crypto'
import { afterEach, expect, test, vi } from 'vitest'
import { database } from '@/lib/db/client'
import { atOneMoment } from '@/tests/factories/outcomes'
import { anAddress, anEmail } from '@/tests/factories/people'
import { consumeGuess, consumeSend, isSendingNear, waitAfter } from './rate-limits'

afterEach(() => vi.restoreAllMocks())

/** Returns how many of the concurrent attempts were let through; the others must be refusals with a time to wait. */
async function allowedOf(count: number, attempt: () => Promise<unknown>) {
  const outcomes = await atOneMoment(() => Promise.allSettled(Array.from({ length: count }, attempt)))
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'RATE_LIMITED' })
    if (outcome.status === 'rejected') expect(outcome.reason.params.seconds).toBeGreaterThan(0)
  }
  return outcomes.filter(({ status }) => status === 'fulfilled').length
}

test('a network is sent exactly 30 messages an hour, also when it asks for all at once', async () => {
  const address = anAddress()
  expect(await allowedOf(50, () => consumeSend(address))).toBe(30)
  await consumeSend(anAddress()) // others are not affected
})

test('a whole /64 of IPv6 is one network', async () => {
  const prefix = `2001:db8:${anAddress().split('.').slice(1, 3).join(':')}`
  const results = await allowedOf(40, () => consumeSend(`${prefix}::${randomUUID().slice(0, 4)}`))
  expect(results).toBe(30)
})

test('a whole prefix is sent so many an hour, from however many addresses of it', async () => {
  const [, a, b] = anAddress().split('.')
  const addresses = Array.from({ length: 200 }, (_, host) => `11.${a}.${b}.${host}`)
  expect(await allowedOf(200, () => consumeSend(addresses.pop() ?? ''))).toBe(150)
})

test('half of a limit is near it', async () => {
  const address = anAddress()
  for (let n = 0; n < 14; n += 1) await consumeSend(address)
  expect(await isSendingNear(address)).toBe(false)
  await consumeSend(address)
  expect(await isSendingNear(address)).toBe(true)
})

test('guesses at one account: three at once, from however many networks', async () => {
  const email = anEmail()
  expect(await allowedOf(20, () => consumeGuess({ address: anAddress(), email }))).toBe(3)
})

test('guesses from one network: ten at once, at however many accounts', async () => {
  const address = anAddress()
  expect(await allowedOf(30, () => consumeGuess({ address, email: anEmail() }))).toBe(10)
})

test('the wait doubles with every three misses at an account, up to a quarter of an hour', async () => {
  expect([0, 2, 3, 6, 9, 29, 30, 300].map((missed) => waitAfter(missed, 3))).toEqual([1, 1, 2, 4, 8, 512, 900, 900])

  const email = anEmail()
  const miss = async () => (await consumeGuess({ address: anAddress(), email })).missed()
  await Promise.all([miss(), miss(), miss()])
  await endWindows()
  await Promise.all([miss(), miss(), miss()])
  await endWindows()
  const refusal = await atOneMoment(async () => {
    await Promise.all([miss(), miss(), miss()]) // six misses before: these opened a window of four seconds
    return consumeGuess({ address: anAddress(), email }).catch((error: unknown) => error)
  })
  expect(refusal).toMatchObject({ code: 'RATE_LIMITED', params: { seconds: 4 } })
})

test('a hit forgets the misses of the account, not those of the network', async () => {
  const [address, email] = [anAddress(), anEmail()]
  await (await consumeGuess({ address, email })).missed()
  await (await consumeGuess({ address, email })).hit()
  const misses = await database().rateLimit.findMany({ where: { key: { startsWith: 'miss-' } } })
  const [account, network] = await Promise.all([keyOf('miss-account', email), keyOf('miss-network', address)])
  expect(misses.map(({ key }) => key)).not.toContain(account)
  expect(misses.map(({ key }) => key)).toContain(network)
})

test('keys reveal neither address nor e-mail', async () => {
  const [address, email] = [anAddress(), anEmail()]
  await consumeSend(address)
  await consumeGuess({ address, email })
  const keys = (await database().rateLimit.findMany()).map(({ key }) => key).join()
  expect(keys).not.toContain(address)
  expect(keys).not.toContain(email)
})

test('a failing database lets nobody through, and is not taken for a limit', async () => {
  vi.spyOn(database(), '$queryRawUnsafe').mockRejectedValue(new Error('connection lost'))
  await expect(consumeSend(anAddress())).rejects.toThrow('connection lost')
  await expect(consumeGuess({ address: anAddress(), email: anEmail() })).rejects.toThrow('connection lost')
})

/** Ends the current windows; the misses are remembered. */
const endWindows = () => database().$executeRaw`UPDATE rate_limits SET expire = 0 WHERE key LIKE 'guess-%'`

async function keyOf(prefix: string, value: string) {
  const { blindIndex } = await import('@/lib/crypto/blind-index')
  const kind = prefix.endsWith('network') ? 'address' : 'email'
  return `${prefix}:${Buffer.from(await blindIndex(kind, value)).toString('hex')}`
}
