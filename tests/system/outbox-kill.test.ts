import { afterAll, beforeAll, expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { heavy, randomFrom } from '@/tests/setup/heavy'
import { startForKills } from '@/tests/setup/killed-workers'
import { aProvider, brokenAmong, countUnsettled, letTimePass, type Provider, type Written, write } from './kill/texts'

const { tries, seed, done } = heavy('kill-outbox', { quick: 4, long: 50 })
const random = randomFrom(seed)
/** Counts the messages of a round: several rounds of attempts, and more than a worker sends at once. */
const A_ROUND = { codes: 6, notices: 14 }

let workers: Awaited<ReturnType<typeof startForKills>>
let provider: Provider
beforeAll(async () => {
  provider = await aProvider(random)
  workers = await startForKills('outbox', provider.environment)
})
afterAll(async () => {
  await workers?.stop()
  await provider?.stop()
})

const sent = { arrived: () => provider.total(), countUnsettled, letTimePass }

test('kill -9 of the worker amid sends: no code twice, no notice lost, none more than three times', {
  timeout: tries * 30_000 + 120_000,
}, async () => {
  const written: Written = { codes: [], notices: [] }
  const figures = { kills: 0, amidSends: 0 }
  for (let round = 0; round < tries; round += 1) {
    const { codes, notices } = await write(A_ROUND)
    written.codes.push(...codes)
    written.notices.push(...notices)
    await workers.kill(sent, { more: Math.floor(random() * 15), thenMs: random() * 250 }, async () => {
      figures.kills += 1
      figures.amidSends += await database().outboxMessage.count({ where: { state: 'SENDING' } })
    })
  }
  await workers.settle(sent)

  expect(await brokenAmong(written, provider)).toEqual([])
  if (tries > 4) expect(figures.amidSends).toBeGreaterThan(0) // a few kills may all come between sends
  const unsure = await database().outboxMessage.groupBy({ by: ['template'], where: { state: 'UNSURE' }, _count: true })
  const received = (ids: string[], times: number) => ids.filter((id) => provider.received(id) === times).length
  const byTimes = (ids: string[]) => Object.fromEntries([0, 1, 2, 3].map((times) => [times, received(ids, times)]))
  done(figures.kills, {
    messages: { codes: written.codes.length, notices: written.notices.length },
    foundInSending: figures.amidSends,
    receivedTimes: { codes: byTimes(written.codes), notices: byTimes(written.notices) },
    unsureAtTheEnd: Object.fromEntries(unsure.map(({ template, _count }) => [template, _count])),
  })
})
