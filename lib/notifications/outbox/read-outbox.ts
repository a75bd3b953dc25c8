import 'server-only'
import { logBug } from '@/lib/core/log'
import { database } from '@/lib/db/client'
import type { OutboxMessage } from '@/lib/db/generated/client'
import { isOutboxReadable } from '../gateways/mode'
import { openMessage } from './open-message'

/**
 * Returns the newest 50 messages in clear, newest first, or null where messages are really sent or other machines could
 * read them.
 */
export async function readOutbox() {
  if (!isOutboxReadable()) return null
  const rows = await database().outboxMessage.findMany({ orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: 50 })
  const read = await Promise.all(rows.map(readMessage))
  return read.filter((message) => message !== null)
}

async function readMessage(row: OutboxMessage) {
  const { id, channel, createdAt, expiresAt } = row
  // A message of another release, or of a damaged row, hides none of the others.
  const opened = await openMessage(row).catch((error: unknown) => logBug(error, { messageId: id }))
  if (!opened) return null
  const { template, to, subject, text } = opened
  return { id, channel, template, to, subject, text, createdAt, expiresAt }
}
