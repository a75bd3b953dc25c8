import { z } from 'zod'
import { DAY, dateIn, startOfDay } from '@/lib/core/clock'

/** Lists the numbers of days back from today that can be chosen, today included. */
const LAST = { '7d': 7, '30d': 30, '90d': 90 } as const

export const LAST_DAYS = Object.keys(LAST) as (keyof typeof LAST)[]

const USUAL = '30d'
/** Limits the months that can be chosen, the current one included. */
const MONTHS = 13

/** Reads the period in an address: days back from today, or a month. An invalid one is ignored. */
export const PeriodChoice = z
  .union([z.enum(LAST_DAYS), z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/)])
  .optional()
  .catch(undefined)

export type Period = {
  /** Holds the period as the address contains it. */
  choice: string
  isMonth: boolean
  /** Lists every date of the period in Shanghai, YYYY-MM-DD, in order; no future one. */
  days: string[]
  start: Date
  /**
   * The end of the last day, or now if that is earlier. Figures of one moment, such as the queue, are of this moment.
   */
  end: Date
  /** Says that the period includes the current moment. */
  isCurrent: boolean
}

/** @param now the database's clock */
export function periodOf(choice: string | undefined, now: Date): Period {
  const today = dateIn(now)
  if (choice && !isLast(choice) && choice <= today.slice(0, 7)) return monthOf(choice, now)
  const chosen = choice && isLast(choice) ? choice : USUAL
  const first = dateIn(new Date(startOfDay(today).getTime() - (LAST[chosen] - 1) * DAY))
  return between(chosen, false, first, today, now)
}

const isLast = (choice: string): choice is keyof typeof LAST => choice in LAST

function monthOf(month: string, now: Date): Period {
  const next = startOfDay(`${monthAfter(month)}-01`)
  const last = dateIn(new Date(Math.min(next.getTime() - 1, now.getTime())))
  return between(month, true, `${month}-01`, last, now)
}

function between(choice: string, isMonth: boolean, first: string, last: string, now: Date): Period {
  const start = startOfDay(first)
  const midnight = new Date(startOfDay(last).getTime() + DAY)
  const days: string[] = []
  for (let at = start.getTime(); at < midnight.getTime(); at += DAY) days.push(dateIn(new Date(at)))
  return { choice, isMonth, days, start, end: midnight <= now ? midnight : now, isCurrent: midnight > now }
}

/** Returns the months that can be chosen, the current one first: YYYY-MM. */
export function monthsUntil(now: Date): string[] {
  const months = [dateIn(now).slice(0, 7)]
  while (months.length < MONTHS) months.push(monthBefore(months.at(-1) ?? ''))
  return months
}

const monthAfter = (month: string): string => shifted(month, 1)
const monthBefore = (month: string): string => shifted(month, -1)

function shifted(month: string, by: number): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + by, 15)).toISOString().slice(0, 7)
}
