import 'server-only'
import { DEFAULT_LOCALE, isLocale, type Locale } from '@/lib/core/languages/locales'
import type { Tx } from '@/lib/db/client'
import { isEmailSent } from '@/lib/notifications/gateways/mode'
import { enqueueMessage } from '@/lib/notifications/outbox/enqueue-message'
import type { ColleagueTemplate, MessageParams } from '@/lib/notifications/templates'
import { openPerson } from './person-fields'

/** Fills a message in; a function does so where it takes words in the reader's language. */
export type ParamsIn<T extends ColleagueTemplate> = MessageParams[T] | ((locale: Locale) => MessageParams[T])

/**
 * Notifies a staff member, in the transaction of the change; nobody where no e-mail is sent.
 *
 * @returns the id of the message; null when none was written
 */
export async function notifyColleague<T extends ColleagueTemplate>(
  tx: Tx,
  userId: string,
  template: T,
  params: ParamsIn<T>,
  { expiresAt }: { expiresAt?: Date } = {},
): Promise<string | null> {
  if (!isEmailSent()) return null
  const person = await tx.user.findUniqueOrThrow({ where: { id: userId }, include: { dataKey: true } })
  const { email } = await openPerson(person)
  if (!email) return null
  const locale = isLocale(person.locale) ? person.locale : DEFAULT_LOCALE
  const filled = typeof params === 'function' ? params(locale) : params
  const message = { channel: 'EMAIL', template, locale, to: email, params: filled } as const
  const { id } = await enqueueMessage(tx, { ...message, ...(expiresAt ? { expiresAt } : {}) })
  return id
}
