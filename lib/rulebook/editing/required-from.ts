import { DAY, dateIn } from '@/lib/core/clock'

/**
 * A draft that rests this long lapses under the built-in rules (`draftLapseDays`): a letter that is being signed and
 * sealed is submitted by then.
 */
const USUAL_DAYS = 30
/** A published day never changes, so a mistyped year is refused. */
const MOST_DAYS = 366

/** The days from which older letters may stop being accepted: dates in Shanghai. */
export type RequiredFromDays = { first: string; usual: string; last: string }

/** Returns the days that an administrator can choose at a moment: none is in the past. */
export function requiredFromDays(now: Date): RequiredFromDays {
  const after = (days: number) => dateIn(new Date(now.getTime() + days * DAY))
  return { first: after(0), usual: after(USUAL_DAYS), last: after(MOST_DAYS) }
}

export const isRequiredFrom = (day: string, { first, last }: RequiredFromDays): boolean => day >= first && day <= last
