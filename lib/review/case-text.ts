import type { ReviewCase } from './open-case'
import type { ReadCase, ReviewHead } from './read-for-review'

/** The reader holds such a case. */
export type HeldCase = { head: ReviewHead; opened: ReviewCase }

const DATES = new Set(['at', 'decidedAt', 'leaseEndsAt', 'queuedAt'])

/** Returns a case as one text: the framework passes a text on as it is, but would take a case apart value by value. */
export const caseAsText = (held: ReadCase): string => JSON.stringify(held)

/** Returns the case of a text. */
export const caseOfText = (text: string): HeldCase =>
  JSON.parse(text, (key, value) => (DATES.has(key) && typeof value === 'string' ? new Date(value) : value)) as HeldCase
