import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { MINUTE, SECOND } from '@/lib/core/clock'
import { database } from '@/lib/db/client'
import type { Measure } from '@/lib/imaging/decoder/measures'
import { readOutbox } from '@/lib/notifications/outbox/read-outbox'
import { aColleague, anEmail } from '@/tests/factories/people'
import { watchConditions } from './watch-conditions'
import { watchUploads } from './watch-uploads'

const given = vi.hoisted(() => ({ missing: [] as Measure[] | 'UNKNOWN', isLoopback: false, allowed: '0' }))
vi.mock(import('@/lib/imaging/decoder/decoder-pool'), async (original) => ({
  ...(await original()),
  isolation: async () => {
    if (given.missing === 'UNKNOWN') throw new Error('Nobody can tell')
    return { missing: given.missing }
  },
}))
vi.mock(import('@/lib/core/env'), async (original) => {
  const { env, ...rest } = await original()
  const settings = () => ({ isLoopback: given.isLoopback, DECODE_WITHOUT_SANDBOX: given.allowed as '0' | '1' })
  return { ...rest, env: () => ({ ...env(), ...settings() }) }
})

const SANDBOX: Measure[] = ['OWN_ACCOUNT']
const NO_SANDBOX: Measure[] = ['OWN_ACCOUNT', 'HIDDEN_SECRETS', 'HIDDEN_PORTAL']

beforeEach(async () => {
  Object.assign(given, { missing: NO_SANDBOX, isLoopback: false, allowed: '0' })
  vi.useFakeTimers({ toFake: ['performance'] })
  await database().incident.deleteMany()
  await database().outboxMessage.deleteMany()
})
afterEach(() => {
  vi.useRealTimers()
})

const letPass = async (seconds: number) => {
  vi.advanceTimersByTime(seconds * SECOND)
  await database().$executeRaw`
    UPDATE incidents SET seen_at = seen_at - make_interval(secs => ${seconds}::float),
      missed_at = missed_at - make_interval(secs => ${seconds}::float)`
}
/** Looks at a system, some seconds after the look before. */
const lookAt = async (look: () => Promise<number>, missing: Measure[] | 'UNKNOWN', seconds = 35) => {
  await letPass(seconds)
  given.missing = missing
  return look()
}
const incidents = async () =>
  (await database().incident.findMany({ where: { kind: 'UPLOADS_CLOSED' } })).map(({ openedAt, closedAt }) =>
    closedAt ? 'CLOSED' : openedAt ? 'OPEN' : 'SEEN',
  )

test('where others reach a portal and no sandbox hides files, that is an incident after half a minute, until it is over', async () => {
  const email = anEmail()
  await aColleague({ roles: ['ADMIN'], email })
  const look = watchUploads()
  expect(await look()).toBe(15 * SECOND)
  await lookAt(look, NO_SANDBOX, 15)
  expect(await incidents()).toEqual([])
  await lookAt(look, NO_SANDBOX, 15)
  expect(await incidents()).toEqual(['OPEN'])
  const notified = async () => {
    given.isLoopback = true // so that messages are read here
    await watchConditions()
    const mails = ((await readOutbox()) ?? []).filter(({ to }) => to === email)
    given.isLoopback = false
    return mails
  }
  expect((await notified()).map(({ text }) => text)).toEqual([
    expect.stringContaining('docs/operations.md#uploads_closed'),
  ])
  const [event] = await database().auditEvent.findMany({ orderBy: { id: 'desc' }, take: 1 })
  expect(event).toMatchObject({ action: 'incident.opened', data: { condition: 'UPLOADS_CLOSED' } })

  expect(await lookAt(look, SANDBOX)).toBe(MINUTE)
  expect(await incidents()).toEqual(['OPEN'])
  await lookAt(look, SANDBOX)
  expect(await incidents()).toEqual(['CLOSED'])
  expect((await notified()).map(({ template }) => template)).toEqual(['INCIDENT_OVER', 'INCIDENT_OPENED'])
})

test('a moment without a sandbox is no incident', async () => {
  const look = watchUploads()
  for (const missing of [NO_SANDBOX, SANDBOX, NO_SANDBOX, SANDBOX]) await lookAt(look, missing)
  expect(await incidents()).toEqual([])
})

test('a probe without a result changes nothing, and is tried again soon', async () => {
  const look = watchUploads()
  await lookAt(look, NO_SANDBOX)
  expect(await lookAt(look, 'UNKNOWN')).toBe(5 * SECOND)
  expect(await incidents()).toEqual([])
  await lookAt(look, NO_SANDBOX)
  for (let count = 0; count < 3; count += 1) await lookAt(look, 'UNKNOWN')
  expect(await incidents()).toEqual(['OPEN'])
})

test.each([{ isLoopback: true }, { allowed: '1' }])('with %o it is none', async (setting) => {
  Object.assign(given, setting)
  const look = watchUploads()
  for (let count = 0; count < 3; count += 1) await lookAt(look, NO_SANDBOX)
  expect(await incidents()).toEqual([])
})

test('a worker of another system neither opens nor closes it', async () => {
  for (let count = 0; count < 3; count += 1) {
    await letPass(60)
    await watchConditions()
  }
  expect(await incidents()).toEqual([])
  const look = watchUploads()
  for (let count = 0; count < 2; count += 1) await lookAt(look, NO_SANDBOX)
  given.missing = SANDBOX
  for (let count = 0; count < 3; count += 1) {
    await letPass(60)
    await watchConditions()
  }
  expect(await incidents()).toEqual(['OPEN'])
})

test('it stays open while one of several portals sees it', async () => {
  const [closed, ...others] = [watchUploads(), watchUploads(), watchUploads()] as const
  for (let count = 0; count < 3; count += 1) await lookAt(closed, NO_SANDBOX, 15)
  for (const other of [...others, ...others]) {
    await lookAt(other, SANDBOX, 15)
    await lookAt(closed, NO_SANDBOX, 15)
  }
  expect(await incidents()).toEqual(['OPEN'])
})
