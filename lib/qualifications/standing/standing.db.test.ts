import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type PersonActor, SYSTEM } from '@/lib/actor/actor'
import { commitmentDigest } from '@/lib/audit/commitment'
import { DAY } from '@/lib/core/clock'
import { dataKey } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database, transaction } from '@/lib/db/client'
import type { QualificationStatus, StandingReason } from '@/lib/db/generated/enums'
import { aClient } from '@/tests/factories/api-keys'
import { eventsAbout } from '@/tests/factories/audit'
import { outcomesOf } from '@/tests/factories/outcomes'
import { aRegisteredApplicant } from '@/tests/factories/qualifications'
import { anApplicant, aSubmittedQualification, someStaff } from '@/tests/factories/review'
import { interleave, interleaveWith } from '@/tests/setup/interleave'
import { statusChangeNotePlace } from '../sealed'
import { recordStanding } from './record-standing'
import { resumeQualification } from './resume-qualification'
import { revokeQualification } from './revoke-qualification'
import { standingConflict } from './standing-conflict'
import { suspendQualification } from './suspend-qualification'

const ACTS = {
  SUSPENDED: { verb: suspendQualification, action: 'qualification.suspended', from: 'APPROVED', to: 'SUSPENDED' },
  RESUMED: { verb: resumeQualification, action: 'qualification.resumed', from: 'SUSPENDED', to: 'APPROVED' },
  REVOKED: { verb: revokeQualification, action: 'qualification.revoked', from: 'SUSPENDED', to: 'REVOKED' },
} as const
type Act = keyof typeof ACTS
const EACH = Object.keys(ACTS) as Act[]
const REASON = { SUSPENDED: 'COMPLAINTS', RESUMED: 'RESOLVED', REVOKED: 'SUSPECTED_FRAUD' } as const

const inAYear = () => new Date(Date.now() + 365 * DAY)
const stateOf = (id: string) => database().qualification.findUniqueOrThrow({ where: { id } })

async function aQualificationIn(
  status: QualificationStatus,
  given: Parameters<typeof aSubmittedQualification>[0] = {},
) {
  const { applicant, qualification } = await aSubmittedQualification(given)
  const data = { status, validUntil: inAYear() }
  return { applicant, ...(await database().qualification.update({ where: { id: qualification.id }, data })) }
}

const act = (actor: PersonActor, kind: Act, qualificationId: string, reason?: StandingReason, note?: string) =>
  ACTS[kind].verb(actor, { qualificationId, reason: reason ?? REASON[kind], note: note ?? null })

const admin = () => someStaff({ roles: ['ADMIN'] })

