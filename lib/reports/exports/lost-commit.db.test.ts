import { text } from 'node:stream/consumers'
import { afterAll, expect, test } from 'vitest'
import { database, disconnect } from '@/lib/db/client'
import { blobStore } from '@/lib/storage/blob-store'
import { startLossyProxy } from '@/tests/setup/lost-commits'
import { openExport } from './open-export'
import { runNextExport } from './run-exports'
import { anAdministrator, requestLong } from './testing/requests'

const proxy = await startLossyProxy(process.env.DATABASE_URL ?? '')
process.env.DATABASE_URL = proxy.url

afterAll(async () => {
  await disconnect()
  proxy.stop()
})

test('an export whose commit was lost on the way is in the store exactly if it happened', async () => {
  const admin = await anAdministrator()
  const undone = await requestLong(admin, { actor: admin.id })
  await proxy.loseCommit("SET state = 'READY'", 'NEVER', runNextExport)
  const state = { select: { state: true } }
  expect(await database().export.findUnique({ where: { id: undone }, ...state })).toEqual({ state: 'FAILED' })
  for await (const { id } of blobStore().list()) throw new Error(`${id} is left`)

  const done = await requestLong(admin, { actor: admin.id })
  await proxy.loseCommit("SET state = 'READY'", 'LATE', runNextExport)
  expect(await database().export.findUnique({ where: { id: done }, ...state })).toEqual({ state: 'READY' })
  expect(await text(await (await openExport(admin, { exportId: done })).read())).toContain('audit.exported')
})
