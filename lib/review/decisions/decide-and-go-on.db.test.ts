import { beforeEach, expect, test, vi } from 'vitest'
import { database } from '@/lib/db/client'
import { eventsAbout } from '@/tests/factories/audit'
import { emptyQueue } from '@/tests/factories/endings'
import {
  aClaimedQualification,
  aSubmittedQualification,
  judgementsOf,
  someStaff,
  unclaimed,
} from '@/tests/factories/review'
import { interleave } from '@/tests/setup/interleave'
import { caseAsText, caseOfText } from '../case-text'
import { expireClaims } from '../claims/expire-claims'
import { releaseClaim } from '../claims/release-claim'
import { readForReview } from '../read-for-review'
import { decideAndGoOn, pageAfter } from './decide-and-go-on'

type Claimed = Awaited<ReturnType<typeof aClaimedQualification>>

/** Decisions take effect at once here; `send-decision.db.test.ts` is about those that can be undone. */
vi.stubEnv('UNDO_SECONDS', '0')

beforeEach(emptyQueue)

const stateOf = (id: string) => database().qualification.findUniqueOrThrow({ where: { id } })
const goOn = ({ reviewer, qualification, parts }: Claimed) =>
  decideAndGoOn(reviewer, {
    qualificationId: qualification.id,
    revision: 1,
    parts: judgementsOf(parts),
    goOn: 'NEXT',
  })

function caseIn({ next }: Awaited<ReturnType<typeof goOn>>) {
  if (!next || !('read' in next)) throw new Error('No next case')
  return next.read
}

test('the answer to a decision holds the next case, claimed as by the button of the queue', async () => {
  const claimed = await aClaimedQualification()
  const later = await aSubmittedQualification({ queuedMinutesAgo: 5 })
  const first = await aSubmittedQualification({ queuedMinutesAgo: 50 })
  const { reviewer, qualification } = claimed

  const decided = await goOn(claimed)

  expect(decided).toMatchObject({ reference: qualification.reference, outcome: 'APPROVED' })
  const { id } = first.qualification
  expect(pageAfter(decided)).toBe(`/queue/${id}`)
  expect(await stateOf(id)).toMatchObject({ status: 'IN_REVIEW', reviewerId: reviewer.id })
  expect((await stateOf(later.qualification.id)).status).toBe('SUBMITTED')
  expect((await eventsAbout(id)).map(({ action }) => action)).toContain('review.claimed')
  expect(await database().countedReveal.count({ where: { personId: reviewer.id, subjectId: id } })).toBe(1)

  const drawn = await readForReview(reviewer, id)
  const seconds = { secondsLeft: expect.any(Number) }
  expect(caseIn(decided)).toEqual({ ...drawn, opened: { ...drawn?.opened, ...seconds } })
  expect(caseOfText(caseAsText(caseIn(decided)))).toEqual({ ...drawn, opened: { ...drawn?.opened, ...seconds } })
})

test('a decision alone claims nothing', async () => {
  const { reviewer, qualification, parts } = await aClaimedQualification()
  const other = await aSubmittedQualification()
  const input = { qualificationId: qualification.id, revision: 1, parts: judgementsOf(parts) }
  const decided = await decideAndGoOn(reviewer, input)
  expect(decided.next).toBeNull()
  expect(pageAfter(decided)).toBe(`/queue/${qualification.id}`)
  expect((await stateOf(other.qualification.id)).status).toBe('SUBMITTED')
})

test('two reviewers who decide at once continue with different cases', async () => {
  const both = [await aClaimedQualification(), await aClaimedQualification()]
  const waiting = [await aSubmittedQualification(), await aSubmittedQualification()]
  const next = (await Promise.all(both.map(goOn))).map((decided) => caseIn(decided).head.id)
  expect(next.sort()).toEqual(waiting.map(({ qualification }) => qualification.id).sort())
})

test('of two reviewers and one case left, one continues and the other is shown that none is left', async () => {
  const both = [await aClaimedQualification(), await aClaimedQualification()]
  await aSubmittedQualification()
  const next = (await Promise.all(both.map(goOn))).map((decided) => decided.next)
  expect(next.filter((each) => each && 'read' in each)).toHaveLength(1)
  expect(next).toContainEqual({ refused: { error: 'QUEUE_EMPTY', params: {} } })
})

test('where none is left the decision is recorded, and leads to the queue', async () => {
  const claimed = await aClaimedQualification()
  const { reference, id } = claimed.qualification
  const decided = await goOn(claimed)
  expect(decided.next).toEqual({ refused: { error: 'QUEUE_EMPTY', params: {} } })
  expect(pageAfter(decided)).toBe(`/queue?decided=${reference}`)
  expect((await stateOf(id)).status).toBe('APPROVED')
})

test('where the reviewer may claim no more the decision is recorded, and the answer says why', async () => {
  const claimed = await aClaimedQualification()
  const { reviewer, qualification } = claimed
  const other = await aSubmittedQualification()
  const used = { personId: reviewer.id, kind: 'SEARCH', subjectId: null, at: new Date() } as const
  await database().countedReveal.createMany({ data: Array.from({ length: 60 }, () => used) })
  const decided = await goOn(claimed)
  expect(decided.next).toMatchObject({ refused: { error: 'REVEALS_USED_UP', params: { limit: 60 } } })
  expect(pageAfter(decided)).toBe(`/queue/${qualification.id}`)
  expect((await stateOf(qualification.id)).status).toBe('APPROVED')
  expect((await stateOf(other.qualification.id)).status).toBe('SUBMITTED')
})

test('after a claim that was lost meanwhile, nothing is decided and nothing is claimed', async () => {
  const claimed = await aClaimedQualification()
  const other = await aSubmittedQualification()
  const { id } = claimed.qualification
  const attempt = interleave(id, { status: 'SUBMITTED', ...unclaimed }, () => goOn(claimed))
  await expect(attempt).rejects.toMatchObject({ code: 'CLAIM_LOST' })
  expect((await stateOf(id)).status).toBe('SUBMITTED')
  expect((await stateOf(other.qualification.id)).status).toBe('SUBMITTED')
})

test('a case of an account of the reviewer is passed over', async () => {
  const own = await aSubmittedQualification({ queuedMinutesAgo: 90 })
  const { applicant } = own
  const reviewer = await someStaff({ accountIds: [applicant.accountId] })
  const claimed = await aClaimedQualification({ reviewer })
  const { qualification } = await aSubmittedQualification()
  expect(caseIn(await goOn(claimed)).head.id).toBe(qualification.id)
})

test('a claim that came with a decision is given back and expires as any other', async () => {
  const claimed = await aClaimedQualification()
  const { reviewer } = claimed
  const { qualification } = await aSubmittedQualification()
  const { id } = qualification
  const next = await goOn(claimed)
  expect(caseIn(next).head.id).toBe(id)
  await releaseClaim(reviewer, { qualificationId: id })
  expect(await stateOf(id)).toMatchObject({ status: 'SUBMITTED', ...unclaimed })

  const again = await aClaimedQualification({ reviewer })
  expect(caseIn(await goOn(again)).head.id).toBe(id)
  await database().qualification.update({ where: { id }, data: { leaseEndsAt: new Date(Date.now() - 1_000) } })
  expect(await expireClaims()).toBe(1)
  expect(await stateOf(id)).toMatchObject({ status: 'SUBMITTED', ...unclaimed })
})
