import { DAY, dateIn } from '@/lib/core/clock'
import { isRealDate } from '@/lib/core/dates'
import type { DraftContent } from '../answers'
import { type Warning, warned } from '../findings'
import type { Rulebook } from '../rulebook'
import { type DeclaredEnd, declaredEnds, validUntil } from '../valid-until'

/** A document that ends within this many days, the last one included, may have ended when it is reviewed. */
export const SOON_DAYS = 60

/** Returns the declared ends that are near, and those before which a qualification of today would not end. */
export function endWarnings(rulebook: Rulebook, content: DraftContent, now: Date): Warning[] {
  const { validityMonths } = rulebook.terms
  const term = validUntil(now, validityMonths, [])
  return lastingEnds(rulebook, content, now).flatMap(({ group, key, day }) => {
    const place = { on: 'FIELD', group, key } as const
    const days = daysLeft(day, now)
    if (days <= SOON_DAYS) return [warned('ENDS_SOON', place, { days })]
    return validUntil(now, validityMonths, [day]) < term ? [warned('ENDS_EARLY', place)] : []
  })
}

/** Returns whether a document about this person or organisation ends soon. */
export function endsSoon(rulebook: Rulebook, content: DraftContent, now: Date, subject: string): boolean {
  return lastingEnds(rulebook, content, now).some(
    ({ key, day }) => key.startsWith(`${subject}.`) && daysLeft(day, now) <= SOON_DAYS,
  )
}

/** One that is over already is a problem, not a warning. */
const lastingEnds = (rulebook: Rulebook, content: DraftContent, now: Date): DeclaredEnd[] =>
  declaredEnds(rulebook, content).filter(({ day }) => isRealDate(day) && daysLeft(day, now) >= 0)

/** Returns how many days in Shanghai it is until the last day: 0 on that day. */
const daysLeft = (day: string, now: Date): number => (Date.parse(day) - Date.parse(dateIn(now))) / DAY
