import { expect, test } from 'vitest'
import { database, disconnect } from '@/lib/db/client'
import { asOwner, ownerUrl } from '@/lib/db/owner'
import { prepareDatabase } from '@/lib/worker/jobs/prepare-database'
import { aRegisteredApplicant } from '@/tests/factories/people'
import { demoStateOf, emptyDatabase, recordSeedFinished, recordSeedStarted } from './state'

const url = ownerUrl
const logins = () => ({ owner: ownerUrl(), application: process.env.DATABASE_URL ?? '' })

test('a database is empty, half filled, filled, or somebody’s own', async () => {
  expect(await demoStateOf(url())).toBe('EMPTY')
  await recordSeedStarted()
  await aRegisteredApplicant()
  expect(await demoStateOf(url())).toBe('HALF_TOLD')

  await disconnect()
  await emptyDatabase(url())
  expect(await demoStateOf(url())).toBe('EMPTY')
  expect((await prepareDatabase(logins())).length).toBeGreaterThan(0)

  await recordSeedStarted()
  await recordSeedFinished()
  expect(await demoStateOf(url())).toBe('TOLD')

  await asOwner((client) => client.query('DROP SCHEMA demo CASCADE'))
  await database().account.create({ data: { members: { create: { user: { create: await aUser() } } } } })
  expect(await demoStateOf(url())).toBe('FOREIGN')
})

const aUser = async () => {
  const { id: dataKeyId } = await database().dataKey.create({
    data: { wrapped: new Uint8Array(60), keyringId: 'test' },
  })
  return { dataKeyId }
}
