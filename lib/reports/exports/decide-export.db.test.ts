import { randomUUID } from 'node:crypto'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { lockAdministrators } from '@/lib/accounts/administrators'
import type { PersonActor } from '@/lib/actor/actor'
import { MINUTE } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import { newId } from '@/lib/core/ids'
import { database, databaseTime, type Tx } from '@/lib/db/client'
import { blockStaff } from '@/lib/staff/block-staff'
import { withFactorGiven } from '@/tests/factories/assurance'
import { eventsAbout } from '@/tests/factories/audit'
import { mailsTo } from '@/tests/factories/mails'
import { aColleague } from '@/tests/factories/people'
import { IDENTITY } from '@/tests/factories/qualifications'
import { revealsOf, shownBefore } from '@/tests/factories/reveals'
import { oneSubmittedOn, requestList, submittedOn } from '@/tests/factories/unmasked-lists'
import { interleaveWith } from '@/tests/setup/interleave'
import { cancelExport } from './cancel-export'
import { lapseConsentRequests, listConsentRequests } from './consent-requests'
import { decideExport } from './decide-export'
import { openExport } from './open-export'
import { readOwnExports } from './read-exports'
import { removeExports } from './remove-exports'
import { runNextExport } from './run-exports'
import { readUnmaskingRule } from './unmasking'

const SETTINGS = { UNMASKED_ROWS_ALONE: env().UNMASKED_ROWS_ALONE, SECOND_ADMINISTRATOR: env().SECOND_ADMINISTRATOR }

let first: PersonActor
let second: PersonActor
let secondEmail: string

beforeEach(async () => {
  Object.assign(env(), { UNMASKED_ROWS_ALONE: 2 })
  await database().roleGrant.deleteMany({ where: { role: 'ADMIN' } })
  await database().export.deleteMany()
  first = (await aColleague({ roles: ['ADMIN'], name: '温言' })).actor
  const other = await aColleague({ roles: ['ADMIN'] })
  second = other.actor
  secondEmail = other.email
})
afterEach(() => void Object.assign(env(), SETTINGS))

let day = 0
/** Returns a day of which no other test has qualifications. */
const someDay = () => new Date(Date.UTC(2021, 4, ++day)).toISOString().slice(0, 10)
/** Returns the filters of three qualifications, which is one more than an administrator alone exports. */
const three = () => submittedOn(someDay(), 3)

async function aRequest(given?: Record<string, string>): Promise<string> {
  const requested = await requestList(first, given ?? (await three()))
  if (requested.id === null || !requested.waits) throw new Error('It was to wait')
  return requested.id
}

const allow = (actor: PersonActor, exportId: string) => decideExport(actor, { exportId, decision: 'ALLOW' })
const refuse = (actor: PersonActor, exportId: string) => decideExport(actor, { exportId, decision: 'REFUSE' })
const stateOf = async (id: string) => (await database().export.findUniqueOrThrow({ where: { id } })).state
const read = async (exportId: string) => text(await (await openExport(first, { exportId })).read())
const exported = (actorId: string) => ({ where: { actorId, action: 'qualifications.exported_unmasked' } })
/** Moves a request back by its 72 hours. */
const endItsTime = async (id: string) =>
  database().export.update({
    where: { id },
    data: { askedAt: new Date((await databaseTime()).getTime() - 72 * 60 * MINUTE) },
  })

test('a list above the number waits: nothing is written or counted, and the others are notified', async () => {
  const filters = await three()
  const id = await aRequest(filters)
  expect(await runNextExport()).toBe(false)
  expect(await revealsOf(first.id)).toEqual([])
  expect((await readOwnExports(first)).exports).toMatchObject([{ id, state: 'AWAITS_CONSENT', expected: 3 }])
  const request = { id, filters, rows: 3, reason: 'INSPECTION', requestedBy: '温言' }
  expect(await listConsentRequests(second)).toMatchObject([request])
  expect(await listConsentRequests(first)).toEqual([])
  expect(await listConsentRequests((await aColleague({ roles: ['AUDITOR'] })).actor)).toEqual([])
  expect((await mailsTo(secondEmail, 'UNMASKED_LIST_WAITING'))[0]?.text).toMatch(/温言.*共 3 行.*72 小时/)
  const where = { actorId: first.id, action: 'qualifications.unmasking_requested' }
  const data = { exportId: id, rows: 3, from: filters.from, reason: 'INSPECTION' }
  expect(await database().auditEvent.findMany({ where })).toMatchObject([{ capabilities: ['report.unmask'], data }])
  expect(await database().auditEvent.count(exported(first.id))).toBe(0)
})

