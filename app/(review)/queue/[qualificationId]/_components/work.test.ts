import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ReviewPart } from '@/lib/review/queries'
import { BUILT_IN_REASONS as catalogue } from '@/lib/rulebook/built-in'
import { beginWork, draftOf, judgementOf, mendChoices, outcomeSoFar, type Step, stateOf, type Work, work } from './work'

const aPart = (id: string, given: Partial<ReviewPart>): ReviewPart => ({
  id,
  kind: 'FIELDS',
  fieldGroup: null,
  documentKind: null,
  carried: null,
  previous: null,
  signature: null,
  signatures: [],
  answers: [],
  files: [],
  samples: [],
  reasons: [],
  mendableFields: [],
  ...given,
})
const PARTS = [
  aPart('identity', { fieldGroup: 'identity', mendableFields: ['person.name', 'person.idNumber'] }),
  aPart('letter', { kind: 'DOCUMENT', documentKind: 'COMMITMENT_LETTER', mendableFields: ['person.name'] }),
  aPart('signature', { kind: 'SENDER_SIGNATURE', mendableFields: ['signature'] }),
]
const [identity, letter, signature] = PARTS as [ReviewPart, ReviewPart, ReviewPart]
const after = (...steps: Step[]) => steps.reduce(work, beginWork({ catalogue, parts: PARTS }))

test('accepting goes on to the next part without a verdict, round the end', () => {
  expect(after({ do: 'GO', to: 1 }, { do: 'ACCEPT' }).current).toBe(2)
  expect(after({ do: 'GO', to: 1 }, { do: 'ACCEPT' }, { do: 'ACCEPT' }).current).toBe(0)
  const done = after({ do: 'ACCEPT' }, { do: 'ACCEPT' }, { do: 'ACCEPT' })
  expect(done.current).toBe(2)
  expect(outcomeSoFar('INDIVIDUAL', done)).toBe('APPROVED')
})

test('a refusal is unfinished until it says why and what to mend', () => {
  const refused = after({ do: 'REFUSE' })
  expect(stateOf(catalogue, 'INDIVIDUAL', identity, draftOf(refused, identity))).toBe('UNFINISHED')
  const withReason = work(refused, { do: 'REASON', reason: 'NAME_MISMATCH', isChosen: true })
  expect(stateOf(catalogue, 'INDIVIDUAL', identity, draftOf(withReason, identity))).toBe('UNFINISHED')
  const finished = work(withReason, { do: 'MEND', choice: 'FIELD:person.name' })
  expect(stateOf(catalogue, 'INDIVIDUAL', identity, draftOf(finished, identity))).toBe('REFUSED')
  expect(outcomeSoFar('INDIVIDUAL', finished)).toBeNull()
})

test('what usually has to be mended is chosen beforehand', () => {
  const picture = after({ do: 'GO', to: 1 }, { do: 'REFUSE' }, { do: 'REASON', reason: 'BLURRED', isChosen: true })
  expect(draftOf(picture, letter).mend).toBe('PICTURE')
  expect(mendChoices(letter)).toEqual(['PICTURE', 'FIELD:person.name'])
  const only = after({ do: 'GO', to: 2 }, { do: 'REFUSE' })
  expect(draftOf(only, signature).mend).toBe('FIELD:signature')
})

test('an acceptance takes nothing of a refusal along, and the way back loses nothing', () => {
  const refused = after(
    { do: 'REFUSE' },
    { do: 'REASON', reason: 'OTHER', isChosen: true },
    { do: 'NOTE', note: '看不清' },
  )
  const accepted = work(refused, { do: 'ACCEPT' })
  expect(judgementOf(draftOf(accepted, identity))).toEqual({
    verdict: 'ACCEPTED',
    reasons: [],
    mend: null,
    mendField: null,
    note: null,
  })
  const back = work(accepted, { do: 'UNDO' })
  expect(back.current).toBe(0)
  expect(draftOf(back, identity)).toEqual(draftOf(refused, identity))
})

test('undo goes back step by step to the beginning, and never takes words with it', () => {
  const steps: fc.Arbitrary<Step> = fc.oneof(
    fc.nat(2).map((to): Step => ({ do: 'GO', to })),
    fc.constantFrom<Step>({ do: 'ACCEPT' }, { do: 'REFUSE' }, { do: 'CLEAR' }),
    fc.boolean().map((isChosen): Step => ({ do: 'REASON', reason: 'OTHER', isChosen })),
    fc.string().map((note): Step => ({ do: 'NOTE', note })),
  )
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 30 }), (taken) => {
      const end = taken.reduce(work, beginWork({ catalogue, parts: PARTS }))
      const begun = end.past.reduce<Work>((state) => work(state, { do: 'UNDO' }), end)
      expect(begun.past).toEqual([])
      for (const part of PARTS) {
        expect(draftOf(begun, part)).toMatchObject({ verdict: null, reasons: [], note: draftOf(end, part).note })
      }
    }),
  )
})

test('what was carried is not judged again', () => {
  const carried = aPart('carried', { carried: { revision: 1, reviewer: null, at: new Date() } })
  const begun = beginWork({ catalogue, parts: [carried, ...PARTS] })
  expect(begun.parts).toEqual(PARTS)
  expect(outcomeSoFar('INDIVIDUAL', begun)).toBeNull()
  expect(outcomeSoFar('INDIVIDUAL', beginWork({ catalogue, parts: [carried] }))).toBe('APPROVED')
})
