import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Carrier, FilingState } from '@/lib/db/generated/enums'
import { type Candidate, verdictOf } from '../gate/answer'
import { type Approved, allowancesOf } from './allowances'

const LAST = 6
const moment = fc.integer({ min: 0, max: LAST }).map((at) => new Date(at))
const USES = ['VERIFICATION', 'NOTIFICATION', 'MARKETING']

const approved: fc.Arbitrary<Approved> = fc.record({
  qualificationId: fc.uuid(),
  status: fc.constantFrom('APPROVED', 'APPROVED', 'APPROVED', 'SUSPENDED', 'REVOKED', 'EXPIRED'),
  decidedAt: moment,
  validUntil: moment,
  purposes: fc.subarray(USES),
  startsAt: fc.option(moment),
  endsAt: fc.option(moment),
  filings: fc
    .subarray(Object.values(Carrier))
    .chain((carriers) =>
      fc.tuple(
        ...carriers.map((carrier) =>
          fc.constantFrom(...Object.values(FilingState)).map((state) => ({ carrier, state, extensionNumber: null })),
        ),
      ),
    ),
})

/** Returns it as the gate's statement finds it at a moment. */
const candidateAt = (one: Approved, carrier: Carrier, now: Date): Candidate => ({
  id: one.qualificationId,
  reference: '',
  status: one.status,
  decidedAt: one.decidedAt,
  validUntil: one.validUntil,
  isOver: one.validUntil <= now,
  purposes: one.purposes,
  isEarly: one.startsAt !== null && one.startsAt > now,
  isUnauthorised: one.endsAt !== null && one.endsAt <= now,
  filingState: one.filings.find((filing) => filing.carrier === carrier)?.state ?? null,
  extensionNumber: null,
})

test('what is allowed is what the gate allows, at every moment', () => {
  let allowed = 0
  fc.assert(
    fc.property(fc.array(approved, { maxLength: 4 }), (all) => {
      const allowances = allowancesOf(all)
      for (let at = -1; at <= LAST; at++) {
        for (const carrier of Object.values(Carrier)) {
          for (const use of USES) {
            const now = new Date(at)
            const { reason } = verdictOf(
              all.map((one) => candidateAt(one, carrier, now)),
              use,
              true,
            )
            const isCovered = allowances.some((one) => {
              const isThen = (one.from === null || one.from <= now) && now < one.until
              return isThen && one.carrier === carrier && one.uses.includes(use)
            })
            if (isCovered !== (reason === null)) return false
            if (isCovered) allowed += 1
          }
        }
      }
      return true
    }),
    { numRuns: 1_000 },
  )
  expect(allowed).toBeGreaterThan(100)
})
