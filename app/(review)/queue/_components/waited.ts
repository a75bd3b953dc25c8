type Words = (key: 'minutes' | 'hours' | 'days', values: Record<string, number>) => string

/** Returns how long something waits, in the two units that matter. */
export function waited(waitedMinutes: number, t: Words): string {
  const minutes = Math.max(0, waitedMinutes)
  const hours = Math.floor(minutes / 60)
  if (hours === 0) return t('minutes', { minutes })
  return hours < 24
    ? t('hours', { hours, minutes: minutes % 60 })
    : t('days', { days: Math.floor(hours / 24), hours: hours % 24 })
}
