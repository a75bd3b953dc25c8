import { HOUR } from '@/lib/core/clock'
import type { ReviewTimes } from './review-times'

/**
 * Says when an answer can be expected. `by` is when half of the usual cases had one, and `most` when nine of ten had;
 * a time that has passed is null, so nothing is promised for the past.
 */
export type ExpectedAnswer = { decided: number; by: Date | null; most: Date | null }

/** Returns when a case that waits can expect its answer; null while too few were decided to say. */
export function expectedAnswer(usual: ReviewTimes['usual'], submittedAt: Date, now: Date): ExpectedAnswer | null {
  if (!usual) return null
  const after = (seconds: number) => {
    // Rounded up to the hour: the figure is no appointment.
    const at = new Date(Math.ceil((submittedAt.getTime() + seconds * 1_000) / HOUR) * HOUR)
    return at > now ? at : null
  }
  return { decided: usual.decided, by: after(usual.medianSeconds), most: after(usual.mostSeconds) }
}
