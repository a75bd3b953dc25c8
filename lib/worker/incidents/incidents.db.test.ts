import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { log } from '@/lib/core/log'
import { database } from '@/lib/db/client'
import type { ConditionKind, OutboxState } from '@/lib/db/generated/enums'
import { readOutbox } from '@/lib/notifications/outbox/read-outbox'
import { aColleague, type anAdministrator, anEmail, aRegisteredApplicant } from '@/tests/factories/people'
import { interleaveWith } from '@/tests/setup/interleave'
import type { Finding } from '../conditions/condition'
import { CONDITION_KINDS, CONDITIONS } from '../conditions/table'
import { currentConditions } from './current-conditions'
import { readIncidents } from './read-incidents'
import { watchConditions } from './watch-conditions'

/** Replaces the probes' results, which have tests of their own, by those that a test sets. */
const found: { [K in ConditionKind]?: Finding | 'UNKNOWN' } = {}

const email = anEmail()
let administrator: Awaited<ReturnType<typeof anAdministrator>>
beforeEach(async () => {
  for (const kind of CONDITION_KINDS) {
    delete found[kind]
    vi.spyOn(CONDITIONS[kind], 'probe').mockImplementation(async () => {
      const finding = found[kind] ?? { holds: false }
      if (finding === 'UNKNOWN') throw new Error('Nobody can tell')
      return finding
    })
  }
  await database().incident.deleteMany()
  await database().outboxMessage.deleteMany()
  administrator ??= (await aColleague({ roles: ['ADMIN'], email })).actor
})
afterEach(() => void vi.restoreAllMocks())

const letPass = (minutes: number) =>
  database().$executeRaw`
    UPDATE incidents SET seen_at = seen_at - make_interval(mins => ${minutes}::int),
      missed_at = missed_at - make_interval(mins => ${minutes}::int),
      opening_notified_at = opening_notified_at - make_interval(mins => ${minutes}::int),
      closing_notified_at = closing_notified_at - make_interval(mins => ${minutes}::int)`
/** Runs a check, after the time between two. */
const look = async (minutes = 1) => {
  await letPass(minutes)
  await watchConditions()
}
/** Returns the conditions that hold. */
const current = async () => (await currentConditions()).filter(({ state }) => state === 'HOLDS')
const mails = async () => ((await readOutbox()) ?? []).filter(({ to }) => to === email).toReversed()
const templates = async () => (await mails()).map(({ template }) => template)
const events = async () =>
  (await database().auditEvent.findMany({ where: { action: { startsWith: 'incident.' } }, orderBy: { id: 'asc' } }))
    .slice(-2)
    .map(({ action, actorKind, data }) => ({ action, actorKind, data }))
const settle = (state: OutboxState) => database().outboxMessage.updateMany({ data: { state } })

test('a condition that a second check still finds is an incident: recorded, logged, notified once, and again when over', async () => {
  const error = vi.spyOn(log, 'error')
  found.SMS_FAILING = { holds: true }
  await look()
  expect(await templates()).toEqual([])
  expect(await readIncidents(administrator)).toEqual([])
  await look()
  await look()
  await look()
  expect(error.mock.calls).toEqual([[{ condition: 'SMS_FAILING' }, 'incident opened']])
  const [open, ...more] = await readIncidents(administrator)
  expect([open, more]).toMatchObject([{ kind: 'SMS_FAILING', until: null }, []])
  const [mail, ...others] = await mails()
  expect([mail?.subject, others]).toEqual(['系统告警：短信发送失败', []])
  expect(mail?.text).toContain('docs/operations.md#sms_failing')
  expect(await current()).toEqual([
    { kind: 'SMS_FAILING', state: 'HOLDS', details: {}, since: open?.since, isIncident: true },
  ])

  found.SMS_FAILING = { holds: false }
  await look()
  expect(await templates()).toEqual(['INCIDENT_OPENED'])
  await look()
  await look()
  expect(await templates()).toEqual(['INCIDENT_OPENED', 'INCIDENT_OVER'])
  const [over] = await readIncidents(administrator)
  expect(over?.until?.getTime()).toBeGreaterThan(over?.since.getTime() ?? 0)
  const data = { incidentId: open?.id, condition: 'SMS_FAILING' }
  expect(await events()).toEqual([
    { action: 'incident.opened', actorKind: 'SYSTEM', data },
    { action: 'incident.closed', actorKind: 'SYSTEM', data },
  ])
  expect(await current()).toEqual([])

  for (const holds of [true, false, true]) {
    found.SMS_FAILING = { holds }
    await look()
  }
  expect(await templates()).toEqual(['INCIDENT_OPENED', 'INCIDENT_OVER'])
  expect(await events()).toMatchObject([{ action: 'incident.opened' }, { action: 'incident.closed' }])
  await look()
  expect(await templates()).toEqual(['INCIDENT_OPENED', 'INCIDENT_OVER', 'INCIDENT_OPENED'])
})

