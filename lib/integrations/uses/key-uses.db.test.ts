import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { DAY, dateIn } from '@/lib/core/clock'
import { database, databaseTime } from '@/lib/db/client'
import { revokeApiKey } from '@/lib/integrations/revoke-api-key'
import { anApiKey } from '@/tests/factories/api-keys'
import { aColleague, anAdministrator } from '@/tests/factories/people'
import { type ApiServer, queryOf, startApi } from '@/tests/setup/api-server'
import { avoidMidnight } from '@/tests/setup/boundaries'
import { secretHash } from '../secret'
import { KeyUses } from './key-uses'
import { purgeKeyUses } from './purge-uses'
import { readKeyUses } from './read-uses'
import { SHOWN_DAYS, STORED_DAYS } from './use-days'

beforeEach(avoidMidnight)

const CHECK = { account: crypto.randomUUID(), signature: '小明书屋', carrier: 'CMCC', use: 'NOTIFICATION' }

let api: ApiServer
beforeAll(async () => {
  api = await startApi({ checks: { quota: 3, seconds: 1_000_000_000 } })
})
afterAll(() => api?.stop())

const hashOf = (secret: string) => secretHash(secret)?.toString('base64') ?? ''
const rowsOf = (keyId: string) => database().apiKeyUse.findMany({ where: { keyId } })
const aRow = (keyId: string, day: Date, succeeded = 1) =>
  database().apiKeyUse.create({ data: { keyId, day, succeeded, refused: 0, failed: 0 } })
/** Returns a day before today in Shanghai, as the column has it. */
const daysAgo = async (days: number) => new Date(dateIn(new Date((await databaseTime()).getTime() - days * DAY)))

test('each answer to a key is counted once, by its status, also what is over the limit or revoked', async () => {
  const { id, secret } = await anApiKey()
  const get = (query: object, key = secret) => api.ask(queryOf({ ...CHECK, ...query }), key)
  expect([(await get({})).status, (await get({ carrier: 'x' })).status, (await get({})).status]).toEqual([
    200, 400, 200,
  ])
  expect((await get({})).status).toBe(429)
  await revokeApiKey(await anAdministrator(), { keyId: id })
  await get({}, `zx_live_${'A'.repeat(43)}`) // of nobody: there is nothing to count it for
  await api.ask('/api/v1/openapi.json', secret)
  await expect
    .poll(async () => {
      await api.countUses()
      return rowsOf(id)
    })
    .toMatchObject([{ succeeded: 2, refused: 2, failed: 0 }])
  const revoked = await anApiKey()
  await revokeApiKey(await anAdministrator(), { keyId: revoked.id })
  expect((await get({}, revoked.secret)).status).toBe(401)
  await expect
    .poll(async () => {
      await api.countUses()
      return rowsOf(revoked.id)
    })
    .toMatchObject([{ succeeded: 0, refused: 1, failed: 0 }])
})

test('processes add to the same day, and what can’t be stored is stored later', async () => {
  const { id, secret } = await anApiKey()
  const processes = [new KeyUses(), new KeyUses()]
  for (const one of processes) {
    one.count(hashOf(secret), 200)
    one.count(hashOf(secret), 503)
  }
  await Promise.all(processes.map((one) => one.stop()))
  expect(await rowsOf(id)).toMatchObject([{ succeeded: 2, refused: 0, failed: 2 }])
  const where = { keyId_day: { keyId: id, day: await daysAgo(0) } }
  await database().apiKeyUse.update({ where, data: { succeeded: 2 ** 31 - 1 } }) // no more can be added
  const late = new KeyUses()
  late.count(hashOf(secret), 200)
  await late.store()
  late.count(hashOf(secret), 404)
  await database().apiKeyUse.update({ where, data: { succeeded: 2 } })
  await late.stop()
  expect(await rowsOf(id)).toMatchObject([{ succeeded: 3, refused: 1, failed: 2 }])
})

test('the page shows the last days, the busiest key first, and to administrators alone', async () => {
  const [quiet, busy] = [await anApiKey({ name: '控制台' }), await anApiKey({ name: '网关' })]
  await aRow(quiet.id, await daysAgo(0))
  await aRow(busy.id, await daysAgo(1), 5_000_000)
  await aRow(busy.id, await daysAgo(0), 2)
  await aRow(busy.id, await daysAgo(SHOWN_DAYS))
  const shown = await readKeyUses(await anAdministrator())
  expect(shown[0]).toMatchObject({ name: '网关', total: { succeeded: 5_000_002 } })
  expect(shown[0]?.days.map(({ succeeded }) => succeeded)).toEqual([2, 5_000_000])
  expect(shown.find(({ id }) => id === quiet.id)?.days).toHaveLength(1)
  expect(await readKeyUses((await aColleague({ roles: ['LEAD', 'AUDITOR'] })).actor)).toEqual([])
})

test('old days are deleted', async () => {
  const { id } = await anApiKey()
  await aRow(id, await daysAgo(STORED_DAYS))
  await aRow(id, await daysAgo(STORED_DAYS - 1))
  await purgeKeyUses()
  expect(await rowsOf(id)).toMatchObject([{ day: await daysAgo(STORED_DAYS - 1) }])
})
