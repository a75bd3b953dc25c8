import type { ReviewPart } from '@/lib/review/open-case'

/** Returns the parts of which more was read since the case was opened. */
export const arrivedIn = <Part extends Pick<ReviewPart, 'id' | 'late'>>(
  now: readonly Part[],
  first: readonly Pick<ReviewPart, 'id' | 'late'>[],
): Part[] => now.filter(({ id, late }) => late.length > (first.find((before) => before.id === id)?.late.length ?? 0))
