import 'server-only'
import { systemKey } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database } from '@/lib/db/client'
import type { OutboxMessage } from '@/lib/db/generated/client'
import { DEFAULT_LOCALE, isLocale } from '@/lib/i18n/locales'
import { isOutboxReadable } from './mode'
import { outboxPlace } from './outbox-seal'
import { renderMessage } from './render-message'
import type { MessageTemplate } from './templates'

/** The newest 50 messages in clear, newest first; null wherever messages leave for real, or others could ask. */
export async function readOutbox() {
  if (!isOutboxReadable()) return null
  const rows = await database().outboxMessage.findMany({ orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: 50 })
  const key = await systemKey('OUTBOX')
  return Promise.all(rows.map((row) => readMessage(key, row)))
}

async function readMessage(key: Uint8Array, row: OutboxMessage) {
  const { id, channel, locale, createdAt, expiresAt } = row
  const template = row.template as MessageTemplate
  const to = open(key, outboxPlace('to_sealed', id), row.toSealed)
  const params = JSON.parse(open(key, outboxPlace('params_sealed', id), row.paramsSealed))
  const text = await renderMessage(isLocale(locale) ? locale : DEFAULT_LOCALE, template, params)
  return { id, channel, template, to, text, createdAt, expiresAt }
}
