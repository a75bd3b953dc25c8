import 'server-only'
import { DEFAULT_LOCALE, isLocale, type Locale } from '@/lib/core/languages/locales'
import { systemKey } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import type { OutboxMessage } from '@/lib/db/generated/client'
import { renderMessage, type Words } from '../render-message'
import { isTemplate, type MessageParams, type MessageTemplate } from '../templates'
import { outboxPlace } from './outbox-seal'

type Row = Pick<
  OutboxMessage,
  'id' | 'channel' | 'template' | 'locale' | 'toSealed' | 'paramsSealed' | 'qualificationId'
>

export type OpenMessage = Words & {
  to: string
  locale: Locale
  template: MessageTemplate
  params: MessageParams[MessageTemplate]
}

/**
 * Opens a row of the outbox.
 *
 * @throws SealBrokenError when it was moved or changed
 */
export async function openMessage(row: Row): Promise<OpenMessage> {
  const { id, channel, template, qualificationId } = row
  if (!isTemplate(template)) throw new Error(`No such template: ${template}`)
  const key = await systemKey('OUTBOX')
  const to = open(key, outboxPlace('to_sealed', id), row.toSealed)
  const params = JSON.parse(open(key, outboxPlace('params_sealed', id), row.paramsSealed))
  const locale = isLocale(row.locale) ? row.locale : DEFAULT_LOCALE
  const words = await renderMessage({ channel, locale, template, params, qualificationId })
  return { ...words, to, locale, template, params }
}
