import { afterEach, beforeEach, expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { env } from '@/lib/core/env'
import { newId } from '@/lib/core/ids'
import { database, databaseTime } from '@/lib/db/client'
import { ExportState } from '@/lib/db/generated/enums'
import { decideExport } from '@/lib/reports/exports/decide-export'
import { runNextExport } from '@/lib/reports/exports/run-exports'
import { aColleague } from '@/tests/factories/people'
import { endedOf, settle } from '@/tests/factories/restored'
import { requestList, submittedOn } from '@/tests/factories/unmasked-lists'

const { UNMASKED_ROWS_ALONE } = env()

let first: PersonActor
let second: PersonActor

beforeEach(async () => {
  Object.assign(env(), { UNMASKED_ROWS_ALONE: 1 })
  await database().roleGrant.deleteMany({ where: { role: 'ADMIN' } })
  await database().export.deleteMany()
  first = (await aColleague({ roles: ['ADMIN'] })).actor
  second = (await aColleague({ roles: ['ADMIN'] })).actor
})
afterEach(() => void Object.assign(env(), { UNMASKED_ROWS_ALONE }))

async function aRequest(day: string): Promise<string> {
  const requested = await requestList(first, await submittedOn(day, 2))
  if (requested.id === null || !requested.waits) throw new Error('It was to wait')
  return requested.id
}

const allow = (exportId: string) => decideExport(second, { exportId, decision: 'ALLOW' })
const found = (id: string) => database().export.findUniqueOrThrow({ where: { id } })

test('an unmasked list that waits for a second administrator can’t be allowed', async () => {
  const id = await aRequest('2021-06-01')

  expect(endedOf(await settle(), 'exports')).toEqual([id])

  await expect(allow(id)).rejects.toMatchObject({ code: 'INVALID_STATE' })
  expect(await found(id)).toMatchObject({ state: 'CANCELLED', decidedById: null, finishedAt: expect.any(Date) })
})

test('an unmasked list that was allowed is not written, nor one that was being written', async () => {
  const [allowed, begun] = [await aRequest('2021-06-02'), await aRequest('2021-06-03')]
  await allow(allowed)
  await allow(begun)
  const claim = { state: 'RUNNING', blobId: newId(), heldUntil: new Date(0) } as const
  await database().export.update({ where: { id: begun }, data: claim })

  expect([...endedOf(await settle(), 'exports')].sort()).toEqual([allowed, begun].sort())

  expect(await runNextExport()).toBe(false)
  for (const id of [allowed, begun])
    expect(await found(id)).toMatchObject({ state: 'CANCELLED', blobId: null, heldUntil: null })
})

test('a masked list is written all the same, and an unmasked one that is over stays as it was', async () => {
  const over = await aRequest('2021-06-04')
  await decideExport(second, { exportId: over, decision: 'REFUSE' })
  const before = await found(over)
  const masked = { ...before, id: newId(), isMasked: true, decidedById: null, decidedAt: null, finishedAt: null }
  const { id } = await database().export.create({
    data: { ...masked, filters: {}, state: ExportState.WAITING, reason: null, until: await databaseTime() },
  })

  expect(endedOf(await settle(), 'exports')).toEqual([])

  expect([(await found(id)).state, await found(over)]).toEqual(['WAITING', before])
})
