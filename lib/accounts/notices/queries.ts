import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { DEFAULT_LOCALE, isLocale } from '@/lib/core/languages/locales'
import { maskPhone } from '@/lib/core/masking'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import { database, databaseTime } from '@/lib/db/client'
import { isEmailSent } from '@/lib/notifications/gateways/mode'
import { openPersonField } from '../person-fields'

export type OwnNotices = Awaited<ReturnType<typeof readOwnNotices>>

/** Returns how the actor is notified, for their own settings page. */
export async function readOwnNotices(actor: PersonActor) {
  const person = await database().user.findUniqueOrThrow({ where: { id: actor.id }, include: { dataKey: true } })
  const { id, phoneSealed, noticeEmailSealed, noticeEmailTokenEndsAt, noticeEmailConfirmedAt } = person
  const key = await unwrapDataKey(person.dataKey)
  const phone = phoneSealed && openPersonField(key, id, 'phone_sealed', phoneSealed)
  return {
    bySms: person.noticesBySms,
    byEmail: person.noticesByEmail,
    locale: isLocale(person.locale) ? person.locale : DEFAULT_LOCALE,
    phone: phone && maskPhone(phone),
    email: noticeEmailSealed && openPersonField(key, id, 'notice_email_sealed', noticeEmailSealed),
    isEmailConfirmed: noticeEmailConfirmedAt !== null,
    /** Says whether the link that was sent can still be opened. */
    isLinkLive: noticeEmailTokenEndsAt !== null && noticeEmailTokenEndsAt > (await databaseTime()),
    /** Says whether this installation sends e-mail at all. */
    isEmailSent: isEmailSent(),
  }
}
