import 'server-only'
import { maskedNumber } from '@/lib/accounts/mobile-number'
import { openPersonField } from '@/lib/accounts/person-fields'
import type { PersonActor } from '@/lib/auth/actor'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import { database, databaseTime } from '@/lib/db/client'
import { DEFAULT_LOCALE, isLocale } from '@/lib/i18n/locales'
import { isEmailSent } from '@/lib/messaging/mode'

export type OwnNotices = Awaited<ReturnType<typeof readOwnNotices>>

/** How one is told, for one's own eyes. */
export async function readOwnNotices(actor: PersonActor) {
  const person = await database().user.findUniqueOrThrow({ where: { id: actor.id }, include: { dataKey: true } })
  const { id, phoneSealed, noticeEmailSealed, noticeEmailTokenEndsAt, noticeEmailConfirmedAt } = person
  const key = await unwrapDataKey(person.dataKey)
  const phone = phoneSealed && openPersonField(key, id, 'phone_sealed', phoneSealed)
  return {
    bySms: person.noticesBySms,
    byEmail: person.noticesByEmail,
    locale: isLocale(person.locale) ? person.locale : DEFAULT_LOCALE,
    phone: phone && maskedNumber(phone),
    email: noticeEmailSealed && openPersonField(key, id, 'notice_email_sealed', noticeEmailSealed),
    isEmailConfirmed: noticeEmailConfirmedAt !== null,
    /** Whether the link that was sent can still be followed. */
    isLinkLive: noticeEmailTokenEndsAt !== null && noticeEmailTokenEndsAt > (await databaseTime()),
    /** Whether e-mail is sent here at all. */
    isEmailSent: isEmailSent(),
  }
}
