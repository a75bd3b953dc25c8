import 'server-only'
import { openPersonField } from '@/lib/accounts/person-fields'
import { DEFAULT_LOCALE, isLocale } from '@/lib/core/languages/locales'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import type { Tx } from '@/lib/db/client'

/**
 * Returns the number of a person who is to be notified that they lose it, or nothing when it went to another person
 * before.
 */
export async function openedPhone(tx: Tx, userId: string) {
  const person = await tx.user.findUniqueOrThrow({ where: { id: userId }, include: { dataKey: true } })
  const { phoneIndex, phoneSealed, dataKey } = person
  if (!phoneSealed) return { phoneIndex, former: null }
  const phone = openPersonField(await unwrapDataKey(dataKey), userId, 'phone_sealed', phoneSealed)
  return { phoneIndex, former: { phone, locale: isLocale(person.locale) ? person.locale : DEFAULT_LOCALE } }
}
