import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ReviewPart } from '@/lib/review/open-case'
import { BUILT_IN_REASONS as catalogue } from '@/lib/rulebook/built-in'
import {
  correctionChoices,
  initialReview,
  judgementOf,
  outcomeSoFar,
  partDraftOf,
  type ReviewAction,
  type ReviewState,
  reviewReducer,
  stateOf,
  unseenIn,
} from './review-reducer'

const aPart = (id: string, given: Partial<ReviewPart>): ReviewPart => ({
  id,
  kind: 'FIELDS',
  fieldGroup: null,
  documentKind: null,
  findings: [],
  late: [],
  seenElsewhere: [],
  carried: null,
  previous: null,
  signature: null,
  signatures: [],
  answers: [],
  files: [],
  samples: [],
  reasons: [],
  correctableFields: [],
  ...given,
})
const PARTS = [
  aPart('identity', { fieldGroup: 'identity', correctableFields: ['person.name', 'person.idNumber'] }),
  aPart('letter', { kind: 'DOCUMENT', documentKind: 'COMMITMENT_LETTER', correctableFields: ['person.name'] }),
  aPart('signature', { kind: 'SENDER_SIGNATURE', correctableFields: ['signature'] }),
]
const [identity, letter, signature] = PARTS as [ReviewPart, ReviewPart, ReviewPart]
const after = (...steps: ReviewAction[]) =>
  steps.reduce(reviewReducer, initialReview({ drafts: {}, seen: [], catalogue, parts: PARTS }))

test('accepting moves to the next part without a verdict, round the end', () => {
  expect(after({ do: 'GO', to: 1 }, { do: 'ACCEPT' }).current).toBe(2)
  expect(after({ do: 'GO', to: 1 }, { do: 'ACCEPT' }, { do: 'ACCEPT' }).current).toBe(0)
  const done = after({ do: 'ACCEPT' }, { do: 'ACCEPT' }, { do: 'ACCEPT' })
  expect(done.current).toBe(2)
  expect(outcomeSoFar('INDIVIDUAL', done)).toBe('APPROVED')
})

test('accepting waits until each page was shown in full, and so does what was accepted before', () => {
  const picture = { width: 1, height: 1, doubts: [], isForwarded: false }
  const files = [
    { ...picture, id: 'one', pageCount: 1 },
    { ...picture, id: 'two', pageCount: 2 },
  ]
  const paged = { ...letter, files }
  const drafts = { letter: { verdict: 'ACCEPTED', reasons: [], correction: '', note: '' } as const }
  const seen = [{ fileId: 'two', page: 1 }]
  const started = initialReview({ drafts, seen, catalogue, parts: [paged] })
  expect(stateOf(started, 'INDIVIDUAL', paged)).toBe('UNFINISHED')
  expect(outcomeSoFar('INDIVIDUAL', started)).toBeNull()
  const open = initialReview({ drafts: {}, seen, catalogue, parts: [paged] })
  expect(unseenIn(open, paged)).toEqual({ src: '/api/files/one/rendition', page: 1 })
  const half = reviewReducer(open, { do: 'SEE', src: '/api/files/one/rendition' })
  expect(unseenIn(half, paged)).toEqual({ src: '/api/files/two/rendition', page: 2 })
  expect(reviewReducer(half, { do: 'ACCEPT' })).toBe(half)
  const whole = reviewReducer(half, { do: 'SEE', src: '/api/files/two/rendition' })
  expect(outcomeSoFar('INDIVIDUAL', reviewReducer(whole, { do: 'ACCEPT' }))).toBe('APPROVED')
  const again = reviewReducer(reviewReducer(whole, { do: 'ACCEPT' }), { do: 'UNSEE', src: '/api/files/two/rendition' })
  expect(stateOf(again, 'INDIVIDUAL', paged)).toBe('UNFINISHED')
})

test('going on leaves what is judged, and moves to the next part without a verdict', () => {
  const refused = after({ do: 'REFUSE' }, { do: 'CONTINUE' })
  expect(refused.current).toBe(1)
  expect(partDraftOf(refused, identity).verdict).toBe('REFUSED')
  expect(reviewReducer(refused, { do: 'UNDO' })).toMatchObject({ current: 0, drafts: {} })
})

