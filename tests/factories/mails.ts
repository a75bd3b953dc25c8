import { readOutbox } from '@/lib/notifications/outbox/read-outbox'

/** Returns the templates of the messages to an address, the newest first. */
export const templatesTo = async (email: string): Promise<string[]> =>
  ((await readOutbox()) ?? []).filter(({ to }) => to === email).map(({ template }) => template)