test('allowed by another, it is written for its requester; each row counts then, and administrators are notified', async () => {
  const id = await aRequest()
  await allow(second, id)
  expect(await listConsentRequests(second)).toEqual([])
  expect(await revealsOf(first.id)).toEqual([])
  expect(await runNextExport()).toBe(true)
  expect(await read(id)).toContain(IDENTITY['person.idNumber'])
  expect(await revealsOf(first.id)).toEqual(['LIST', 'LIST', 'LIST'])
  expect(await revealsOf(second.id)).toEqual([])
  expect(await mailsTo(secondEmail, 'UNMASKED_LIST')).toHaveLength(1)
  const decided = { actorId: second.id, capabilities: ['report.unmask'], data: { rows: 3 } }
  expect(await eventsAbout(id, 'export.allowed')).toMatchObject([decided])
  expect(await eventsAbout(id, 'export.finished')).toMatchObject([{ data: { rows: 3 } }])
})

test('allowed, it goes beyond the cap, and nothing else is shown for the hour', async () => {
  await shownBefore(first.id, env().REVEALS_AN_HOUR - 1)
  const id = await aRequest()
  await allow(second, id)
  await runNextExport()
  expect(await stateOf(id)).toBe('READY')
  expect(await revealsOf(first.id)).toHaveLength(env().REVEALS_AN_HOUR + 2)
  const one = await submittedOn(someDay(), 1)
  await expect(requestList(first, one)).rejects.toMatchObject({ code: 'LIST_OVER_LIMIT', params: { left: 0 } })
})

test('a shorter list that is longer than what is left waits where its requester asks for consent', async () => {
  const two = await submittedOn(someDay(), 2)
  await shownBefore(first.id, env().REVEALS_AN_HOUR - 1)
  expect(await readUnmaskingRule(first)).toEqual({ alone: 2, left: 1, isSecondRequired: true })
  await expect(requestList(first, two)).rejects.toMatchObject({ code: 'LIST_OVER_LIMIT' })
  const id = await aRequest({ ...two, consent: 'yes' })
  await allow(second, id)
  await runNextExport()
  expect(await stateOf(id)).toBe('READY')
})

test('a number above the cap is the cap: more would never be left', async () => {
  Object.assign(env(), { UNMASKED_ROWS_ALONE: env().REVEALS_AN_HOUR + 1 })
  expect(await readUnmaskingRule(first)).toMatchObject({ alone: env().REVEALS_AN_HOUR })
  expect(await readUnmaskingRule((await aColleague({ roles: ['AUDITOR'] })).actor)).toBeNull()
})

