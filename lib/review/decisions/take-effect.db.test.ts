import { expect, test } from 'vitest'
import { database, transaction } from '@/lib/db/client'
import { withdrawQualification } from '@/lib/qualifications/standing/withdraw-qualification'
import { eventsAbout } from '@/tests/factories/audit'
import { someStaff, unclaimed } from '@/tests/factories/review'
import { aSentDecision, makeDue, noticesAbout, pendingOf } from '@/tests/factories/sent'
import { interleaveWith } from '@/tests/setup/interleave'
import { claimQualification } from '../claims/claim-qualification'
import { expireClaims } from '../claims/expire-claims'
import { releaseClaim } from '../claims/release-claim'
import { releaseClaimsOf } from '../claims/release-claims-of'
import { dismissNotice } from '../notices/dismiss-notice'
import { readNews } from '../notices/read-news'
import { readForReview } from '../read-for-review'
import { decideQualification } from './decide-qualification'
import { sendDecision } from './send-decision'
import { areDecisionsWaiting, takeEffect } from './take-effect'

type Sent = Awaited<ReturnType<typeof aSentDecision>>

const stateOf = (id: string) => database().qualification.findUniqueOrThrow({ where: { id } })
const decisionsOn = ({ submissionId }: Sent) => database().decision.count({ where: { submissionId } })
const draftsOf = ({ submissionId }: Sent) => database().judgementDraft.count({ where: { submissionId } })
const lapse = (id: string) =>
  database().$executeRaw`UPDATE qualifications SET lease_ends_at = now() - interval '1 second' WHERE id = ${id}::uuid`

async function aDueDecision(given: Parameters<typeof aSentDecision>[0] = {}) {
  const sent = await aSentDecision(given)
  await makeDue(sent.id)
  return sent
}

const DROPPED = { byId: null, isDecisionDropped: true }

/** Lists what ends a claim in the seconds before its decision counts, and what its reviewer learns. */
const ENDS = {
  withdrawn: [(sent: Sent) => withdrawQualification(sent.applicant, { qualificationId: sent.id }), 'WITHDRAWN'],
  disabled: [
    ({ reviewer }: Sent) => transaction((tx) => releaseClaimsOf(tx, reviewer.id, 'REVIEWER_DISABLED')),
    'CLAIM_ENDED',
  ],
  lapsed: [({ id }: Sent) => lapse(id).then(expireClaims), 'CLAIM_ENDED'],
  'claimed by another after it lapsed': [
    async ({ id }: Sent) => {
      await lapse(id)
      return claimQualification(await someStaff(), { qualificationId: id })
    },
    'CLAIM_ENDED',
  ],
} as const

test.each(Object.entries(ENDS))('%s before it takes effect: dropped, and its reviewer is notified', async (_, end) => {
  const [act, reason] = end
  const sent = await aDueDecision()
  const { id, reviewer } = sent
  await act(sent)
  expect(await pendingOf(id)).toBeNull()
  await takeEffect()
  expect(await decisionsOn(sent)).toBe(0)
  expect(await noticesAbout(id)).toEqual([{ ...DROPPED, reviewerId: reviewer.id, reason }])
})

test.each(Object.entries(ENDS))('%s after it took effect: it counts', async (_, [act]) => {
  const sent = await aDueDecision()
  await takeEffect()
  await act(sent).catch(() => {}) // a withdrawal or a claim of what is decided is refused
  expect(await decisionsOn(sent)).toBe(1)
  expect(await noticesAbout(sent.id)).toEqual([])
})

test('taking effect skips a case that something else holds, and finds what that leaves', async () => {
  const sent = await aDueDecision()
  const { id } = sent
  await database().$transaction(async (tx) => {
    await tx.qualification.update({ where: { id }, data: { status: 'SUBMITTED', ...unclaimed } })
    expect(await takeEffect()).toMatchObject({ hasFailed: false }) // it does not wait, either
  })
  await takeEffect()
  expect(await decisionsOn(sent)).toBe(0)
  expect((await stateOf(id)).status).toBe('SUBMITTED')
})

test('a withdrawal that waits for a decision that takes effect finds it decided', async () => {
  const sent = await aDueDecision()
  const { id, applicant } = sent
  const withdrawn = interleaveWith(
    (tx) => tx.qualification.update({ where: { id }, data: { status: 'REJECTED', ...unclaimed } }),
    () => withdrawQualification(applicant, { qualificationId: id }),
  )
  await expect(withdrawn).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await pendingOf(id)).toBeNull()
})

test('a decision that is sent while its case is withdrawn is seen and dropped, or refused', async () => {
  const sent = await aSentDecision()
  const { id, reviewer, input, applicant } = sent
  await database().pendingDecision.delete({ where: { qualificationId: id } })
  const attempt = interleaveWith(
    (tx) => tx.qualification.update({ where: { id }, data: { status: 'WITHDRAWN', ...unclaimed } }),
    () => sendDecision(reviewer, input),
  )
  await expect(attempt).rejects.toMatchObject({ code: 'CASE_CHANGED' })
  expect(await pendingOf(id)).toBeNull()
  expect(applicant.id).not.toBe(reviewer.id)
})

