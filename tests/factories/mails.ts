import { readOutbox } from '@/lib/messaging/read-outbox'

/** The templates of what was written to an address, the newest first. */
export const templatesTo = async (email: string): Promise<string[]> =>
  ((await readOutbox()) ?? []).filter(({ to }) => to === email).map(({ template }) => template)
