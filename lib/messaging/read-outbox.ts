import 'server-only'
import { database } from '@/lib/db/client'
import type { OutboxMessage } from '@/lib/db/generated/client'
import { isOutboxReadable } from './mode'
import { openMessage } from './open-message'

/** The newest 50 messages in clear, newest first; null wherever messages leave for real, or others could ask. */
export async function readOutbox() {
  if (!isOutboxReadable()) return null
  const rows = await database().outboxMessage.findMany({ orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: 50 })
  return Promise.all(rows.map(readMessage))
}

async function readMessage(row: OutboxMessage) {
  const { id, channel, createdAt, expiresAt } = row
  const { template, to, subject, text } = await openMessage(row)
  return { id, channel, template, to, subject, text, createdAt, expiresAt }
}
