import { beforeEach, expect, test } from 'vitest'
import { database, transaction } from '@/lib/db/client'
import type { QualificationStatus } from '@/lib/db/generated/enums'
import { expireQualifications } from '@/lib/qualifications/clock/expire-qualifications'
import { withdrawQualification } from '@/lib/qualifications/standing/withdraw-qualification'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { endedAgo } from '@/tests/factories/endings'
import { decide, submit } from '@/tests/factories/journey'
import { aColleague, aRegisteredApplicant } from '@/tests/factories/people'
import { aReadyDraft, IDENTITY } from '@/tests/factories/qualifications'
import { anApprovedSender, fileWith } from '@/tests/factories/senders'
import { anEndpoint } from '@/tests/factories/webhooks'
import { CHOOSABLE } from './choices'
import { bodyOf, bodySchema, WEBHOOK_EVENTS } from './events'

beforeEach(() => database().webhookEndpoint.deleteMany())

/** Returns what an endpoint is notified of, in order, each body parsed by the schema of its event. */
async function eventsOf(endpointId: string, qualificationId: string) {
  const where = { endpointId, qualificationId }
  const rows = await database().webhookDelivery.findMany({ where, orderBy: { position: 'asc' } })
  return rows.map((row) => {
    const body = bodySchema(row.event).parse(JSON.parse(bodyOf(row)))
    return { ...body, text: bodyOf(row) }
  })
}
const typesOf = async (endpointId: string, id: string) => (await eventsOf(endpointId, id)).map(({ type }) => type)
const FREE = { reviewerId: null, claimedAt: null, leaseEndsAt: null }
const move = (id: string, status: QualificationStatus, more: object = {}) =>
  database().qualification.update({ where: { id }, data: { status, ...more } })

test('each change of a qualification is an event, in order, with ids and states only', async () => {
  const { id: endpointId } = await anEndpoint()
  const applicant = await aRegisteredApplicant()
  const { id } = await aReadyDraft({ applicant: { ...applicant.actor, accountId: applicant.accountId } })
  await submit(applicant.actor, id)
  const reviewer = (await aColleague()).actor
  await decide(reviewer, id, { ID_IN_HAND: 'BLURRED' })
  await move(id, 'SUBMITTED')
  await claimQualification(reviewer, { qualificationId: id })
  await move(id, 'SUBMITTED', FREE) // released
  await claimQualification(reviewer, { qualificationId: id })
  await move(id, 'APPROVED', { ...FREE, validUntil: new Date() })
  const events = await eventsOf(endpointId, id)
  expect(events.map(({ type }) => type)).toEqual([
    'qualification.created',
    'qualification.submitted',
    'qualification.changes_requested',
    'qualification.submitted',
    'qualification.approved',
  ])
  const { reference, validUntil } = await database().qualification.findUniqueOrThrow({ where: { id } })
  expect(events.at(-1)).toMatchObject({
    timestamp: expect.stringMatching(/Z$/),
    data: {
      account: applicant.accountId,
      qualification: { id, reference, status: 'APPROVED', validUntil: validUntil?.toISOString() },
    },
  })
  const personal = [...Object.values(IDENTITY), applicant.id, '小明书屋'].filter((value) => value.length > 3)
  for (const { text } of events) for (const value of personal) expect(text).not.toContain(value)
})

test('standing, time and carriers are events too; what reviewers do among themselves is none', async () => {
  const { id: endpointId } = await anEndpoint()
  const { id, senderSignatureId } = await anApprovedSender({ filing: 'NOT_FILED' })
  await fileWith('CUCC', senderSignatureId, 'EFFECTIVE')
  await move(id, 'SUSPENDED')
  await move(id, 'APPROVED')
  await database().qualification.update({ where: { id }, data: { validUntil: new Date(Date.now() - 60_000) } })
  await expireQualifications()
  const events = await eventsOf(endpointId, id)
  const types = events.map(({ type }) => type)
  expect(types.filter((type) => type === 'filing.changed')).toHaveLength(2)
  expect(types.slice(-6)).toEqual([
    'qualification.approved',
    'filing.changed',
    'filing.changed',
    'qualification.suspended',
    'qualification.resumed',
    'qualification.expired',
  ])
  expect(events.filter(({ type }) => type === 'filing.changed').at(-1)?.data).toMatchObject({
    qualification: { id, status: 'APPROVED' },
    filing: { senderSignatureId, carrier: 'CUCC', state: 'EFFECTIVE', extensionNumber: '1069' },
  })
})

test.each([
  ['REJECTED', 'qualification.rejected'],
  ['REVOKED', 'qualification.revoked'],
  ['LAPSED', 'qualification.withdrawn'],
] as const)('%s: %s', async (ending, type) => {
  const { id: endpointId } = await anEndpoint()
  const { id } = await aReadyDraft()
  await endedAgo(id, ending, 1)
  expect(await typesOf(endpointId, id)).toEqual(['qualification.created', type])
})

test('a change that is taken back is no event, and neither is one that an endpoint did not choose', async () => {
  const [all, some] = [await anEndpoint(), await anEndpoint({ events: ['QUALIFICATION_WITHDRAWN'] })]
  const applicant = await aRegisteredApplicant()
  const { id } = await aReadyDraft({ applicant: { ...applicant.actor, accountId: applicant.accountId } })
  const failing = transaction(async (tx) => {
    await tx.qualification.update({ where: { id }, data: { status: 'WITHDRAWN' } })
    throw new Error('taken back')
  })
  await expect(failing).rejects.toThrow('taken back')
  expect(await typesOf(all.id, id)).toEqual(['qualification.created'])
  expect(await typesOf(some.id, id)).toEqual([])
  await withdrawQualification(applicant.actor, { qualificationId: id })
  expect(await typesOf(all.id, id)).toEqual(['qualification.created', 'qualification.withdrawn'])
  expect(await typesOf(some.id, id)).toEqual(['qualification.withdrawn'])
})

test('every name is another one', () => {
  const types = Object.values(WEBHOOK_EVENTS).map(({ type }) => type)
  expect(new Set(types).size).toBe(types.length)
  expect(CHOOSABLE).toHaveLength(types.length - 1)
})