test('a condition that only one look finds is no incident, and an incident that one look misses is not over', async () => {
  found.DISK_LOW = { holds: true }
  await look()
  found.DISK_LOW = { holds: false }
  await look()
  expect(await database().incident.count()).toBe(0)

  found.DISK_LOW = { holds: true }
  await look()
  await look()
  for (const holds of [false, true, false, true]) {
    found.DISK_LOW = { holds }
    await look()
  }
  expect(await templates()).toEqual(['INCIDENT_OPENED'])
  expect(await database().incident.findMany()).toMatchObject([{ missedAt: null, closedAt: null }])
})

test('what is over of one condition is not over of another', async () => {
  for (const kind of ['DISK_LOW', 'JOBS_STUCK'] as const) found[kind] = { holds: true }
  await look()
  found.DISK_LOW = { holds: false }
  found.JOBS_STUCK = 'UNKNOWN'
  await look()
  expect(await database().incident.findMany()).toMatchObject([{ kind: 'JOBS_STUCK', openedAt: null }])
})

test('a probe without a result neither opens nor closes an incident', async () => {
  found.JOBS_STUCK = 'UNKNOWN'
  await look()
  await look()
  expect(await database().incident.count()).toBe(0)
  found.JOBS_STUCK = { holds: true }
  await look()
  found.JOBS_STUCK = 'UNKNOWN'
  await look()
  await look()
  expect(await database().incident.findMany()).toMatchObject([{ openedAt: null }])
  found.JOBS_STUCK = { holds: true }
  await look()
  expect(await templates()).toEqual(['INCIDENT_OPENED'])
})

test.each(CONDITION_KINDS.filter((kind) => !CONDITIONS[kind].opensIncident))(
  '%s notifies nobody, and is known with its time',
  async (kind) => {
    found[kind] = { holds: true, details: { tooManyRights: ['TRUNCATE'] } }
    await look()
    await look()
    expect([await templates(), await readIncidents(administrator)]).toEqual([[], []])
    const [{ since, ...condition } = { since: null }] = await current()
    expect(condition).toEqual({ kind, state: 'HOLDS', details: { tooManyRights: ['TRUNCATE'] }, isIncident: false })
    expect(since).toBeInstanceOf(Date)
  },
)

test('of workers that look at once, one opens the incident, one closes it, and each notifies once', async () => {
  const together = async () => {
    await letPass(1)
    await Promise.all(Array.from({ length: 8 }, () => watchConditions()))
  }
  found.BACKUP_OLD = { holds: true }
  await together()
  expect(await database().incident.findMany()).toMatchObject([{ openedAt: null }]) // one look, by eight workers
  await together()
  await together()
  found.BACKUP_OLD = { holds: false }
  await together()
  await together()
  expect(await templates()).toEqual(['INCIDENT_OPENED', 'INCIDENT_OVER'])
  expect(await database().incident.count()).toBe(1)
  expect(await events()).toMatchObject([{ action: 'incident.opened' }, { action: 'incident.closed' }])
})

test('a worker that pauses between its two statements does not close what never opened', async () => {
  found.DISK_LOW = { holds: true }
  await look()
  await look()
  found.DISK_LOW = { holds: false }
  await look()
  await letPass(1)
  // Others closed the incident meanwhile, and saw the condition again: what the second statement finds is not opened.
  await interleaveWith(
    (tx) => tx.incident.updateMany({ where: { kind: 'DISK_LOW', closedAt: null }, data: { openedAt: null } }),
    () => watchConditions(),
  )
  expect(await database().incident.findMany()).toMatchObject([{ openedAt: null, closedAt: null }])
  expect((await events()).at(-1)).toMatchObject({ action: 'incident.opened' })
})

test('while no e-mail can be sent there is another after half an hour, and none once one was sent', async () => {
  found.EMAIL_FAILING = { holds: true }
  await look()
  await look()
  expect(await templates()).toEqual(['INCIDENT_OPENED'])
  await look(31)
  expect(await templates()).toEqual(['INCIDENT_OPENED']) // still on its way
  await settle('FAILED')
  await look(1)
  expect(await templates()).toEqual(['INCIDENT_OPENED', 'INCIDENT_OPENED'])
  await settle('FAILED')
  await look(29)
  expect(await templates()).toHaveLength(2)
  await look(2)
  expect(await templates()).toHaveLength(3)
  await settle('SENT')
  await look(31)
  expect(await templates()).toHaveLength(3)
  expect(await database().incident.count()).toBe(1)
})

test('each administrator is written to in their language, nobody else is', async () => {
  const reviewer = anEmail()
  await aColleague({ email: reviewer })
  const english = anEmail()
  const { id } = await aColleague({ roles: ['ADMIN'], email: english })
  await database().user.update({ where: { id }, data: { locale: 'en' } })
  found.CERTIFICATE_ENDING = { holds: true }
  await look()
  await look()
  const written = (await readOutbox()) ?? []
  expect(written.map(({ to }) => to)).not.toContain(reviewer)
  expect(written.find(({ to }) => to === english)?.subject).toBe('Incident: A certificate expires soon')
  await database().user.update({ where: { id }, data: { status: 'DISABLED', disabledAt: new Date() } })
})

test('a person who may not see operations sees no incidents', async () => {
  for (const { actor } of [await aColleague(), await aRegisteredApplicant()])
    await expect(readIncidents(actor)).rejects.toMatchObject({ code: 'FORBIDDEN' })
})
