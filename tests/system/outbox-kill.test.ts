import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { database, disconnect } from '@/lib/db/client'
import { type EmbeddedDatabase, startEmbedded } from '@/lib/db/embedded'
import { heavy, randomFrom } from '@/tests/setup/heavy'
import { loginVariables } from '@/tests/setup/logins'
import { pause, startWorkerBeside } from '@/tests/setup/portal'
import { aProvider, brokenAmong, countUnsettled, letTimePass, type Provider, type Written, write } from './kill/texts'

const { tries, seed, done } = heavy('kill-outbox', { quick: 4, long: 50 })
const random = randomFrom(seed)
/** So many a round: several rounds of attempts, and more than a worker sends at once. */
const A_ROUND = { codes: 6, notices: 14 }

let folder: string
let server: EmbeddedDatabase
let provider: Provider
let environment: Record<string, string>

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-outbox-'))
  server = await startEmbedded({ dataFolder: folder, isDurable: false })
  provider = await aProvider(random)
  environment = {
    ...loginVariables(server),
    ZHUNXIN_DATA: path.join(folder, 'data'),
    ZHUNXIN_KEYRING: JSON.stringify({ active: 'test', keys: { test: Buffer.alloc(32, 7).toString('base64') } }),
    ZHUNXIN_URL: 'http://localhost:3000',
    LOG_LEVEL: 'silent',
    ...provider.environment,
  }
  Object.assign(process.env, environment)
  const first = await startWorkerBeside(environment) // makes the tables
  await first.stop()
})

afterAll(async () => {
  await disconnect()
  await provider?.stop()
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Amid sends: after so many more have come in, at any speed of the machine, and then a while. */
async function moment(): Promise<void> {
  const [texts, more] = [provider.total() + Math.floor(random() * 15), random() * 250]
  for (let waited = 0; waited < 10_000 && provider.total() < texts && (await countUnsettled()) > 0; waited += 5) {
    await pause(5)
  }
  await pause(more)
}

test('kill -9 of the worker amid sends: no code twice, no notice lost, none more than three times', {
  timeout: tries * 30_000 + 120_000,
}, async () => {
  const written: Written = { codes: [], notices: [] }
  const figures = { kills: 0, amidSends: 0 }
  for (let round = 0; round < tries; round += 1) {
    const { codes, notices } = await write(A_ROUND)
    written.codes.push(...codes)
    written.notices.push(...notices)
    const worker = await startWorkerBeside(environment)
    await moment()
    await worker.kill()
    figures.kills += 1
    figures.amidSends += await database().outboxMessage.count({ where: { state: 'SENDING' } })
    await letTimePass({ isNobodyAlive: true })
  }

  const last = await startWorkerBeside(environment)
  for (let waited = 0; waited < 60_000 && (await countUnsettled()) > 0; waited += 200) {
    await pause(200)
    await letTimePass({ isNobodyAlive: false })
  }
  await last.stop()

  expect(await brokenAmong(written, provider)).toEqual([])
  expect(figures.amidSends).toBeGreaterThan(0)
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
