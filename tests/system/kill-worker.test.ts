import { afterAll, beforeAll, expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { startForKills } from '@/tests/setup/killed-workers'
import { aProvider, brokenAmong, countUnsettled, letTimePass, type Provider, write } from './kill/texts'

let workers: Awaited<ReturnType<typeof startForKills>>
let provider: Provider
beforeAll(async () => {
  provider = await aProvider(() => 1) // no answer of a bad day
  workers = await startForKills('worker', provider.environment)
})
afterAll(async () => {
  await workers?.stop()
  await provider?.stop()
})

test('kill -9 of the worker when the provider has what it sent: the next sends a notice again, and a code never', async () => {
  const sent = { arrived: () => provider.total(), countUnsettled, letTimePass }
  const written = await write({ codes: 1, notices: 1 })
  provider.isSilent = true
  await workers.kill(sent, { more: 2, thenMs: 0 }, async () => {
    expect(await database().outboxMessage.count({ where: { state: 'SENDING' } })).toBe(2)
  })
  provider.isSilent = false
  await workers.settle(sent)
  expect(await brokenAmong(written, provider)).toEqual([])
  const [code = '', notice = ''] = [...written.codes, ...written.notices]
  expect([provider.received(code), provider.received(notice)]).toEqual([1, 2])
})
