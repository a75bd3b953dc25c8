import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { commitmentDigest } from '@/lib/audit/commitment'
import { dateIn } from '@/lib/core/clock'
import { dataKey, systemKey } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database } from '@/lib/db/client'
import { outboxPlace } from '@/lib/notifications/outbox/outbox-seal'
import { removeDocumentPage } from '@/lib/qualifications/files/remove-document-page'
import { notePlace } from '@/lib/qualifications/sealed'
import { eventsAbout } from '@/tests/factories/audit'
import { decide as decideAll, submit } from '@/tests/factories/journey'
import { aRegisteredApplicant } from '@/tests/factories/people'
import { aDocumentIn, aReadyDraft, submissionOf } from '@/tests/factories/qualifications'
import {
  aClaimedQualification,
  anApplicant,
  aSecondRevision,
  judgementsOf,
  someStaff,
  unclaimed,
} from '@/tests/factories/review'
import { interleave } from '@/tests/setup/interleave'
import { claimQualification } from '../claims/claim-qualification'
import { DecideQualificationForm, type DecideQualificationInput } from '../schemas'
import { decideQualification } from './decide-qualification'

type Claimed = Awaited<ReturnType<typeof aClaimedQualification>>
type PartInput = DecideQualificationInput['parts'][number]

const stateOf = (id: string) => database().qualification.findUniqueOrThrow({ where: { id } })
const accepted = (partId: string): PartInput => ({
  partId,
  verdict: 'ACCEPTED',
  reasons: [],
  correction: null,
  correctionField: null,
  note: null,
})
const refused = (partId: string, reasons: string[], more: Partial<PartInput> = {}): PartInput => ({
  ...accepted(partId),
  verdict: 'REFUSED',
  reasons,
  correction: 'PICTURE',
  ...more,
})

/** Returns judgements that accept all parts, except the letter when a refusal of it is given. */
function judged({ parts }: Claimed, letter?: (partId: string) => PartInput): PartInput[] {
  return parts.map(({ id, document }) => (letter && document?.kind === 'COMMITMENT_LETTER' ? letter(id) : accepted(id)))
}

const decide = (actor: PersonActor, claimed: Claimed, parts = judged(claimed), revision = 1) =>
  decideQualification(actor, { qualificationId: claimed.qualification.id, revision, parts })

test('all parts accepted: approved for the term, with filings and an event', async () => {
  const claimed = await aClaimedQualification({ signatures: ['小明书屋', '小明读书'] })
  const { reviewer, qualification, submissionId, parts } = claimed

  expect(await decide(reviewer, claimed)).toEqual({
    id: qualification.id,
    reference: qualification.reference,
    status: 'APPROVED',
    decidedAt: expect.any(Date),
  })

  const state = await stateOf(qualification.id)
  expect(state).toMatchObject({ status: 'APPROVED', revision: 1, ...unclaimed })
  const term = new Date(Number(state.decidedAt))
  term.setUTCFullYear(term.getUTCFullYear() + 1)
  expect(state.validUntil).toEqual(term)
  const filings = await database().filing.findMany({ where: { senderSignature: { submissionId } } })
  expect(filings).toHaveLength(8)
  expect(filings.every((filing) => filing.state === 'NOT_FILED')).toBe(true)
  const decision = await database().decision.findFirstOrThrow({
    where: { submissionId },
    include: { judgements: true },
  })
  expect(decision).toMatchObject({ look: 1, reviewerId: reviewer.id, outcome: 'APPROVED', decidedAt: state.decidedAt })
  expect(decision.judgements).toHaveLength(parts.length)
  expect(await eventsAbout(qualification.id)).toMatchObject([
    {
      action: 'review.decided',
      actorId: reviewer.id,
      capabilities: ['review.decide'],
      data: { decisionId: decision.id, submissionId, revision: 1, from: 'IN_REVIEW', to: 'APPROVED' },
    },
  ])
})

test('an approval ends with an ID that expires before the term', async () => {
  const idValidTo = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10)
  const claimed = await aClaimedQualification({ fields: { 'person.idValidTo': idValidTo } })
  await decide(claimed.reviewer, claimed)
  const { validUntil } = await stateOf(claimed.qualification.id)
  expect(validUntil?.toISOString()).toBe(`${idValidTo}T16:00:00.000Z`)
})

test('a document that expired while the case waited can’t be accepted, but can be refused', async () => {
  const claimed = await aClaimedQualification({ fields: { 'person.idValidTo': '2025-01-01' } })
  await expect(decide(claimed.reviewer, claimed)).rejects.toMatchObject({ code: 'ALREADY_ENDED' })
  expect(await stateOf(claimed.qualification.id)).toMatchObject({ status: 'IN_REVIEW', validUntil: null })
})