test('what is no longer legal is dropped: an event, a notice, and the judgements stay as drafts under the claim', async () => {
  const sent = await aDueDecision()
  const { id, reviewer, submissionId, applicant } = sent
  await database().membership.create({ data: { accountId: applicant.accountId, userId: reviewer.id } })
  await takeEffect()
  expect(await decisionsOn(sent)).toBe(0)
  expect(await stateOf(id)).toMatchObject({ status: 'IN_REVIEW', reviewerId: reviewer.id })
  const data = { submissionId, revision: 1, reviewerId: reviewer.id, outcome: 'APPROVED', because: 'FORBIDDEN' }
  expect(await eventsAbout(id)).toMatchObject([{ action: 'review.send_dropped', actorKind: 'SYSTEM', data }])
  expect(await noticesAbout(id)).toEqual([{ ...DROPPED, reviewerId: reviewer.id, reason: 'NO_LONGER_VALID' }])
  expect(await draftsOf(sent)).toBe(1)
  expect(await pendingOf(id)).toBeNull()
})

test.each([
  ['disabled', { status: 'DISABLED', disabledAt: new Date() }],
  ['without the role', { roles: { deleteMany: {} } }],
] as const)('a reviewer who is %s decides nothing, though nobody took their claims', async (_, data) => {
  const sent = await aDueDecision()
  await database().user.update({ where: { id: sent.reviewer.id }, data })
  await takeEffect()
  expect(await decisionsOn(sent)).toBe(0)
  expect((await eventsAbout(sent.id)).map(({ action }) => action)).toEqual(['review.send_dropped'])
})

test('a lease that ended while no worker ran drops it, even if nobody swept the claim', async () => {
  const sent = await aDueDecision()
  await lapse(sent.id)
  await takeEffect()
  expect(await decisionsOn(sent)).toBe(0)
  expect(await noticesAbout(sent.id)).toMatchObject([{ reason: 'CLAIM_ENDED' }])
})

test('one that cannot be read stays, and does not keep others from taking effect', async () => {
  const broken = await aDueDecision()
  const other = await aDueDecision()
  const contentSealed = Buffer.from('not sealed')
  await database().pendingDecision.update({ where: { qualificationId: broken.id }, data: { contentSealed } })
  await database()
    .$executeRaw`UPDATE pending_decisions SET due_at = now() - interval '1 hour' WHERE qualification_id = ${broken.id}::uuid`
  expect(await takeEffect()).toMatchObject({ hasFailed: true })
  expect(await decisionsOn(other)).toBe(1)
  expect(await pendingOf(broken.id)).not.toBeNull()
  expect(await areDecisionsWaiting({ seconds: 60 })).toBe(true)
  await releaseClaim(broken.reviewer, { qualificationId: broken.id })
  expect(await areDecisionsWaiting({ seconds: 60 })).toBe(false)
})

test('a decision that takes effect at once replaces one that was sent, and says nothing of it', async () => {
  const sent = await aSentDecision()
  await decideQualification(sent.reviewer, sent.input)
  expect(await decisionsOn(sent)).toBe(1)
  expect(await pendingOf(sent.id)).toBeNull()
  expect(await noticesAbout(sent.id)).toEqual([])
})

test('a notice is shown until its reviewer dismisses it; nobody else can', async () => {
  const sent = await aDueDecision()
  const { id, reviewer, qualification, applicant } = sent
  await withdrawQualification(applicant, { qualificationId: id })
  const [notice] = (await readNews(reviewer)).notices
  expect(notice).toMatchObject({ reference: qualification.reference, reason: 'WITHDRAWN', by: null })
  const noticeId = notice?.id ?? ''
  await dismissNotice(await someStaff(), { noticeId })
  await expect(dismissNotice(applicant, { noticeId })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  expect((await readNews(reviewer)).notices).toHaveLength(1)
  await dismissNotice(reviewer, { noticeId })
  await dismissNotice(reviewer, { noticeId })
  expect((await readNews(reviewer)).notices).toEqual([])
})

test('released by its own reviewer it is dropped without a notice, and its judgements are found again', async () => {
  const sent = await aSentDecision()
  const { id, reviewer } = sent
  await releaseClaim(reviewer, { qualificationId: id })
  expect(await pendingOf(id)).toBeNull()
  expect(await noticesAbout(id)).toEqual([])
  await claimQualification(reviewer, { qualificationId: id })
  expect(Object.keys((await readForReview(reviewer, id))?.opened?.drafts ?? {}).length).toBeGreaterThan(0)
})
