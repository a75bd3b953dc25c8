import type { PastDecision } from '@/lib/review/decisions/read-decisions'
import type { ReviewCase, ReviewPart } from '@/lib/review/open-case'

/** A part that the last decision refused, and its place among the parts that are judged now; -1 when it is gone. */
export type RefusedBefore = { refused: PastDecision['refused'][number]; index: number }

/** Returns what the last decision refused, in its order. */
export function refusedBefore({ history }: Pick<ReviewCase, 'history'>, parts: readonly ReviewPart[]): RefusedBefore[] {
  const [last] = history
  return (last?.refused ?? []).map((refused) => ({
    refused,
    index: parts.findIndex(({ previous }) => previous?.partId === refused.part.id),
  }))
}
