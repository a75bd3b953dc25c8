import { database } from '@/lib/db/client'
import { openMessage } from '@/lib/notifications/outbox/open-message'
import { readOutbox } from '@/lib/notifications/outbox/read-outbox'
import type { MessageTemplate } from '@/lib/notifications/templates'

/** Returns the templates of the messages to an address, the newest first. */
export const templatesTo = async (email: string): Promise<string[]> =>
  ((await readOutbox()) ?? []).filter(({ to }) => to === email).map(({ template }) => template)

/** Returns the e-mails of one template to an address. */
export async function mailsTo(address: string, template: MessageTemplate) {
  const rows = await database().outboxMessage.findMany({ where: { template } })
  return (await Promise.all(rows.map(openMessage))).filter((mail) => mail?.to === address)
}
