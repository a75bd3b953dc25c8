import { WebhookEvent } from '@/lib/db/generated/enums'

/** The events that an endpoint can choose. */
export const CHOOSABLE: readonly WebhookEvent[] = Object.values(WebhookEvent).filter(
  (event) => event !== 'WEBHOOK_TEST',
)

/** Whether older secrets still sign for a day, or end now since somebody else may know them. */
export const OVERLAPS = ['DAY', 'NONE'] as const
