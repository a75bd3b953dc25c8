import 'server-only'
import { recordConsent } from '@/lib/accounts/record-consent'
import { lockConsents, missingConsentsOf } from '@/lib/accounts/require-consents'
import { can, type PersonActor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import { type Tx, transaction } from '@/lib/db/client'
import type { Locale } from '@/lib/i18n/locales'
import { goOnWithConsent } from '@/lib/qualifications/follow-consent'
import type { GiveConsentInput } from './consent-schemas'

/**
 * Agrees to a statement again, as a row of its own. Once nothing that is required is missing, what was suspended for the
 * want of it alone is resumed. Given already, it stays as it is: a double click is one consent.
 *
 * @param input with the language that it was read in
 * @throws DomainError FORBIDDEN
 */
export async function giveConsent(actor: PersonActor, { statement, locale }: GiveConsentInput & { locale: Locale }) {
  if (!can(actor, 'qualification.own')) throw new DomainError('FORBIDDEN', 'No applicant')
  return transaction(async (tx) => {
    await lockConsents(tx, actor.id)
    const isGiven = (await tx.consent.count({ where: { userId: actor.id, statement, withdrawnAt: null } })) > 0
    if (isGiven) return { resumed: [] }
    await recordConsent(tx, { userId: actor.id, accountId: await accountOf(tx, actor), key: statement, locale })
    const missing = await missingConsentsOf(tx, actor.id)
    return { resumed: missing.length > 0 ? [] : await goOnWithConsent(tx, actor) }
  })
}

/** For which account they agreed at first; they may be in others by now. */
async function accountOf(tx: Tx, { id: userId, accountIds }: PersonActor): Promise<string> {
  const first = await tx.consent.findFirst({ where: { userId }, orderBy: { givenAt: 'asc' } })
  const accountId = first?.accountId ?? accountIds[0]
  if (!accountId) throw new DomainError('FORBIDDEN', 'Of no account')
  return accountId
}
