import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type PersonActor, SYSTEM } from '@/lib/actor/actor'
import { commitmentDigest } from '@/lib/audit/commitment'
import { dataKey } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database, transaction } from '@/lib/db/client'
import { eventsAbout } from '@/tests/factories/audit'
import { endedAgo } from '@/tests/factories/endings'
import { outcomesOf } from '@/tests/factories/outcomes'
import { anApplicant, aSubmittedQualification, someStaff } from '@/tests/factories/review'
import { interleaveWith } from '@/tests/setup/interleave'
import { eraseQualification } from '../erasure/erase-qualification'
import { type HoldCovers, holdNotePlace } from './legal-holds'
import { liftLegalHold } from './lift-legal-hold'
import { placeLegalHold } from './place-legal-hold'
import { readHolds } from './read-holds'

const admin = (name = '周岚') => someStaff({ roles: ['ADMIN'], name })
const COVERS: HoldCovers[] = ['QUALIFICATION', 'ACCOUNT']
const BOTH = ['DOCUMENTS', 'DETAILS'] as const

async function aRejected() {
  const { applicant, qualification } = await aSubmittedQualification()
  await endedAgo(qualification.id, 'REJECTED', 1)
  return { applicant, id: qualification.id, accountId: applicant.accountId }
}

const place = (actor: PersonActor, qualificationId: string, covers: HoldCovers = 'QUALIFICATION', note?: string) =>
  placeLegalHold(actor, { qualificationId, covers, reason: 'DISPUTE', note: note ?? null })
const holdOf = (id: string) => database().legalHold.findUniqueOrThrow({ where: { id } })
const erase = (id: string) =>
  transaction((tx) => eraseQualification(tx, SYSTEM, { id, scopes: BOTH, cause: 'RETENTION', requestId: null }))

