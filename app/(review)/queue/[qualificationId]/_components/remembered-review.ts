import type { ReviewCase } from '@/lib/review/open-case'
import { initialReview, type ReviewState } from './review-reducer'

type Drafts = ReviewCase['drafts']

type InHand = {
  submissionId: string
  /** Has the steps that `undo` takes back: those are not saved, and a reload forgets them. */
  work: ReviewState
  /** Holds what the server is known to have of it. */
  saved: Drafts
  /** Says when the server stored that, by its own clock. */
  savedAt: number
}

let inHand: InHand | null = null

/** Remembers what the reviewer wrote, so that it outlives a drawing of the page, as a change of its language. */
export function rememberReview(written: InHand): void {
  inHand = written
}

/** Notes what the server has now, which may come after the page was left. */
export function noteSaved({ submissionId, ...saved }: Pick<InHand, 'submissionId' | 'saved' | 'savedAt'>): void {
  if (inHand?.submissionId === submissionId) inHand = { ...inHand, ...saved }
}

/** Returns the drafts of those parts about which something was written that the server is not known to have. */
export function unsaved(drafts: Drafts, saved: Drafts): Drafts {
  return Object.fromEntries(Object.entries(drafts).filter(([id, draft]) => !isSame(draft, saved[id])))
}

/**
 * Returns the judgement of a case as the server has it, with what was written on this page and is not saved yet, or was
 * saved after the case was read: a browser that leads back may have asked for it before. The steps that `undo` takes
 * back are there unless the same reviewer wrote elsewhere meanwhile: it would take that back, too.
 */
export function reviewOf(opened: ReviewCase): ReviewState {
  const fresh = initialReview(opened)
  if (inHand?.submissionId !== opened.submissionId) return fresh
  const { work, saved, savedAt } = inHand
  const known = savedAt > opened.draftsSavedAt ? { ...fresh.drafts, ...saved } : fresh.drafts
  const drafts = { ...known, ...unsaved(work.drafts, saved) }
  const isAlone = Object.keys(unsaved(drafts, work.drafts)).length === 0
  const seen = [...new Set([...fresh.seen, ...work.seen])]
  return { ...fresh, drafts, seen, ...(isAlone ? { past: work.past, current: work.current } : {}) }
}

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
