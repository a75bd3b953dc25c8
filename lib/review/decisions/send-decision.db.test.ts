import { beforeEach, expect, test } from 'vitest'
import { env } from '@/lib/core/env'
import { database } from '@/lib/db/client'
import { eventsAbout } from '@/tests/factories/audit'
import { emptyQueue } from '@/tests/factories/endings'
import {
  aClaimedQualification,
  anApplicant,
  aSubmittedQualification,
  judgementsOf,
  someStaff,
  unclaimed,
} from '@/tests/factories/review'
import { aSentDecision, makeDue, pendingOf } from '@/tests/factories/sent'
import { interleave, interleaveWith } from '@/tests/setup/interleave'
import { claimNext } from '../claims/claim-next'
import { readNews } from '../notices/read-news'
import { readMine } from '../queue/read-mine'
import { readCurrentClaim } from '../read-current-claim'
import { readForReview } from '../read-for-review'
import { decideAndGoOn } from './decide-and-go-on'
import { sendDecision } from './send-decision'
import { takeEffect } from './take-effect'
import { undoDecision } from './undo-decision'

beforeEach(emptyQueue)

const stateOf = (id: string) => database().qualification.findUniqueOrThrow({ where: { id } })
const actionsAbout = async (id: string) => (await eventsAbout(id)).map(({ action }) => action)

test('a decision that is sent waits, sealed, under the same claim; nothing of it is recorded yet', async () => {
  const { id, reviewer, qualification, sent, submissionId } = await aSentDecision({ reason: 'BLURRED' })
  const { UNDO_SECONDS: secondsLeft } = env()
  expect(secondsLeft).toBe(10)
  expect(sent).toMatchObject({ id, reference: qualification.reference, outcome: 'CHANGES_REQUESTED', secondsLeft })
  const { status, reviewerId, claimedAt, leaseEndsAt } = await stateOf(id)
  expect({ status, reviewerId, claimedAt }).toEqual({
    ...{ status: 'IN_REVIEW', reviewerId: reviewer.id, claimedAt: qualification.claimedAt },
  })
  expect(Number(leaseEndsAt)).toBeGreaterThan(Number(qualification.leaseEndsAt))
  const pending = await pendingOf(id)
  expect(pending).toMatchObject({ submissionId, reviewerId: reviewer.id, outcome: 'CHANGES_REQUESTED' })
  expect(Number(pending?.dueAt) - Number(sent.decidedAt)).toBe(10_000)
  const bytes = Buffer.from(pending?.contentSealed ?? []).toString('latin1')
  expect(bytes).not.toContain(Buffer.from('请重新拍摄').toString('latin1'))
  expect(await eventsAbout(id)).toEqual([])
  expect(await database().decision.count({ where: { submissionId } })).toBe(0)
})

test('it does not take effect before it is due, and then once, as a decision does', async () => {
  const { id, reviewer, submissionId, parts } = await aSentDecision({ reason: 'BLURRED' })
  await takeEffect()
  expect((await stateOf(id)).status).toBe('IN_REVIEW')
  await makeDue(id)
  await Promise.all([takeEffect(), takeEffect()])
  await takeEffect()
  expect(await stateOf(id)).toMatchObject({ status: 'CHANGES_REQUESTED', ...unclaimed })
  const decision = await database().decision.findFirstOrThrow({
    where: { submissionId },
    include: { judgements: true },
  })
  expect(decision).toMatchObject({ reviewerId: reviewer.id, outcome: 'CHANGES_REQUESTED' })
  expect(decision.judgements).toHaveLength(parts.length)
  expect(await eventsAbout(id)).toMatchObject([
    { action: 'review.decided', actorId: reviewer.id, capabilities: ['review.decide'] },
  ])
  expect(await pendingOf(id)).toBeNull()
  expect(await database().judgementDraft.count({ where: { submissionId } })).toBe(0)
  expect(await readNews(reviewer)).toEqual({ sent: [], notices: [] })
})

test('what is refused when it is decided is refused when it is sent', async () => {
  const claimed = await aClaimedQualification()
  const { reviewer, qualification, parts, applicant } = claimed
  const { id } = qualification
  const input = { qualificationId: id, revision: 1, parts: judgementsOf(parts) }
  const refusedAs = (code: string) => ({ code })
  await expect(sendDecision(await someStaff(), input)).rejects.toMatchObject(refusedAs('CLAIM_LOST'))
  await expect(sendDecision(await someStaff({ roles: ['AUDITOR'] }), input)).rejects.toMatchObject(
    refusedAs('FORBIDDEN'),
  )
  await expect(sendDecision(applicant, input)).rejects.toMatchObject(refusedAs('FORBIDDEN'))
  await expect(sendDecision(await anApplicant(), input)).rejects.toMatchObject(refusedAs('NOT_FOUND'))
  await expect(sendDecision(reviewer, { ...input, revision: 2 })).rejects.toMatchObject(refusedAs('CONFLICT'))
  const some = { ...input, parts: input.parts.slice(1) }
  await expect(sendDecision(reviewer, some)).rejects.toMatchObject(refusedAs('INVALID_INPUT'))
  expect(await pendingOf(id)).toBeNull()
})

