import { expect, test } from 'vitest'
import type { ReviewCase } from '@/lib/review/open-case'
import { BUILT_IN_REASONS as catalogue } from '@/lib/rulebook/built-in'
import { noteSaved, rememberReview, reviewOf, unsaved } from './remembered-review'
import { EMPTY, type PartDraft, type ReviewState, reviewReducer } from './review-reducer'

const part = (id: string) => ({ id, kind: 'FIELDS', carried: null, files: [], reasons: [], correctableFields: [] })
const opened = (submissionId: string, drafts: ReviewCase['drafts'] = {}, draftsSavedAt = 0) =>
  ({
    submissionId,
    drafts,
    draftsSavedAt,
    seen: [],
    catalogue,
    parts: ['one', 'two'].map(part),
  }) as unknown as ReviewCase
const ACCEPTED: PartDraft = { ...EMPTY, verdict: 'ACCEPTED' }
const REFUSED: PartDraft = { ...EMPTY, verdict: 'REFUSED' }

/** Accepts the first part on this page, and remembers it. */
function acceptedHere(submissionId: string): ReviewState {
  const work = reviewReducer(reviewOf(opened(submissionId)), { do: 'ACCEPT' })
  rememberReview({ submissionId, work, saved: {}, savedAt: 0 })
  return work
}

test('what was written here and not saved yet is there again, with the steps back', () => {
  const work = acceptedHere('a')
  const again = reviewOf(opened('a'))
  expect(again.drafts).toEqual({ one: ACCEPTED })
  expect(again).toMatchObject({ past: work.past, current: 1 })
})

test('what the same reviewer wrote elsewhere meanwhile is there, too, and no step takes it back', () => {
  acceptedHere('b')
  const again = reviewOf(opened('b', { two: REFUSED }))
  expect(again.drafts).toEqual({ one: ACCEPTED, two: REFUSED })
  expect(again.past).toEqual([])
})

test('what was saved here gives way to what was saved later elsewhere', () => {
  const { drafts } = acceptedHere('c')
  noteSaved({ submissionId: 'c', saved: drafts, savedAt: 5 })
  expect(reviewOf(opened('c', { one: REFUSED }, 6)).drafts).toEqual({ one: REFUSED })
})

test('what was saved here stays where the case was read before', () => {
  const { drafts } = acceptedHere('f')
  noteSaved({ submissionId: 'f', saved: drafts, savedAt: 5 })
  expect(reviewOf(opened('f', { one: REFUSED, two: REFUSED }, 4)).drafts).toEqual({ one: ACCEPTED, two: REFUSED })
  expect(reviewOf(opened('f', { one: REFUSED, two: REFUSED }, 5)).drafts).toEqual({ one: REFUSED, two: REFUSED })
})

test('a save that is answered after another case was opened is not taken for that one’s', () => {
  const { drafts } = acceptedHere('d')
  noteSaved({ submissionId: 'another', saved: drafts, savedAt: 5 })
  expect(reviewOf(opened('d', { one: REFUSED })).drafts).toEqual({ one: ACCEPTED })
  expect(reviewOf(opened('e')).drafts).toEqual({})
})

test('only what differs from what the server has is unsaved', () => {
  expect(unsaved({ one: ACCEPTED, two: REFUSED }, { one: { ...ACCEPTED }, two: ACCEPTED })).toEqual({ two: REFUSED })
})
