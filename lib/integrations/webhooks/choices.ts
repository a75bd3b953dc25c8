import { WebhookEvent } from '@/lib/db/generated/enums'

/** Lists the events that an endpoint can choose. */
export const CHOOSABLE: readonly WebhookEvent[] = Object.values(WebhookEvent).filter(
  (event) => event !== 'WEBHOOK_TEST',
)

/** Says how long older secrets still sign: for a day, or no longer, since somebody else may know them. */
export const OVERLAPS = ['DAY', 'NONE'] as const
