import { HOME_ZONE } from '@/lib/core/clock'

/** An instant as a message tells it, in Shanghai: 2026-11-25 18:03. */
export function shownTime(instant: Date): string {
  const shown = { dateStyle: 'short', timeStyle: 'short', timeZone: HOME_ZONE } as const
  return new Intl.DateTimeFormat('sv-SE', shown).format(instant)
}
