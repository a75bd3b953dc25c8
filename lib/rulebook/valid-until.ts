import { DAY } from '@/lib/core/clock'
import type { DraftContent } from './answers'
import { LONG_TERM } from './long-term'
import { requiredGroups } from './required-slots'
import type { Rulebook } from './rulebook'

/** Names the declared end of a document: the field that says it, and the last day on which the document is valid. */
export type DeclaredEnd = { group: string; key: string; day: string }

/**
 * Returns the declared ends: the answers whose date the rulebook requires to be in the future. Answers that other
 * answers no longer require don't count, and neither does a document without an end.
 */
export function declaredEnds(rulebook: Rulebook, content: Pick<DraftContent, 'kind' | 'fields'>): DeclaredEnd[] {
  return requiredGroups(rulebook, content).flatMap((group) =>
    group.fields
      .filter(({ checks }) => checks.includes('NOT_ENDED'))
      .map(({ key }) => ({ group: group.key, key, day: content.fields[key] ?? '' }))
      .filter(({ day }) => day !== '' && day !== LONG_TERM),
  )
}

/**
 * Returns when an approval ends: after the rulebook's term, or with the first document that expires before.
 *
 * @param lastDays YYYY-MM-DD, the last day in Shanghai on which each document with an end is valid
 */
export function validUntil(approvedAt: Date, months: number, lastDays: readonly string[]): Date {
  const ends = lastDays.map((day) => Date.parse(`${day}T00:00:00+08:00`) + DAY)
  return new Date(Math.min(monthsLater(approvedAt, months).getTime(), ...ends))
}

/** Returns the same day of a later month, or its last day when it has no such day. */
function monthsLater(from: Date, months: number): Date {
  const later = new Date(from)
  later.setUTCMonth(from.getUTCMonth() + months)
  if (later.getUTCDate() !== from.getUTCDate()) later.setUTCDate(0)
  return later
}
