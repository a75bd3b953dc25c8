import fc from 'fast-check'
import { expect, test } from 'vitest'
import { QualificationStatus } from '@/lib/db/generated/enums'
import { outcomeOf } from '@/lib/review/lifecycle'
import type { DraftContent } from '@/lib/rulebook/answers'
import { BUILT_IN_REASONS, BUILT_IN_RULEBOOK } from '@/lib/rulebook/built-in'
import { requiredSlots } from '@/lib/rulebook/required-slots'
import { partsOf } from '@/lib/rulebook/requirements'
import { DECIDABLE, EDITABLE, FOLLOWS, isEditable, isEnded, mayFollow } from './lifecycle'
import { holdsClaim } from './policy'

const STATUSES = Object.values(QualificationStatus)
const isDecidable = (status: QualificationStatus) => DECIDABLE.some((one) => one === status)

test('only a decision or the end of a suspension leads to APPROVED', () => {
  expect(STATUSES.filter((status) => mayFollow(status, 'APPROVED'))).toEqual([...DECIDABLE, 'SUSPENDED'])
  expect(STATUSES.filter((status) => mayFollow(status, 'SUSPENDED'))).toEqual(['APPROVED'])
})

test('nothing follows a final state, and each state can be reached from a draft', () => {
  expect(STATUSES.filter(isEnded)).toEqual(['REVOKED', 'EXPIRED', 'REJECTED', 'WITHDRAWN'])
  const reached = new Set<QualificationStatus>(['DRAFT'])
  for (const status of reached) for (const next of FOLLOWS[status] ?? []) reached.add(next)
  const known = STATUSES.filter((status) => status !== 'SECOND_REVIEW' && status !== 'ARBITRATION')
  expect([...reached].toSorted()).toEqual(known.toSorted())
})

test('an editable state is never decidable, and a submission lies between them', () => {
  for (const status of EDITABLE) {
    expect(isDecidable(status)).toBe(false)
    expect(FOLLOWS[status]?.filter((next) => next !== 'WITHDRAWN')).toEqual(['SUBMITTED'])
  }
  expect(STATUSES.filter((status) => mayFollow(status, 'IN_REVIEW'))).toEqual(['SUBMITTED'])
})

/** Models the portal: one application, three members of staff (one of them belongs to the account), and time. */
const SOMEONE = {
  kind: 'PERSON' as const,
  sessionId: 's',
  audience: 'STAFF' as const,
  assurance: { factors: [] },
  accountIds: [] as string[],
  capabilities: ['review.queue', 'review.decide'] as ('review.queue' | 'review.decide')[],
}
const PEOPLE = [
  { ...SOMEONE, id: 'reviewer' },
  { ...SOMEONE, id: 'insider', accountIds: ['account'] },
  { ...SOMEONE, id: 'looker', capabilities: ['review.queue'] as 'review.queue'[] },
]
const CONTENT: DraftContent = {
  kind: 'INDIVIDUAL',
  fields: { 'person.idType': 'RESIDENT_ID' },
  documents: [],
  signatures: [{ id: '1', text: '小明书屋', source: 'TRADEMARK' }],
  samples: [{ id: '2', text: '您好' }],
}
const PARTS = partsOf(BUILT_IN_RULEBOOK, CONTENT)
const LEASE = 15

const act = fc.oneof(
  fc.record({ act: fc.constant('submit' as const) }),
  fc.record({ act: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 20 }) }),
  fc.record({ act: fc.constant('claim' as const), by: fc.constantFrom(...PEOPLE) }),
  fc.record({
    act: fc.constant('decide' as const),
    by: fc.constantFrom(...PEOPLE),
    accepted: fc.oneof(
      fc.constant(PARTS.map(() => true)),
      fc.array(fc.boolean(), { minLength: PARTS.length, maxLength: PARTS.length }),
    ),
    final: fc.boolean(),
  }),
)

test('no path leads to an approval unless a permitted reviewer accepted each required part', () => {
  let approvals = 0
  const run = (acts: (typeof act extends fc.Arbitrary<infer A> ? A : never)[]) => {
    let state = { accountId: 'account', status: 'DRAFT' as QualificationStatus, reviewerId: null as string | null }
    let minutes = 0
    let leaseEndsAt: Date | null = null
    const go = (status: QualificationStatus, reviewerId: string | null = null) => {
      if (mayFollow(state.status, status)) state = { ...state, status, reviewerId }
      return state.status === status
    }
    for (const step of acts) {
      const now = new Date(minutes * 60_000)
      if (step.act === 'wait') minutes += step.minutes
      if (step.act === 'submit' && isEditable(state.status)) go('SUBMITTED')
      if (step.act === 'claim') {
        const mine = {
          ...state,
          status: 'IN_REVIEW' as const,
          reviewerId: step.by.id,
          leaseEndsAt: new Date(now.getTime() + LEASE * 60_000),
        }
        if (holdsClaim(step.by, mine, now) && go('IN_REVIEW', step.by.id)) leaseEndsAt = mine.leaseEndsAt
      }
      if (step.act !== 'decide' || !holdsClaim(step.by, { ...state, leaseEndsAt }, now)) continue
      const reasons = step.final ? (['SUSPECTED_FORGERY'] as const) : (['BLURRED'] as const)
      const outcome = outcomeOf(
        BUILT_IN_REASONS,
        step.accepted.map((isAccepted) =>
          isAccepted ? { verdict: 'ACCEPTED' as const, reasons: [] } : { verdict: 'REFUSED' as const, reasons },
        ),
      )
      if (!isDecidable(state.status) || !go(outcome) || outcome !== 'APPROVED') continue
      approvals += 1
      expect(step.by.id).toBe('reviewer')
      expect(step.accepted.every(Boolean)).toBe(true)
      expect(leaseEndsAt?.getTime()).toBeGreaterThan(now.getTime())
    }
    if (state.status === 'APPROVED') expect(approvals).toBeGreaterThan(0)
  }
  fc.assert(fc.property(fc.array(act, { minLength: 3, maxLength: 30 }), run), { numRuns: 2_000, seed: 20_241_001 })
  expect(approvals).toBeGreaterThan(50)
})

test('each required slot is a part, uploaded or not', () => {
  const required = requiredSlots(BUILT_IN_RULEBOOK, CONTENT).filter(({ slot }) => slot.min > 0)
  const documents = PARTS.flatMap((part) =>
    part.kind === 'DOCUMENT' ? [`${part.documentKind} ${part.senderSignatureId}`] : [],
  )
  expect(documents.toSorted()).toEqual(
    required.map(({ slot, senderSignatureId }) => `${slot.kind} ${senderSignatureId}`).toSorted(),
  )
})