describe.each(EACH)('%s', (kind) => {
  const { from, to, action } = ACTS[kind]

  test('changes the state, stores the status change with its note sealed, records an event and notifies the account', async () => {
    const applicant = await aRegisteredApplicant()
    const [actor, before] = [await admin(), await aQualificationIn(from, { applicant })]
    const { id, reference, dataKeyId } = before
    expect(await act(actor, kind, id, REASON[kind], '请联系客服')).toEqual({ id, reference, status: to })

    expect(await stateOf(id)).toMatchObject({ status: to, validUntil: before.validUntil })
    const change = await database().statusChange.findFirstOrThrow({ where: { qualificationId: id } })
    expect(change).toMatchObject({ kind, reason: REASON[kind], byId: actor.id })
    const key = await dataKey(database(), dataKeyId)
    expect(open(key, statusChangeNotePlace(change.id), change.noteSealed ?? new Uint8Array())).toBe('请联系客服')

    const [event, ...others] = await eventsAbout(id)
    expect(others).toEqual([])
    expect(event).toMatchObject({ action, actorId: actor.id, capabilities: ['qualification.govern'] })
    expect(event?.data).toMatchObject({ from, to, reason: REASON[kind] })
    expect(JSON.stringify(event)).not.toContain('客服')
    const disclosure = await database().auditDisclosure.findFirstOrThrow({ where: { eventId: event?.id ?? '' } })
    const place = { table: 'audit_disclosures', column: 'salt_sealed', row: `${event?.id}/note` }
    const salt = Buffer.from(open(key, place, disclosure.saltSealed), 'base64')
    expect(event?.data).toMatchObject({ note: commitmentDigest(salt, 'note', '请联系客服') })

    const messages = await database().outboxMessage.findMany({ where: { qualificationId: id } })
    expect(messages).toMatchObject([{ template: kind, state: 'PENDING' }])
  })

  test('has no commitment without a note', async () => {
    const { id } = await aQualificationIn(from)
    await act(await admin(), kind, id)
    expect(await database().statusChange.findFirstOrThrow({ where: { qualificationId: id } })).toMatchObject({
      noteSealed: null,
    })
    expect((await eventsAbout(id))[0]?.data).toMatchObject({ note: null })
  })

  test('is refused without the right, in other states, and without a reason that it needs', async () => {
    const { id, applicant } = await aQualificationIn(from)
    const insider = await someStaff({ roles: ['ADMIN'], accountIds: [applicant.accountId] })
    const waiting = await aQualificationIn('SUBMITTED')
    const draft = await aQualificationIn('DRAFT')
    await database().qualification.update({ where: { id: draft.id }, data: { firstSubmittedAt: null } })
    const someone = await admin()
    const refusals: [PersonActor, string, StandingReason | undefined, string][] = [
      [await someStaff({ roles: ['LEAD', 'AUDITOR'] }), id, undefined, 'FORBIDDEN'],
      [insider, id, undefined, 'FORBIDDEN'],
      [applicant, id, undefined, 'FORBIDDEN'],
      [await anApplicant(), id, undefined, 'NOT_FOUND'],
      [someone, randomUUID(), undefined, 'NOT_FOUND'],
      [someone, draft.id, undefined, 'NOT_FOUND'],
      [someone, waiting.id, undefined, 'INVALID_STATE'],
      [someone, id, 'OTHER', 'INVALID_INPUT'],
      [someone, id, kind === 'RESUMED' ? 'COMPLAINTS' : 'RESOLVED', 'INVALID_INPUT'],
    ]
    for (const [actor, about, reason, code] of refusals) {
      await expect(act(actor, kind, about, reason)).rejects.toMatchObject({ code })
    }
    expect(await stateOf(id)).toMatchObject({ status: from })
    expect(await database().statusChange.count({ where: { qualificationId: id } })).toBe(0)
    expect(await database().outboxMessage.count({ where: { qualificationId: id } })).toBe(0)
    expect(await eventsAbout(id)).toEqual([])
  })

  test('is refused past the end, even before the job has expired it', async () => {
    const { id } = await aQualificationIn(from)
    const validUntil = new Date(Date.now() - 1_000)
    await database().qualification.update({ where: { id }, data: { validUntil } })
    const params = { now: 'EXPIRED', by: 'NOBODY_NAMED', name: '', at: validUntil.getTime() }
    await expect(act(await admin(), kind, id)).rejects.toMatchObject({ code: 'CASE_CHANGED', params })
  })

  test.each([
    ['expiry', { status: 'EXPIRED' as const }],
    ['an end brought forward', { validUntil: new Date(0) }],
  ])('yields to %s that lands between its read and its write', async (_, change) => {
    const [actor, { id }] = [await admin(), await aQualificationIn(from)]
    const attempt = interleave(id, change, () => act(actor, kind, id))
    await expect(attempt).rejects.toMatchObject({ code: 'CASE_CHANGED', params: { now: 'EXPIRED' } })
    expect(await database().statusChange.count({ where: { qualificationId: id } })).toBe(0)
    expect(await eventsAbout(id)).toEqual([])
  })

  test('yields to a colleague who revokes it between its read and its write, and says who did, and when', async () => {
    const [actor, before] = [await admin(), await aQualificationIn(from)]
    const colleague = await someStaff({ roles: ['ADMIN'], name: '周岚' })
    const at = new Date()
    const change = {
      act: 'REVOKED',
      qualification: before,
      to: 'REVOKED',
      reason: 'COMPLAINTS',
      note: null,
      at,
    } as const
    const attempt = interleaveWith(
      (tx) => recordStanding(tx, colleague, change),
      () => act(actor, kind, before.id),
    )
    const params = { now: 'REVOKED', by: 'NAMED', name: '周岚', at: at.getTime() }
    await expect(attempt).rejects.toMatchObject({ code: 'CASE_CHANGED', subjectId: before.id, params })
    expect((await eventsAbout(before.id)).map(({ actorId }) => actorId)).toEqual([colleague.id])
  })
})

test('each of several concurrent acts that succeeds has its status change and its event, and the others conflict', async () => {
  const [first, second, { id }] = [await admin(), await admin(), await aQualificationIn('APPROVED')]
  const attempts = [first, second, first, second].map((actor, index) =>
    act(actor, index % 2 === 0 ? 'SUSPENDED' : 'REVOKED', id),
  )
  const outcomes = await outcomesOf(attempts)
  const done = outcomes.filter((outcome) => outcome === 'OK').length
  expect([1, 2]).toContain(done) // a suspended one may be revoked after that
  expect(await database().statusChange.count({ where: { qualificationId: id } })).toBe(done)
  expect(await eventsAbout(id)).toHaveLength(done)
})

test('who comes later reads that it was suspended or resumed, by whom', async () => {
  const [{ id }, colleague] = [await aQualificationIn('APPROVED'), await someStaff({ roles: ['ADMIN'], name: '周岚' })]
  await act(colleague, 'SUSPENDED', id)
  const suspended = { now: 'SUSPENDED', by: 'NAMED', name: '周岚', at: expect.any(Number) }
  await expect(act(await admin(), 'SUSPENDED', id)).rejects.toMatchObject({ code: 'CASE_CHANGED', params: suspended })
  await act(colleague, 'RESUMED', id)
  await expect(act(await admin(), 'RESUMED', id)).rejects.toMatchObject({ params: { now: 'RESUMED', name: '周岚' } })
})

test('it names nobody where the portal itself resumed', async () => {
  const qualification = await aQualificationIn('SUSPENDED')
  const change = { act: 'RESUMED', to: 'APPROVED', reason: 'CONSENT_GIVEN', note: null, at: new Date() } as const
  await transaction((tx) => recordStanding(tx, SYSTEM, { ...change, qualification }))
  const params = { now: 'RESUMED', by: 'NOBODY_NAMED', name: '' }
  await expect(act(await admin(), 'RESUMED', qualification.id)).rejects.toMatchObject({ params })
})

test('a key learns no names: it gets the code that it knows', async () => {
  const [{ id }, client] = [await aQualificationIn('APPROVED'), await aClient({ isTest: true })]
  await act(await admin(), 'SUSPENDED', id)
  const conflict = await transaction((tx) => standingConflict(tx, client, 'CONFLICT', id))
  expect(conflict).toMatchObject({ code: 'CONFLICT', params: {} })
})
