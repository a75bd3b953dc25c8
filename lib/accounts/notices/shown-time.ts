import { HOME_ZONE } from '@/lib/core/clock'

/** Formats a time as messages show it, in Shanghai: 2026-11-25 18:03. */
export function shownTime(instant: Date): string {
  const shown = { dateStyle: 'short', timeStyle: 'short', timeZone: HOME_ZONE } as const
  return new Intl.DateTimeFormat('sv-SE', shown).format(instant)
}