const draftsIn = (submissionId: string) => database().judgementDraft.findMany({ where: { submissionId } })

test('a second decision is refused while one is pending, and changes neither drafts nor claim', async () => {
  const { id, reviewer, input, parts, submissionId } = await aSentDecision()
  const [drafts, state] = [await draftsIn(submissionId), await stateOf(id)]
  const other = { ...input, parts: judgementsOf(parts, 'BLURRED') }
  await expect(sendDecision(reviewer, other)).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await pendingOf(id)).toMatchObject({ outcome: 'APPROVED' })
  expect(await draftsIn(submissionId)).toEqual(drafts)
  expect(await stateOf(id)).toEqual(state)
})

test('of two decisions that are sent at once, one is pending, with its own drafts', async () => {
  const { reviewer, qualification, parts, submissionId } = await aClaimedQualification()
  const { id } = qualification
  const send = (reason?: string) =>
    sendDecision(reviewer, { qualificationId: id, revision: 1, parts: judgementsOf(parts, reason) })
  const late = interleaveWith(
    async (tx) => {
      await tx.$executeRaw`SELECT FROM qualifications WHERE id = ${id}::uuid FOR NO KEY UPDATE`
      await tx.pendingDecision.create({
        data: {
          ...{ qualificationId: id, submissionId, reviewerId: reviewer.id, sessionId: reviewer.sessionId },
          ...{ outcome: 'APPROVED', contentSealed: Buffer.alloc(40), dueAt: new Date(Date.now() + 60_000) },
        },
      })
    },
    () => send('BLURRED'),
  )
  await expect(late).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await pendingOf(id)).toMatchObject({ outcome: 'APPROVED' })
  expect(await draftsIn(submissionId)).toEqual([])
  expect(await stateOf(id)).toEqual(qualification)
})

test('a claim that is lost between reading and storing stores nothing', async () => {
  const { reviewer, qualification, parts, submissionId } = await aClaimedQualification()
  const { id } = qualification
  const input = { qualificationId: id, revision: 1, parts: judgementsOf(parts) }
  const attempt = interleave(id, { status: 'SUBMITTED', ...unclaimed }, () => sendDecision(reviewer, input))
  await expect(attempt).rejects.toMatchObject({ code: 'CLAIM_LOST' })
  expect(await pendingOf(id)).toBeNull()
  expect(await draftsIn(submissionId)).toEqual([])
  expect(await stateOf(id)).toMatchObject({ status: 'SUBMITTED', ...unclaimed })
})

test('a revision that is replaced between reading and storing stores nothing', async () => {
  const { reviewer, qualification, parts, submissionId } = await aClaimedQualification()
  const { id } = qualification
  const input = { qualificationId: id, revision: 1, parts: judgementsOf(parts) }
  const attempt = interleave(id, { revision: 2 }, () => sendDecision(reviewer, input))
  await expect(attempt).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await pendingOf(id)).toBeNull()
  expect(await draftsIn(submissionId)).toEqual([])
})

test('undone, the reviewer holds the case as before, with what they judged, and it is an event', async () => {
  const { id, reviewer, submissionId, parts, qualification } = await aSentDecision({ reason: 'BLURRED' })
  expect(await readForReview(reviewer, id)).toMatchObject({
    head: { isSent: true, canRelease: false, status: 'IN_REVIEW' },
    opened: null,
  })
  expect((await readNews(reviewer)).sent).toMatchObject([
    { id, reference: qualification.reference, outcome: 'CHANGES_REQUESTED' },
  ])

  await undoDecision(reviewer, { qualificationId: id })

  expect(await stateOf(id)).toMatchObject({ status: 'IN_REVIEW', reviewerId: reviewer.id })
  const read = await readForReview(reviewer, id)
  const letter = parts.find(({ document }) => document?.kind === 'COMMITMENT_LETTER')?.id ?? ''
  expect(read?.head.isSent).toBe(false)
  expect(Object.keys(read?.opened?.drafts ?? {})).toHaveLength(parts.length)
  expect(read?.opened?.drafts[letter]).toEqual({
    ...{ verdict: 'REFUSED', reasons: ['BLURRED'], correction: 'PICTURE', note: '请重新拍摄' },
  })
  const data = { submissionId, revision: 1, outcome: 'CHANGES_REQUESTED' }
  expect(await eventsAbout(id)).toMatchObject([
    { action: 'review.undone', actorId: reviewer.id, capabilities: ['review.decide'], data },
  ])
  await makeDue(id)
  await takeEffect()
  expect((await stateOf(id)).status).toBe('IN_REVIEW')
})