describe.each(COVERS)('a hold on one’s %s', (covers) => {
  test('is placed with its note sealed under a key of its own, and says so in the log', async () => {
    const [actor, { id, accountId }] = [await admin(), await aRejected()]
    const { holdId } = await place(actor, id, covers, '法院调取，案号（2026）粤01')
    const hold = await holdOf(holdId)
    const isOfOne = covers === 'QUALIFICATION'
    expect(hold).toMatchObject({
      accountId: isOfOne ? null : accountId,
      qualificationId: isOfOne ? id : null,
      reason: 'DISPUTE',
      placedById: actor.id,
      liftedAt: null,
    })
    const key = await dataKey(database(), hold.dataKeyId)
    expect(open(key, holdNotePlace(holdId), hold.noteSealed ?? new Uint8Array())).toBe('法院调取，案号（2026）粤01')

    const [event, ...others] = await eventsAbout(accountId)
    expect(others).toEqual([])
    expect(event).toMatchObject({ action: 'legal_hold.placed', actorId: actor.id, capabilities: ['privacy.manage'] })
    expect(event?.data).toMatchObject({ holdId, qualificationId: isOfOne ? id : null, reason: 'DISPUTE' })
    expect(JSON.stringify(event)).not.toContain('法院')
    const disclosure = await database().auditDisclosure.findFirstOrThrow({ where: { eventId: event?.id ?? '' } })
    expect(disclosure.dataKeyId).toBe(hold.dataKeyId)
    const salt = open(
      key,
      { table: 'audit_disclosures', column: 'salt_sealed', row: `${event?.id}/note` },
      disclosure.saltSealed,
    )
    const digest = commitmentDigest(Buffer.from(salt, 'base64'), 'note', '法院调取，案号（2026）粤01')
    expect(event?.data).toMatchObject({ note: digest })
  })

  test('prevents its erasure until it is lifted, which the log shows too', async () => {
    const [actor, other, { id, accountId }] = [await admin(), await admin('高原'), await aRejected()]
    const { holdId } = await place(actor, id, covers)
    await expect(erase(id)).rejects.toMatchObject({ code: 'ON_HOLD' })
    expect(await liftLegalHold(other, { holdId })).toMatchObject({ holdId })
    expect(await holdOf(holdId)).toMatchObject({ liftedById: other.id, liftedAt: expect.any(Date) })
    const [, event] = await eventsAbout(accountId)
    expect(event).toMatchObject({ action: 'legal_hold.lifted', actorId: other.id, capabilities: ['privacy.manage'] })
    expect(event?.data).toEqual({ holdId, qualificationId: covers === 'QUALIFICATION' ? id : null })
    await erase(id)
  })

  test('is placed once at a time, and again after it was lifted', async () => {
    const [actor, { id }] = [await admin(), await aRejected()]
    const { holdId } = await place(actor, id, covers)
    await expect(place(actor, id, covers)).rejects.toMatchObject({ code: 'INVALID_STATE' })
    await liftLegalHold(actor, { holdId })
    await place(actor, id, covers)
  })

  test('is refused to who may not', async () => {
    const { id, applicant, accountId } = await aRejected()
    const draft = await aSubmittedQualification()
    await database().qualification.update({
      where: { id: draft.qualification.id },
      data: { status: 'DRAFT', firstSubmittedAt: null },
    })
    const insider = await someStaff({ roles: ['ADMIN'], accountIds: [accountId] })
    const refusals: [PersonActor, string, string][] = [
      [await someStaff({ roles: ['LEAD', 'AUDITOR'] }), id, 'FORBIDDEN'],
      [insider, id, 'FORBIDDEN'],
      [applicant, id, 'FORBIDDEN'],
      [await anApplicant(), id, 'NOT_FOUND'],
      [await admin(), randomUUID(), 'NOT_FOUND'],
      [await admin(), draft.qualification.id, 'NOT_FOUND'],
    ]
    for (const [actor, about, code] of refusals) {
      await expect(place(actor, about, covers)).rejects.toMatchObject({ code })
    }
    expect(await database().legalHold.count({ where: { OR: [{ qualificationId: id }, { accountId }] } })).toBe(0)
    expect(await eventsAbout(accountId)).toEqual([])
  })

  test('is lifted by nobody who may not, and once', async () => {
    const { id, applicant, accountId } = await aRejected()
    const { holdId } = await place(await admin(), id, covers)
    const insider = await someStaff({ roles: ['ADMIN'], accountIds: [accountId] })
    const refusals: [PersonActor, string, string][] = [
      [await someStaff({ roles: ['AUDITOR'] }), holdId, 'FORBIDDEN'],
      [insider, holdId, 'FORBIDDEN'],
      [await someStaff({ roles: ['LEAD'] }), holdId, 'NOT_FOUND'],
      [applicant, holdId, 'NOT_FOUND'],
      [await admin(), randomUUID(), 'NOT_FOUND'],
    ]
    for (const [actor, about, code] of refusals) {
      await expect(liftLegalHold(actor, { holdId: about })).rejects.toMatchObject({ code })
    }
    expect(await holdOf(holdId)).toMatchObject({ liftedAt: null })
    await liftLegalHold(await admin(), { holdId })
    await expect(liftLegalHold(await admin(), { holdId })).rejects.toMatchObject({ code: 'INVALID_STATE' })
    expect(await eventsAbout(accountId)).toHaveLength(2)
  })

  test('one of several concurrent placements succeeds', async () => {
    const [actor, { id, accountId }] = [await admin(), await aRejected()]
    const outcomes = await outcomesOf(Array.from({ length: 4 }, () => place(actor, id, covers)))
    expect(outcomes.filter((outcome) => outcome === 'OK')).toHaveLength(1)
    expect(outcomes.every((outcome) => ['OK', 'CONFLICT', 'INVALID_STATE'].includes(outcome))).toBe(true)
    expect(await eventsAbout(accountId)).toHaveLength(1)
  })

  test('waits for an erasure in progress, and finds out', async () => {
    const { id, accountId } = await aRejected()
    if (covers === 'ACCOUNT') await database().membership.deleteMany({ where: { accountId } })
    const order = { id, scopes: BOTH, cause: 'RETENTION', requestId: null } as const
    const actor = await admin()
    const attempt = interleaveWith(
      (tx) => eraseQualification(tx, SYSTEM, order),
      () => place(actor, id, covers),
    )
    await expect(attempt).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await database().legalHold.count({ where: { placedById: actor.id } })).toBe(0)
  })

  test('is refused when nothing is left', async () => {
    const { id, accountId } = await aRejected()
    await erase(id)
    if (covers === 'ACCOUNT') {
      await place(await admin(), id, covers) // of the person's data
      await database().legalHold.deleteMany({ where: { accountId } })
      await database().membership.deleteMany({ where: { accountId } })
    }
    await expect(place(await admin(), id, covers)).rejects.toMatchObject({ code: 'INVALID_STATE' })
  })

  test('that someone else lifts between read and write is a conflict', async () => {
    const { id } = await aRejected()
    const [actor, other] = [await admin(), await admin()]
    const { holdId } = await place(actor, id, covers)
    const attempt = interleaveWith(
      (tx) => tx.legalHold.update({ where: { id: holdId }, data: { liftedAt: new Date(), liftedById: other.id } }),
      () => liftLegalHold(actor, { holdId }),
    )
    await expect(attempt).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await holdOf(holdId)).toMatchObject({ liftedById: other.id })
  })
})

describe('people who may read holds', () => {
  test('sees those that lie on it, the newest first, and what they may do', async () => {
    const [actor, { id }] = [await admin(), await aRejected()]
    const { holdId } = await place(actor, id, 'ACCOUNT', '材料真伪有争议')
    await liftLegalHold(actor, { holdId })
    await place(actor, id, 'QUALIFICATION')
    const auditor = await someStaff({ roles: ['AUDITOR'] })
    const view = await readHolds(auditor, id)
    expect(view).toMatchObject({
      holds: [
        { covers: 'QUALIFICATION', reason: 'DISPUTE', note: null, placedBy: '周岚', liftedAt: null, liftedBy: null },
        { covers: 'ACCOUNT', note: '材料真伪有争议', placedBy: '周岚', liftedBy: '周岚' },
      ],
      mayLift: false,
      mayPlace: [],
    })
    expect(await readHolds(actor, id)).toMatchObject({ mayLift: true, mayPlace: ['ACCOUNT'] })
  })

  test('sees none that are another’s, and nothing without the right to', async () => {
    const [actor, one, other] = [await admin(), await aRejected(), await aRejected()]
    await place(actor, other.id, 'ACCOUNT')
    expect(await readHolds(actor, one.id)).toMatchObject({ holds: [], mayPlace: COVERS })
    expect(await readHolds(await someStaff({ roles: ['LEAD'] }), other.id)).toBeNull()
    expect(await readHolds(one.applicant, one.id)).toBeNull()
    await database().qualification.update({ where: { id: one.id }, data: { firstSubmittedAt: null } })
    expect(await readHolds(actor, one.id)).toBeNull() // as for a draft
  })
})
