import 'server-only'
import type { Tx } from '@/lib/db/client'
import { DEFAULT_LOCALE, isLocale, type Locale } from '@/lib/i18n/locales'
import { enqueueMessage } from '@/lib/messaging/enqueue-message'
import { isEmailSent } from '@/lib/messaging/mode'
import type { MessageParams } from '@/lib/messaging/templates'
import { openPerson } from './person-fields'

/** What staff are written: about their own access, and what administrators have to know. */
export type ColleagueTemplate =
  | 'FACTOR_ADDED'
  | 'FACTOR_REMOVED'
  | 'FACTORS_RESET'
  | 'RECOVERY_CODE_USED'
  | 'STAFF_PASSWORD_CHANGED'
  | 'PASSWORD_LINK'
  | 'REPORT_READY'
  | 'ROLE_GRANT_WAITING'
  | 'REMOVAL_WAITING'
  | 'REMOVAL_BECOMES_FINAL'
  | 'REMOVAL_DONE'
  | 'REMOVAL_DROPPED'
  | 'OWN_REMOVAL_WAITING'
  | 'OWN_REMOVAL_DONE'
  | 'OWN_REMOVAL_DROPPED'
  | 'COLLEAGUE_BLOCKED'
  | 'COLLEAGUE_UNBLOCKED'
  | 'OWN_ACCESS_BLOCKED'
  | 'REVEALS_USED_UP'
  | 'INCIDENT_OPENED'
  | 'INCIDENT_OVER'

/** What fills a message in, where it has words of its own in the reader's language. */
export type ParamsIn<T extends ColleagueTemplate> = MessageParams[T] | ((locale: Locale) => MessageParams[T])

/**
 * Writes to a colleague in the transaction of what it tells; to nobody where no e-mail is sent.
 *
 * @returns the id of the message; null when none was written
 */
export async function tellColleague<T extends ColleagueTemplate>(
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