test('only its reviewer undoes it, and only once', async () => {
  const { id, reviewer, applicant } = await aSentDecision()
  const undo = { qualificationId: id }
  await expect(undoDecision(await anApplicant(), undo)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(undoDecision(applicant, undo)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(undoDecision(await someStaff(), undo)).rejects.toMatchObject({ code: 'UNDO_TOO_LATE' })
  await expect(undoDecision(await someStaff({ roles: ['LEAD'] }), undo)).rejects.toMatchObject({
    code: 'UNDO_TOO_LATE',
  })
  const both = await Promise.allSettled([undoDecision(reviewer, undo), undoDecision(reviewer, undo)])
  expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await actionsAbout(id)).toEqual(['review.undone'])
})

test('undoing that loses against taking effect is too late; taking effect that loses against undoing does nothing', async () => {
  const late = await aSentDecision()
  await makeDue(late.id)
  const undone = interleaveWith(
    (tx) => tx.$executeRaw`DELETE FROM pending_decisions WHERE qualification_id = ${late.id}::uuid`,
    () => undoDecision(late.reviewer, { qualificationId: late.id }),
  )
  await expect(undone).rejects.toMatchObject({ code: 'UNDO_TOO_LATE' })
  expect(await eventsAbout(late.id)).toEqual([])

  const { id } = await aSentDecision()
  await makeDue(id)
  await interleaveWith(
    (tx) => tx.$executeRaw`DELETE FROM pending_decisions WHERE qualification_id = ${id}::uuid`,
    takeEffect,
  )
  expect((await stateOf(id)).status).toBe('IN_REVIEW')
  expect(await eventsAbout(id)).toEqual([])
})

test('a pending decision hinders nothing: the next case is claimed, at the cap of reveals too', async () => {
  const claimed = await aClaimedQualification()
  const { reviewer, qualification, parts } = claimed
  const { id } = qualification
  const next = await aSubmittedQualification()
  const at = { personId: reviewer.id, at: new Date() }
  const used = { ...at, kind: 'SEARCH', subjectId: null } as const
  const limit = env().REVEALS_AN_HOUR
  await database().countedReveal.createMany({ data: Array.from({ length: limit - 1 }, () => used) })
  await database().countedReveal.create({ data: { ...at, kind: 'CLAIM', subjectId: id } })
  await expect(claimNext(await someStaff())).resolves.toMatchObject({ qualificationId: next.qualification.id })
  await emptyQueueBut(id)
  const { qualification: other } = await aSubmittedQualification()

  const input = { qualificationId: id, revision: 1, parts: judgementsOf(parts), goOn: 'NEXT' } as const
  const decided = await decideAndGoOn(reviewer, input)

  expect(decided).toMatchObject({ outcome: 'APPROVED', secondsLeft: 10, next: { read: { head: { id: other.id } } } })
  expect(await readCurrentClaim(reviewer)).toMatchObject({ id: other.id })
  expect((await readMine(reviewer)).held.map((each) => each.id)).toEqual([other.id])
  expect(await claimNext(reviewer)).toMatchObject({ qualificationId: other.id })

  await undoDecision(reviewer, { qualificationId: id })
  await database().qualification.update({ where: { id: other.id }, data: { status: 'SUBMITTED', ...unclaimed } })
  await database().qualification.update({ where: { id }, data: { status: 'SUBMITTED', ...unclaimed } })
  await expect(claimNext(reviewer)).rejects.toMatchObject({ code: 'REVEALS_USED_UP' })
})

async function emptyQueueBut(id: string): Promise<void> {
  await database().qualification.updateMany({
    where: { id: { not: id }, status: { in: ['SUBMITTED', 'IN_REVIEW'] } },
    data: { status: 'WITHDRAWN', ...unclaimed },
  })
}

test('everyone else sees it as in review, and learns nothing of what was sent', async () => {
  const { id, applicant } = await aSentDecision()
  const other = await readForReview(await someStaff({ roles: ['LEAD'] }), id)
  expect(other?.head).toMatchObject({ status: 'IN_REVIEW', isSent: false, decidedAt: null })
  expect(await readForReview(applicant, id)).toBeNull()
  expect((await readNews(await someStaff())).sent).toEqual([])
  await expect(readNews(applicant)).rejects.toMatchObject({ code: 'FORBIDDEN' })
})
