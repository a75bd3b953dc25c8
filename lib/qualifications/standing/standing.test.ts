import { describe, expect, test } from 'vitest'
import { QualificationStatus, StandingReason } from '@/lib/db/generated/enums'
import { FOLLOWS } from '../lifecycle'
import { mayGovern, REASONS_OF, STANDING_ACTS, standingAfter, standingProblem } from './standing'

const NOW = new Date('2026-11-25T00:00:00Z')
const LATER = new Date('2027-11-25T00:00:00Z')

describe('what each act leads to', () => {
  const table: Record<string, string> = {
    'SUSPENDED APPROVED': 'SUSPENDED',
    'RESUMED SUSPENDED': 'APPROVED',
    'REVOKED APPROVED': 'REVOKED',
    'REVOKED SUSPENDED': 'REVOKED',
  }
  const cells = STANDING_ACTS.flatMap((act) => Object.values(QualificationStatus).map((status) => ({ act, status })))

  test.each(cells)('$act of $status', ({ act, status }) => {
    const to = standingAfter(act, { status, validUntil: LATER }, NOW)
    expect(to).toBe(table[`${act} ${status}`] ?? null)
    if (to) expect(FOLLOWS[status]).toContain(to)
  })

  test('no act is legal past the end, even before the job has expired it', () => {
    for (const act of STANDING_ACTS) {
      const status = act === 'RESUMED' ? 'SUSPENDED' : 'APPROVED'
      expect(standingAfter(act, { status, validUntil: NOW }, NOW)).toBeNull()
      expect(standingAfter(act, { status, validUntil: null }, NOW)).toBeNull()
    }
  })
})

test('what is suspended for lack of a consent alone may be suspended for a reason of staff, until its end', () => {
  const suspended = { status: 'SUSPENDED', validUntil: LATER } as const
  for (const lastReason of [null, ...Object.values(StandingReason)]) {
    const to = lastReason === 'CONSENT_WITHDRAWN' ? 'SUSPENDED' : null
    expect(standingAfter('SUSPENDED', { ...suspended, lastReason }, NOW)).toBe(to)
  }
  const lastReason = 'CONSENT_WITHDRAWN'
  expect(standingAfter('SUSPENDED', { ...suspended, validUntil: NOW, lastReason }, NOW)).toBeNull()
  expect(standingAfter('SUSPENDED', { ...suspended, status: 'REVOKED', lastReason }, NOW)).toBeNull()
})

/** Lists the reasons that only the system gives. */
const BY_ITSELF = ['CONSENT_WITHDRAWN', 'CONSENT_GIVEN']

test('each act has reasons, each reason belongs to an act or to the system, and only OTHER needs a note', () => {
  const given = Object.values(StandingReason).filter((reason) => !BY_ITSELF.includes(reason))
  expect(new Set(Object.values(REASONS_OF).flat())).toEqual(new Set(given))
  for (const act of STANDING_ACTS) {
    for (const reason of Object.values(StandingReason)) {
      const isOffered = REASONS_OF[act].includes(reason)
      const withoutNote = isOffered ? (reason === 'OTHER' ? 'NOTE_MISSING' : null) : 'REASON_NOT_FOR_ACT'
      expect(standingProblem(act, reason, null)).toBe(withoutNote)
      expect(standingProblem(act, reason, '说明')).toBe(isOffered ? null : 'REASON_NOT_FOR_ACT')
    }
  }
})

test('a note to the applicant contains no number of a person', () => {
  expect(standingProblem('SUSPENDED', 'COMPLAINTS', '请联系 138 0013 8000')).toBe('NOTE_WITH_NUMBER')
})

test('nobody suspends or revokes a qualification of their own account', () => {
  const actor = {
    kind: 'PERSON',
    id: 'a',
    sessionId: 's',
    audience: 'STAFF',
    accountIds: ['mine'],
    assurance: { factors: [] },
  } as const
  const governor = { ...actor, capabilities: ['qualification.govern'] as const }
  expect(mayGovern(governor, { accountId: 'theirs' })).toBe(true)
  expect(mayGovern(governor, { accountId: 'mine' })).toBe(false)
  expect(mayGovern({ ...actor, capabilities: ['review.lead'] }, { accountId: 'theirs' })).toBe(false)
  expect(mayGovern({ kind: 'SYSTEM', id: null, capabilities: [] }, { accountId: 'theirs' })).toBe(false)
})