test('a refusal is unfinished until it says why and what to correct', () => {
  const refused = after({ do: 'REFUSE' })
  expect(stateOf(refused, 'INDIVIDUAL', identity)).toBe('UNFINISHED')
  const withReason = reviewReducer(refused, { do: 'REASON', reason: 'NAME_MISMATCH', isChosen: true })
  expect(stateOf(withReason, 'INDIVIDUAL', identity)).toBe('UNFINISHED')
  const finished = reviewReducer(withReason, { do: 'CORRECT', choice: 'FIELD:person.name' })
  expect(stateOf(finished, 'INDIVIDUAL', identity)).toBe('REFUSED')
  expect(outcomeSoFar('INDIVIDUAL', finished)).toBeNull()
})

test('what usually has to be corrected is chosen beforehand', () => {
  const picture = after({ do: 'GO', to: 1 }, { do: 'REFUSE' }, { do: 'REASON', reason: 'BLURRED', isChosen: true })
  expect(partDraftOf(picture, letter).correction).toBe('PICTURE')
  expect(correctionChoices(letter)).toEqual(['PICTURE', 'FIELD:person.name'])
  const only = after({ do: 'GO', to: 2 }, { do: 'REFUSE' })
  expect(partDraftOf(only, signature).correction).toBe('FIELD:signature')
})

test('an acceptance takes nothing of a refusal along, and the way back loses nothing', () => {
  const refused = after(
    { do: 'REFUSE' },
    { do: 'REASON', reason: 'OTHER', isChosen: true },
    { do: 'NOTE', note: '看不清' },
  )
  const accepted = reviewReducer(refused, { do: 'ACCEPT' })
  expect(judgementOf(partDraftOf(accepted, identity))).toEqual({
    verdict: 'ACCEPTED',
    reasons: [],
    correction: null,
    correctionField: null,
    note: null,
  })
  const back = reviewReducer(accepted, { do: 'UNDO' })
  expect(back.current).toBe(0)
  expect(partDraftOf(back, identity)).toEqual(partDraftOf(refused, identity))
})

test('undo goes back step by step to the beginning, and never takes words with it', () => {
  const steps: fc.Arbitrary<ReviewAction> = fc.oneof(
    fc.nat(2).map((to): ReviewAction => ({ do: 'GO', to })),
    fc.constantFrom<ReviewAction>({ do: 'ACCEPT' }, { do: 'REFUSE' }, { do: 'CLEAR' }),
    fc.boolean().map((isChosen): ReviewAction => ({ do: 'REASON', reason: 'OTHER', isChosen })),
    fc.string().map((note): ReviewAction => ({ do: 'NOTE', note })),
  )
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 30 }), (taken) => {
      const end = taken.reduce(reviewReducer, initialReview({ drafts: {}, seen: [], catalogue, parts: PARTS }))
      const started = end.past.reduce<ReviewState>((state) => reviewReducer(state, { do: 'UNDO' }), end)
      expect(started.past).toEqual([])
      for (const part of PARTS) {
        expect(partDraftOf(started, part)).toMatchObject({
          verdict: null,
          reasons: [],
          note: partDraftOf(end, part).note,
        })
      }
    }),
  )
})

test('what was carried is not judged again', () => {
  const carried = aPart('carried', { carried: { revision: 1, reviewer: null, at: new Date() } })
  const started = initialReview({ drafts: {}, seen: [], catalogue, parts: [carried, ...PARTS] })
  expect(started.parts).toEqual(PARTS)
  expect(outcomeSoFar('INDIVIDUAL', started)).toBeNull()
  expect(outcomeSoFar('INDIVIDUAL', initialReview({ drafts: {}, seen: [], catalogue, parts: [carried] }))).toBe(
    'APPROVED',
  )
})

test('a place goes with a refusal, and not with an acceptance; undo takes it back', () => {
  const place = { fileId: 'file', page: 0, left: 0.1, top: 0.2, right: 0.4, bottom: 0.3 }
  const outlined = after({ do: 'REFUSE' }, { do: 'OUTLINE', place })
  expect(judgementOf(partDraftOf(outlined, identity))).toMatchObject({ verdict: 'REFUSED', place })
  const accepted = reviewReducer(outlined, { do: 'ACCEPT' })
  expect(judgementOf(partDraftOf(accepted, identity))).not.toHaveProperty('place')
  const removed = reviewReducer(outlined, { do: 'OUTLINE', place: undefined })
  expect(judgementOf(partDraftOf(removed, identity))?.place).toBeUndefined()
  expect(partDraftOf(reviewReducer(removed, { do: 'UNDO' }), identity).place).toEqual(place)
  expect(partDraftOf(reviewReducer(outlined, { do: 'UNDO' }), identity).place).toBeUndefined()
})
