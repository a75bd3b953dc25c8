import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { commitmentDigest } from '@/lib/audit/commitment'
import { env } from '@/lib/core/env'
import { dataKey } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database } from '@/lib/db/client'
import { openMessage } from '@/lib/notifications/outbox/open-message'
import { ShowDeclaredInput } from '@/lib/review/schemas'
import { withFactorGiven } from '@/tests/factories/assurance'
import { eventsAbout } from '@/tests/factories/audit'
import { outcomesOf } from '@/tests/factories/outcomes'
import { aColleague } from '@/tests/factories/people'
import { aDraft } from '@/tests/factories/qualifications'
import { revealsOf, shownBefore } from '@/tests/factories/reveals'
import { aClaimedQualification, anApplicant, aSubmittedQualification, someStaff } from '@/tests/factories/review'
import { showDeclared } from './show-declared'

const WHY = { reason: 'DISPUTE', note: null } as const
const SHOWN = { 'person.idNumber': '11010519491231002X', 'contact.phone': '+8613800138000' }

async function aCase() {
  const { qualification } = await aSubmittedQualification()
  return { qualificationId: qualification.id, dataKeyId: qualification.dataKeyId }
}
const anAuditor = () => someStaff({ roles: ['AUDITOR'] })

describe('outside one’s own claim', () => {
  test('masked values are shown for a reason; the event names the fields and the reason, never the values', async () => {
    const { qualificationId, dataKeyId } = await aCase()
    const auditor = await anAuditor()
    const input = ShowDeclaredInput.parse({ qualificationId, reason: 'OTHER', note: ' 客户来电核对 ' })
    expect(await showDeclared(auditor, input)).toEqual(SHOWN)
    const [event] = await eventsAbout(qualificationId)
    expect(event).toMatchObject({
      action: 'qualification.declared_shown',
      version: 2,
      actorId: auditor.id,
      capabilities: ['qualification.read'],
      data: { revision: 1, fields: ['person.idNumber', 'contact.phone'], isClaimed: false, reason: 'OTHER' },
    })
    expect(JSON.stringify(event)).not.toMatch(/11010519491231002X|13800138000|客户来电核对/)

    const disclosure = await database().auditDisclosure.findFirstOrThrow({ where: { eventId: event?.id ?? '' } })
    expect(disclosure.dataKeyId).toBe(dataKeyId)
    const key = await dataKey(database(), dataKeyId)
    const place = { table: 'audit_disclosures', column: 'salt_sealed', row: `${event?.id}/note` }
    const salt = Buffer.from(open(key, place, disclosure.saltSealed), 'base64')
    expect(event?.data).toMatchObject({ note: commitmentDigest(salt, 'note', '客户来电核对') })
  })

  test('fifty requests of an auditor whose second factor is 31 minutes old show nothing', async () => {
    const { qualificationId } = await aCase()
    const stale = await withFactorGiven(await anAuditor(), 31)
    for (let i = 0; i < 50; i++) {
      const shown = showDeclared(stale, { qualificationId, ...WHY })
      await expect(shown).rejects.toMatchObject({ code: 'FRESH_FACTOR_NEEDED', subjectId: qualificationId })
    }
    expect(await revealsOf(stale.id)).toEqual([])
  })

  test.each([
    ['no reason', { reason: null, note: null }],
    ['the reason OTHER without a note', { reason: 'OTHER', note: null }],
  ] as const)('is refused with %s', async (_, why) => {
    const { qualificationId } = await aCase()
    const auditor = await anAuditor()
    await expect(showDeclared(auditor, { qualificationId, ...why })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    expect(await eventsAbout(qualificationId)).toEqual([])
    expect(await revealsOf(auditor.id)).toEqual([])
  })

  test('an expired claim or one of another reviewer is no claim of one’s own', async () => {
    const lead = await someStaff({ roles: ['LEAD'] })
    for (const { qualification } of [
      await aClaimedQualification(),
      await aClaimedQualification({ reviewer: lead, leaseMinutes: -1 }),
    ]) {
      const asked = showDeclared(lead, { qualificationId: qualification.id, reason: null, note: null })
      await expect(asked).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    }
  })

  test('is refused to people who may not read it', async () => {
    const { qualification, applicant } = await aSubmittedQualification()
    const qualificationId = qualification.id
    const refusals = [
      [await someStaff(), 'FORBIDDEN'],
      [applicant, 'FORBIDDEN'],
      [await anApplicant(), 'NOT_FOUND'],
      [await someStaff({ roles: [] }), 'NOT_FOUND'],
    ] as const
    for (const [actor, code] of refusals) {
      await expect(showDeclared(actor, { qualificationId, ...WHY })).rejects.toMatchObject({ code })
      expect(await revealsOf(actor.id)).toEqual([])
    }
    expect(await eventsAbout(qualificationId)).toEqual([])
  })

  test('finds nothing in an unsubmitted or erased qualification', async () => {
    const { id: draftId, applicant } = await aDraft()
    const draft = { qualificationId: draftId, ...WHY }
    await expect(showDeclared(applicant, draft)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const { qualificationId, dataKeyId } = await aCase()
    const erased = { wrapped: new Uint8Array(), erasedAt: new Date() }
    await database().dataKey.update({ where: { id: dataKeyId }, data: erased })
    const asked = showDeclared(await anAuditor(), { qualificationId, ...WHY })
    await expect(asked).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await eventsAbout(qualificationId)).toEqual([])
  })
})

test('in one’s own claim it requires no reason and no fresh factor, and is counted', async () => {
  const lead = await withFactorGiven(await someStaff({ roles: ['LEAD'] }), 31)
  const { qualification } = await aClaimedQualification({ reviewer: lead })
  const given = { qualificationId: qualification.id, reason: 'DISPUTE', note: '不必写' } as const
  expect(await showDeclared(lead, given)).toEqual(SHOWN)
  const [event] = await eventsAbout(qualification.id)
  expect(event?.data).toMatchObject({ isClaimed: true, reason: null, note: null })
  expect(await revealsOf(lead.id)).toEqual(['DECLARED'])
})

describe('the cap', () => {
  const limit = () => env().REVEALS_AN_HOUR
  const show = async (actor: PersonActor) => showDeclared(actor, { ...(await aCase()), ...WHY })
  const alertsOf = (id: string) => eventsAbout(id, 'review.reveal_cap_reached')

  test('refuses the next one, with the time from which it is allowed; an hour later it is allowed', async () => {
    const auditor = await anAuditor()
    await shownBefore(auditor.id, limit(), 20)
    const { qualificationId } = await aCase()
    await expect(showDeclared(auditor, { qualificationId, ...WHY })).rejects.toMatchObject({
      code: 'REVEALS_USED_UP',
      subjectId: qualificationId,
      params: { limit: limit(), unit: 'MINUTES', wait: 40 },
    })
    expect(await eventsAbout(qualificationId)).toEqual([])
    await database().countedReveal.updateMany({
      where: { personId: auditor.id },
      data: { at: new Date(Date.now() - 61 * 60_000) },
    })
    expect(await show(auditor)).toEqual(SHOWN)
  })

  test('is exact for fifty concurrent requests', async () => {
    const auditor = await anAuditor()
    await shownBefore(auditor.id, limit() - 10)
    const { qualificationId } = await aCase()
    const attempts = Array.from({ length: 50 }, () => showDeclared(auditor, { qualificationId, ...WHY }))
    const outcomes = await outcomesOf(attempts)
    expect(outcomes.filter((outcome) => outcome === 'OK')).toHaveLength(10)
    expect(outcomes.filter((outcome) => outcome === 'REVEALS_USED_UP')).toHaveLength(40)
    expect(await alertsOf(auditor.id)).toHaveLength(1)
  })

  test('is counted for each person', async () => {
    await shownBefore((await anAuditor()).id, limit())
    expect(await show(await anAuditor())).toEqual(SHOWN)
  })

  test('alerts every active administrator once an hour, with who and how many, and nothing about applicants', async () => {
    const name = `周某${randomBytes(4).toString('hex')}`
    const administrator = await aColleague({ roles: ['ADMIN'] })
    const disabled = await aColleague({ roles: ['ADMIN'] })
    await database().user.update({ where: { id: disabled.id }, data: { status: 'DISABLED', disabledAt: new Date() } })
    const { actor: auditor } = await aColleague({ roles: ['AUDITOR'], name })
    await shownBefore(auditor.id, limit())
    const refused = await outcomesOf([show(auditor), show(auditor), show(auditor)])
    expect(new Set(refused)).toEqual(new Set(['REVEALS_USED_UP']))

    expect(await alertsOf(auditor.id)).toMatchObject([{ actorId: auditor.id, data: { count: limit() } }])
    const rows = await database().outboxMessage.findMany({ where: { template: 'REVEALS_USED_UP' } })
    const mails = (await Promise.all(rows.map(openMessage))).filter((mail) => mail?.text.includes(name))
    const to = mails.map((mail) => mail?.to)
    expect(to.filter((address) => address === administrator.email)).toHaveLength(1)
    expect(to).not.toContain(disabled.email)
    expect(mails[0]?.text).toContain(`${limit()} 次`)
    expect(mails[0]?.text).not.toMatch(/11010519491231002X|13800138000/)

    await database().$executeRaw`
      UPDATE reveal_alerts SET at = at - interval '1 hour' WHERE person_id = ${auditor.id}::uuid`
    await expect(show(auditor)).rejects.toMatchObject({ code: 'REVEALS_USED_UP' })
    expect(await alertsOf(auditor.id)).toHaveLength(2)
  })
})