describe('deciding', () => {
  test('is for another administrator with a fresh factor', async () => {
    const id = await aRequest()
    const { actor: auditor } = await aColleague({ roles: ['AUDITOR'] })
    const stale = await withFactorGiven(second, 16)
    for (const decide of [allow, refuse]) {
      await expect(decide(first, id)).rejects.toMatchObject({ code: 'FORBIDDEN', subjectId: id })
      await expect(decide(auditor, id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
      await expect(decide(second, newId())).rejects.toMatchObject({ code: 'NOT_FOUND' })
      await expect(decide(stale, id)).rejects.toMatchObject({ code: 'FRESH_FACTOR_NEEDED', subjectId: id })
    }
    expect(await stateOf(id)).toBe('AWAITS_CONSENT')
    const own = database().export.update({ where: { id }, data: { decidedById: first.id } })
    await expect(own).rejects.toThrow('exports_second_check')
  })

  test('once refused, nothing is written, and it is decided', async () => {
    const id = await aRequest()
    await refuse(second, id)
    expect(await runNextExport()).toBe(false)
    expect((await readOwnExports(first)).exports).toMatchObject([{ state: 'REFUSED' }])
    expect(await eventsAbout(id, 'export.refused')).toMatchObject([{ actorId: second.id, data: { rows: 3 } }])
    await expect(allow(second, id)).rejects.toMatchObject({ code: 'INVALID_STATE', subjectId: id })
    await expect(cancelExport(first, { exportId: id })).rejects.toMatchObject({ code: 'INVALID_STATE' })
  })

  test('its requester withdraws it, also while it is being allowed', async () => {
    const id = await aRequest()
    const withdrawn = (tx: Tx) => tx.export.update({ where: { id }, data: { state: 'CANCELLED' } })
    const allowing = interleaveWith(withdrawn, () => allow(second, id))
    await expect(allowing).rejects.toMatchObject({ code: 'INVALID_STATE' })
    const another = await aRequest()
    await cancelExport(first, { exportId: another })
    expect(await stateOf(another)).toBe('CANCELLED')
    expect(await eventsAbout(id, 'export.allowed')).toEqual([])
  })

  test('after 72 hours it lapses', async () => {
    const [id, inTime] = [await aRequest(), await aRequest()]
    await endItsTime(id)
    await expect(allow(second, id)).rejects.toMatchObject({ code: 'INVALID_STATE' })
    expect(await listConsentRequests(second)).toMatchObject([{ id: inTime }])
    await lapseConsentRequests()
    await lapseConsentRequests()
    expect([await stateOf(id), await stateOf(inTime)]).toEqual(['REFUSED', 'AWAITS_CONSENT'])
    expect(await eventsAbout(id, 'export.lapsed')).toMatchObject([{ actorKind: 'SYSTEM', data: { rows: 3 } }])
  })

  test('a request is worth no more than its requester, who was blocked', async () => {
    const id = await aRequest()
    await blockStaff(second, { userId: first.id, act: 'BLOCK' })
    await expect(allow(second, id)).rejects.toMatchObject({ code: 'INVALID_STATE' })
    expect(await listConsentRequests(second)).toEqual([])
  })

  test('is refused to an administrator who was demoted meanwhile', async () => {
    const id = await aRequest()
    await aColleague({ roles: ['ADMIN'] })
    await expect(interleaveWith(demoted(second), () => allow(second, id))).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(await stateOf(id)).toBe('AWAITS_CONSENT')
  })
})

/** Takes the role from an administrator, as a change of roles does under the lock. */
const demoted =
  ({ id: userId }: PersonActor) =>
  async (tx: Tx) => {
    await lockAdministrators(tx)
    await tx.roleGrant.deleteMany({ where: { userId } })
  }

describe('where no second administrator is required', () => {
  test.each([
    ['there is one', () => database().roleGrant.deleteMany({ where: { userId: second.id } })],
    ['it is switched off', () => Object.assign(env(), { SECOND_ADMINISTRATOR: '0' })],
  ])('since %s, a list of any length is exported at once, beyond the cap, and counts', async (_, make) => {
    await make()
    await shownBefore(first.id, env().REVEALS_AN_HOUR - 1)
    expect(await readUnmaskingRule(first)).toMatchObject({ isSecondRequired: false })
    const requested = await requestList(first, await three())
    expect(requested.id).toBeNull()
    const two = await submittedOn(someDay(), 2)
    expect((await requestList(first, { ...two, consent: 'yes' })).id).toBeNull()
    expect(await revealsOf(first.id)).toHaveLength(env().REVEALS_AN_HOUR + 4)
    expect(await database().auditEvent.count(exported(first.id))).toBe(2)
  })

  test('a blocked administrator counts as the second', async () => {
    await blockStaff(first, { userId: second.id, act: 'BLOCK' })
    expect((await requestList(first, await three())).id).not.toBeNull()
  })

  test('a person who was demoted meanwhile is not the only administrator', async () => {
    const filters = await three()
    const requesting = interleaveWith(demoted(first), () => requestList(first, filters))
    await expect(requesting).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(await revealsOf(first.id)).toEqual([])
  })
})

test('what was allowed bounds what is written: a list that has grown fails, and counts nothing', async () => {
  const filters = await three()
  const { id: later } = await oneSubmittedOn(filters.from)
  await database().qualification.update({ where: { id: later }, data: { status: 'WITHDRAWN' } })
  const id = await aRequest({ ...filters, status: 'SUBMITTED' })
  await allow(second, id)
  await database().qualification.update({ where: { id: later }, data: { status: 'SUBMITTED' } })
  expect(await runNextExport()).toBe(true)
  expect((await readOwnExports(first)).exports).toMatchObject([{ state: 'FAILED', failure: 'MORE_ROWS' }])
  expect(await eventsAbout(id, 'export.failed')).toMatchObject([{ data: { failure: 'MORE_ROWS' } }])
  expect(await revealsOf(first.id)).toEqual([])
})

test('an erasure before it was allowed is not in it, and leaves it; one after deletes it', async () => {
  const { accountId } = await oneSubmittedOn(someDay())
  const id = await aRequest()
  const erasure = { accountId, scopes: ['DETAILS' as const], cause: 'RETENTION' as const, record: {} }
  await database().erasure.create({ data: { ...erasure, id: randomUUID(), at: await databaseTime() } })
  await allow(second, id)
  await runNextExport()
  await removeExports()
  expect(await stateOf(id)).toBe('READY')
  const at = new Date((await databaseTime()).getTime() + MINUTE)
  await database().erasure.create({ data: { ...erasure, id: randomUUID(), at } })
  await removeExports()
  expect(await stateOf(id)).toBe('REMOVED')
})