test('something to correct: the next revision starts, and the note is sealed with a commitment', async () => {
  const claimed = await aClaimedQualification()
  const { reviewer, qualification, submissionId } = claimed
  const parts = judged(claimed, (id) => refused(id, ['THUMBPRINT_MISSING', 'OTHER'], { note: '请补按手印' }))

  expect(await decide(reviewer, claimed, parts)).toMatchObject({ status: 'CHANGES_REQUESTED' })

  const state = await stateOf(qualification.id)
  expect(state).toMatchObject({ status: 'CHANGES_REQUESTED', revision: 2, validUntil: null, ...unclaimed })
  expect(await database().filing.count({ where: { senderSignature: { submissionId } } })).toBe(0)
  const judgement = await database().partJudgement.findFirstOrThrow({
    where: { verdict: 'REFUSED', decision: { submissionId } },
  })
  const key = await dataKey(database(), qualification.dataKeyId)
  const note = open(key, notePlace(judgement.decisionId, judgement.partId), judgement.noteSealed ?? new Uint8Array())
  expect(note).toBe('请补按手印')

  const [event] = await eventsAbout(qualification.id)
  expect(JSON.stringify(event)).not.toContain('手印')
  const said = (event?.data as { parts: { partId: string; note: string | null }[] } | undefined)?.parts ?? []
  expect(said.find(({ partId }) => partId === judgement.partId)).toMatchObject({
    verdict: 'REFUSED',
    reasons: ['THUMBPRINT_MISSING', 'OTHER'],
    mend: 'PICTURE',
  })
  const disclosure = await database().auditDisclosure.findFirstOrThrow({ where: { eventId: event?.id ?? '' } })
  const disclosed = (column: string, sealed: Uint8Array) =>
    open(key, { table: 'audit_disclosures', column, row: `${event?.id}/${disclosure.name}` }, sealed)
  const salt = Buffer.from(disclosed('salt_sealed', disclosure.saltSealed), 'base64')
  expect(disclosed('value_sealed', disclosure.valueSealed)).toBe(JSON.stringify(note))
  expect(commitmentDigest(salt, disclosure.name, note)).toBe(
    said.find(({ partId }) => partId === judgement.partId)?.note,
  )
})

test('a final reason rejects, even together with one that could be corrected', async () => {
  const claimed = await aClaimedQualification()
  const parts = judged(claimed, (id) =>
    refused(id, ['BLURRED', 'SUSPECTED_FORGERY'], { correction: null, note: '印章与样式不符' }),
  )
  expect(await decide(claimed.reviewer, claimed, parts)).toMatchObject({ status: 'REJECTED' })
  expect(await stateOf(claimed.qualification.id)).toMatchObject({ status: 'REJECTED', revision: 1, validUntil: null })
})

describe('a second revision', () => {
  test('has judgements of its open parts only, and is approved when all of them are accepted', async () => {
    const second = await aSecondRevision()
    const { reviewer, qualification, submissionId, parts } = second
    const open = parts.filter(({ carriedFromId }) => carriedFromId === null)
    expect(open.map(({ document }) => document?.kind)).toEqual(['COMMITMENT_LETTER'])

    await decide(reviewer, second, judgementsOf(parts), 2)

    const state = await stateOf(qualification.id)
    expect(state).toMatchObject({ status: 'APPROVED', revision: 2, ...unclaimed })
    expect(state.validUntil?.getTime()).toBeGreaterThan(Date.now())
    const judgements = await database().partJudgement.findMany({ where: { decision: { submissionId } } })
    expect(judgements.map(({ partId }) => partId)).toEqual(open.map(({ id }) => id))
    const filings = await database().filing.findMany({ include: { senderSignature: true } })
    const ofIt = filings.filter(({ senderSignature }) =>
      [submissionId, second.first.submissionId].includes(senderSignature.submissionId),
    )
    expect(ofIt.map(({ senderSignature }) => senderSignature.submissionId)).toEqual(Array(4).fill(submissionId))
  })

  test('refuses a judgement of a carried part, and a decision without one of each open part', async () => {
    const second = await aSecondRevision()
    const { reviewer, parts } = second
    const carried = parts.find(({ carriedFromId }) => carriedFromId !== null)
    const attempts = [
      [...judgementsOf(parts), accepted(carried?.id ?? '')],
      [accepted(carried?.id ?? '')],
      judgementsOf(second.first.parts),
    ]
    for (const attempt of attempts) {
      await expect(decide(reviewer, second, attempt, 2)).rejects.toMatchObject({ params: { problem: 'PART_UNJUDGED' } })
    }
  })

  test('without open parts, since the refused document was removed, is approved', async () => {
    const { applicant, id } = await aReadyDraft()
    const fileId = await aDocumentIn(id, applicant, 'SUPPORTING')
    await submit(applicant, id)
    const reviewer = await someStaff()
    await decideAll(reviewer, id, { SUPPORTING: 'BLURRED' })
    const { documents } = await submissionOf(id)
    const supporting = documents.flatMap(({ kind, pages }) => (kind === 'SUPPORTING' ? pages : []))
    expect(supporting).toMatchObject([{ fileId }])
    await removeDocumentPage(applicant, { qualificationId: id, fileId })
    await submit(applicant, id)
    const { parts } = await submissionOf(id)
    expect(parts.filter(({ carriedFromId }) => carriedFromId === null)).toEqual([])

    await claimQualification(reviewer, { qualificationId: id })
    const sent = DecideQualificationForm.parse({ qualificationId: id, revision: '2' })
    expect(await decideQualification(reviewer, sent)).toMatchObject({ status: 'APPROVED' })
  })

  test('can be refused again, and a third one starts', async () => {
    const second = await aSecondRevision()
    const { reviewer, qualification, parts } = second
    await decide(reviewer, second, judgementsOf(parts, 'GLARE'), 2)
    expect(await stateOf(qualification.id)).toMatchObject({ status: 'CHANGES_REQUESTED', revision: 3 })
  })
})

