import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FilingState } from '@/lib/db/generated/enums'
import { type Candidate, GATE_REASONS, verdictOf } from './answer'

const candidate: fc.Arbitrary<Candidate> = fc.record({
  id: fc.uuid(),
  reference: fc.constant('ZX-20261128-AAAAAA'),
  status: fc.constantFrom('APPROVED', 'APPROVED', 'SUSPENDED', 'REVOKED', 'EXPIRED'),
  decidedAt: fc.integer({ min: 0, max: 3 }).map((day) => new Date(day)),
  validUntil: fc.constant(new Date(9)),
  isOver: fc.boolean(),
  purposes: fc.subarray(['NOTIFICATION', 'MARKETING']),
  isEarly: fc.boolean(),
  isUnauthorised: fc.boolean(),
  filingState: fc.option(fc.constantFrom(...Object.values(FilingState))),
  extensionNumber: fc.constant(null),
})
const candidates = fc.array(candidate, { maxLength: 4 })

const isInForce = ({ status, isOver, isEarly, isUnauthorised }: Candidate) =>
  status === 'APPROVED' && !isOver && !isEarly && !isUnauthorised

test('what is allowed rests on an approval in force that covers it, with an effective filing', () => {
  fc.assert(
    fc.property(candidates, fc.boolean(), (all, isQualified) => {
      const { reason, candidate: found } = verdictOf(all, 'NOTIFICATION', isQualified)
      if (reason !== null) return
      expect(found).toMatchObject({ filingState: 'EFFECTIVE', purposes: expect.arrayContaining(['NOTIFICATION']) })
      expect(found && isInForce(found)).toBe(true)
      expect(all.some(({ status, isOver }) => status === 'SUSPENDED' && !isOver)).toBe(false)
      const stops = all.filter(({ status, decidedAt }) => status === 'REVOKED' && found && decidedAt > found.decidedAt)
      expect(stops).toEqual([])
    }),
  )
})

test('the order in which the database returns them changes nothing', () => {
  fc.assert(
    fc.property(candidates, fc.boolean(), (all, isQualified) => {
      const { reason } = verdictOf(all, 'MARKETING', isQualified)
      expect(verdictOf(all.toReversed(), 'MARKETING', isQualified).reason).toBe(reason)
    }),
  )
})

test('one more suspension or revocation never allows what was refused', () => {
  fc.assert(
    fc.property(candidates, candidate, fc.constantFrom('SUSPENDED', 'REVOKED'), (all, more, status) => {
      const before = verdictOf(all, 'NOTIFICATION', true).reason
      const after = verdictOf([...all, { ...more, status }], 'NOTIFICATION', true).reason
      if (before !== null) expect(after).not.toBeNull()
    }),
  )
})

test('every reason occurs', () => {
  const found = new Set<string | null>()
  for (const all of fc.sample(candidates, 5_000)) {
    for (const isQualified of [true, false]) found.add(verdictOf(all, 'NOTIFICATION', isQualified).reason)
  }
  expect(found).toEqual(new Set([null, ...GATE_REASONS]))
})
