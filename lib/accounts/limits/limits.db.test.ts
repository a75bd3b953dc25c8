import { randomUUID } from 'node:crypto'
import { afterEach, expect, test, vi } from 'vitest'
import { database } from '@/lib/db/client'
import { allowedOf } from '@/tests/factories/outcomes'
import { anAddress, anEmail } from '@/tests/factories/people'
import { consumeAccountGuess } from './account-guesses'
import { limiter } from './limiter'
import { consumeSend, isSendingNear } from './sending-limits'
import { consumeGuess, waitAfter } from './slow-guesses'

afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

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

test('guesses from one network: ten at once', async () => {
  const address = anAddress()
  expect(await allowedOf(30, () => consumeGuess({ address }))).toBe(10)
  await consumeGuess({ address: anAddress() }) // others are not affected
})

test('the wait doubles with every so many misses, up to a quarter of an hour', async () => {
  expect([0, 2, 3, 6, 9, 29, 30, 300].map((missed) => waitAfter(missed, 3))).toEqual([1, 1, 2, 4, 8, 512, 900, 900])
})

test('what is over is deleted by the worker, and by no timer of a limiter', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval'] })
  limiter('timers', 1, 1_000)
  expect(vi.getTimerCount()).toBe(0)
})

test('keys reveal neither address nor e-mail', async () => {
  const [address, email] = [anAddress(), anEmail()]
  await consumeSend(address)
  await consumeAccountGuess({ at: { email }, address, knownDevice: null })
  const keys = (await database().rateLimit.findMany()).map(({ key }) => key).join()
  expect(keys).not.toContain(address)
  expect(keys).not.toContain(email)
})

test('a failing database lets nobody through, and is not taken for a limit', async () => {
  vi.spyOn(database(), '$queryRawUnsafe').mockRejectedValue(new Error('connection lost'))
  await expect(consumeSend(anAddress())).rejects.toThrow('connection lost')
  await expect(consumeGuess({ address: anAddress() })).rejects.toThrow('connection lost')
})