describe('the account is notified', () => {
  const messagesAbout = (qualificationId: string) => database().outboxMessage.findMany({ where: { qualificationId } })

  test.each([
    ['APPROVED', undefined],
    ['CHANGES_REQUESTED', 'BLURRED'],
    ['REJECTED', 'SUSPECTED_FORGERY'],
  ] as const)('of %s, in the same transaction', async (template, reason) => {
    const applicant = await aRegisteredApplicant()
    const claimed = await aClaimedQualification({ applicant: { ...applicant.actor, accountId: applicant.accountId } })
    await decide(claimed.reviewer, claimed, judgementsOf(claimed.parts, reason))

    const [message, ...others] = await messagesAbout(claimed.qualification.id)
    expect(others).toEqual([])
    expect(message).toMatchObject({ template, channel: 'SMS', state: 'PENDING' })
    const state = await stateOf(claimed.qualification.id)
    const { reference } = claimed.qualification
    const dayOf = (at: Date | null, days = 0) => dateIn(new Date(Number(at) + days * 86_400_000))
    const params = {
      APPROVED: { reference, until: dayOf(state.validUntil) },
      CHANGES_REQUESTED: { reference, count: 1 },
      REJECTED: { reference, tryAgainOn: dayOf(state.decidedAt, 7) },
    }[template]
    const sealed = message?.paramsSealed ?? new Uint8Array()
    expect(
      JSON.parse(open(await systemKey('OUTBOX'), outboxPlace('params_sealed', message?.id ?? ''), sealed)),
    ).toEqual(params)
  })

  test('of nothing when the decision fails', async () => {
    const claimed = await aClaimedQualification()
    const { id } = claimed.qualification
    const attempt = interleave(id, { leaseEndsAt: new Date(0) }, () => decide(claimed.reviewer, claimed))
    await expect(attempt).rejects.toMatchObject({ code: 'CLAIM_LOST' })
    expect(await messagesAbout(id)).toEqual([])
    const { submissionId } = claimed
    expect(await database().filing.count({ where: { senderSignature: { submissionId } } })).toBe(0)
    expect(await stateOf(id)).toMatchObject({ status: 'IN_REVIEW', validUntil: null })
  })
})

test('a revision is decided once', async () => {
  const claimed = await aClaimedQualification()
  await decide(claimed.reviewer, claimed)
  await expect(decide(claimed.reviewer, claimed)).rejects.toMatchObject({ code: 'CASE_CHANGED' })
  expect(await eventsAbout(claimed.qualification.id)).toHaveLength(1)
})

test('requires one valid judgement by the catalogue for each part', async () => {
  const claimed = await aClaimedQualification()
  const foreign = await aClaimedQualification()
  const all = judged(claimed)
  const [first = accepted(''), ...rest] = all
  const attempts: [string, PartInput[]][] = [
    ['PART_UNJUDGED', rest],
    ['PART_UNJUDGED', [...rest, accepted(randomUUID())]],
    ['PART_UNJUDGED', [...rest, accepted(foreign.parts[0]?.id ?? '')]],
    ['PART_UNJUDGED', [...all, accepted(foreign.parts[0]?.id ?? '')]],
    ['PART_UNJUDGED', [...all, first]],
    ['PART_UNJUDGED', [...rest, ...rest.slice(0, 1)]],
    ['REASON_MISSING', [refused(first.partId, [], { note: '不行' }), ...rest]],
    ['REASON_NOT_FOR_PART', [refused(first.partId, ['FACE_HIDDEN']), ...rest]],
    ['CORRECTION_MISSING', judged(claimed, (id) => refused(id, ['BLURRED'], { correction: null }))],
    ['NOTE_MISSING', judged(claimed, (id) => refused(id, ['OTHER']))],
    ['NOTE_WITH_NUMBER', judged(claimed, (id) => refused(id, ['BLURRED'], { note: '请致电 138 0013 8000' }))],
    [
      'CORRECTION_NOT_FOR_PART',
      judged(claimed, (id) => refused(id, ['BLURRED'], { correction: 'FIELD', correctionField: 'use.audience' })),
    ],
  ]
  for (const [problem, parts] of attempts) {
    const attempt = decide(claimed.reviewer, claimed, parts)
    await expect(attempt).rejects.toMatchObject({ code: 'INVALID_INPUT', params: { problem } })
  }
  expect(await stateOf(claimed.qualification.id)).toEqual(claimed.qualification)
  expect(await eventsAbout(claimed.qualification.id)).toEqual([])
})

