import 'server-only'
import { logBug } from '@/lib/core/log'
import { database } from '@/lib/db/client'
import type { OutboxMessage } from '@/lib/db/generated/client'
import { isOutboxReadable } from './mode'
import { openMessage } from './open-message'

/** The newest 50 messages in clear, newest first; null wherever messages leave for real, or others could ask. */
export async function readOutbox() {
  if (!isOutboxReadable()) return null
  const rows = await database().outboxMessage.findMany({ orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: 50 })
  const read = await Promise.all(rows.map(readMessage))
  return read.filter((message) => message !== null)
}

async function readMessage(row: OutboxMessage) {
  const { id, channel, createdAt, expiresAt } = row
  // One of another release, or of a row that was damaged, hides none of the others.
  const opened = await openMessage(row).catch((error: unknown) => logBug(error, { messageId: id }))
  if (!opened) return null
  const { template, to, subject, text } = opened
  return { id, channel, template, to, subject, text, createdAt, expiresAt }
}
