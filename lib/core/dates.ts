const DATE = /^(\d{4})-(\d{2})-(\d{2})$/

/** Returns whether it is written YYYY-MM-DD and in the calendar. */
export function isRealDate(text: string): boolean {
  const [, year, month, day] = DATE.exec(text) ?? []
  if (!year || !month || !day || Number(year) < 1900) return false
  const instant = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text)
}

/**
 * Returns whether a person born on that date has had that birthday by `today` (both YYYY-MM-DD, Shanghai). A birthday
 * of 29 February is on 1 March in common years: the text of a date that does not exist still sorts between its
 * neighbours.
 */
export function isOfAge(birthDate: string, today: string, years: number): boolean {
  const birthday = `${String(Number(birthDate.slice(0, 4)) + years).padStart(4, '0')}${birthDate.slice(4)}`
  return birthday <= today
}
