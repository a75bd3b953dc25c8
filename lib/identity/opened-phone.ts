import 'server-only'
import { openPersonField } from '@/lib/accounts/person-fields'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import type { Tx } from '@/lib/db/client'
import { DEFAULT_LOCALE, isLocale } from '@/lib/i18n/locales'

/** The number that someone has, to be told that it is not theirs any more; none when it went to another before. */
export async function openedPhone(tx: Tx, userId: string) {
  const person = await tx.user.findUniqueOrThrow({ where: { id: userId }, include: { dataKey: true } })
  const { phoneIndex, phoneSealed, dataKey } = person
  if (!phoneSealed) return { phoneIndex, former: null }
  const phone = openPersonField(await unwrapDataKey(dataKey), userId, 'phone_sealed', phoneSealed)
  return { phoneIndex, former: { phone, locale: isLocale(person.locale) ? person.locale : DEFAULT_LOCALE } }
}
