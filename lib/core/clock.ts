/** Shanghai, where the rules and the reviewers are: dates on documents mean this zone. */
export const HOME_ZONE = 'Asia/Shanghai'

/** Returns the calendar date at an instant, as YYYY-MM-DD, in the given zone. */
export function dateIn(instant: Date, zone: string = HOME_ZONE): string {
  return calendarOf(zone).format(instant)
}

/** One takes longer to make than a day of work with it. */
const calendars = new Map<string, Intl.DateTimeFormat>()

function calendarOf(zone: string): Intl.DateTimeFormat {
  const made =
    calendars.get(zone) ??
    new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
  calendars.set(zone, made)
  return made
}

/** Returns the first instant of a date in Shanghai, which has been at +08:00 all year since 1992. */
export const startOfDay = (date: string): Date => new Date(`${date}T00:00:00+08:00`)

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