test('refuses everyone but the holder of the claim', async () => {
  const claimed = await aClaimedQualification()
  const { applicant } = claimed
  const insider = await someStaff({ accountIds: [applicant.accountId] })
  const own = await aClaimedQualification({ applicant, reviewer: insider })
  const lapsed = await aClaimedQualification({ leaseMinutes: -1 })
  const disabledRole = { ...claimed.reviewer, capabilities: [] }

  const refusals: [PersonActor, Claimed, string][] = [
    [await someStaff(), claimed, 'CLAIM_LOST'],
    [await someStaff({ roles: ['LEAD'] }), claimed, 'CLAIM_LOST'],
    [lapsed.reviewer, lapsed, 'CLAIM_LOST'],
    [insider, own, 'FORBIDDEN'],
    [applicant, claimed, 'FORBIDDEN'],
    [await someStaff({ roles: ['AUDITOR'] }), claimed, 'FORBIDDEN'],
    [await someStaff({ roles: ['ADMIN'] }), claimed, 'FORBIDDEN'],
    [disabledRole, claimed, 'NOT_FOUND'],
    [await anApplicant(), claimed, 'NOT_FOUND'],
  ]
  for (const [actor, of, code] of refusals) {
    await expect(decide(actor, of)).rejects.toMatchObject({ code })
    expect(await eventsAbout(of.qualification.id)).toEqual([])
  }
})

test('refuses reasons of an unknown catalogue', async () => {
  const { reviewer, qualification, parts } = await aClaimedQualification()
  const sent = {
    qualificationId: qualification.id,
    revision: 1,
    parts: judgementsOf(parts),
    reasonsVersion: 'x/2024-10',
  }
  await expect(decideQualification(reviewer, sent)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
})

test('an unknown qualification is not found', async () => {
  const { reviewer, parts } = await aClaimedQualification()
  const sent = { qualificationId: randomUUID(), revision: 1, parts: judgementsOf(parts) }
  await expect(decideQualification(reviewer, sent)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('refuses a judgement of another revision', async () => {
  const claimed = await aClaimedQualification()
  await expect(decide(claimed.reviewer, claimed, judged(claimed), 2)).rejects.toMatchObject({ code: 'CONFLICT' })
})

test.each([
  ['another decision', async () => ({ status: 'APPROVED' as const, ...unclaimed }), 'CASE_CHANGED'],
  ['a withdrawal', async () => ({ status: 'WITHDRAWN' as const, ...unclaimed }), 'CASE_CHANGED'],
  ['a lapse', async () => ({ leaseEndsAt: new Date(Date.now() - 60_000) }), 'CLAIM_LOST'],
  [
    'a sweep, or the disabling of the reviewer',
    async () => ({ status: 'SUBMITTED' as const, ...unclaimed }),
    'CLAIM_LOST',
  ],
  ['a reassignment', async () => ({ reviewerId: (await someStaff()).id }), 'CLAIM_LOST'],
  ['a resubmission', async () => ({ revision: 2 }), 'CONFLICT'],
])('yields to %s that lands between its read and its write', async (_, change, code) => {
  const claimed = await aClaimedQualification()
  const { id } = claimed.qualification

  const attempt = interleave(id, await change(), () => decide(claimed.reviewer, claimed))

  await expect(attempt).rejects.toMatchObject({ code })
  expect(await eventsAbout(id)).toEqual([])
  expect(await database().decision.count({ where: { submissionId: claimed.submissionId } })).toBe(0)
})

test('of two concurrent decisions one counts', async () => {
  const claimed = await aClaimedQualification()
  const parts = judged(claimed, (id) => refused(id, ['BLURRED']))
  const both = await Promise.allSettled([decide(claimed.reviewer, claimed), decide(claimed.reviewer, claimed, parts)])
  expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await eventsAbout(claimed.qualification.id)).toHaveLength(1)
  expect(await database().decision.count({ where: { submissionId: claimed.submissionId } })).toBe(1)
})
