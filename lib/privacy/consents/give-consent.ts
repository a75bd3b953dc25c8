import 'server-only'
import { consentOf } from '@/lib/accounts/consents/consents'
import { recordConsent } from '@/lib/accounts/consents/record-consent'
import { lockConsents, missingConsentsOf } from '@/lib/accounts/consents/require-consents'
import { can, type PersonActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import type { Locale } from '@/lib/core/languages/locales'
import { type Tx, transaction } from '@/lib/db/client'
import { resumeWithConsent } from '@/lib/qualifications/standing/follow-consent'
import type { GiveConsentInput } from './consent-schemas'

/**
 * Records a consent again, to the current text, as a row of its own. Once no required consent is missing,
 * qualifications that were suspended for it alone are resumed. A consent to the same text that is given already stays
 * as it is, so a double click is one consent; one to an earlier text stays beside it, and is withdrawn with it.
 *
 * @param input with the version and the language of the text that was shown
 * @throws DomainError FORBIDDEN, CONFLICT when another text is the current one by now
 */
export async function giveConsent(
  actor: PersonActor,
  { statement, version: textVersion, locale }: Pick<GiveConsentInput, 'statement' | 'version'> & { locale: Locale },
) {
  if (!can(actor, 'qualification.own')) throw new DomainError('FORBIDDEN', 'No applicant')
  if (textVersion !== consentOf(statement).version)
    throw new DomainError('CONFLICT', 'Another text', { subjectId: actor.id })
  return transaction(async (tx) => {
    await lockConsents(tx, actor.id)
    const given = { userId: actor.id, statement, textVersion, withdrawnAt: null }
    if ((await tx.consent.count({ where: given })) > 0) return { resumed: [] }
    await recordConsent(tx, { userId: actor.id, accountId: await accountOf(tx, actor), key: statement, locale })
    const missing = await missingConsentsOf(tx, 'CONTINUE', actor.id)
    return { resumed: missing.length > 0 ? [] : await resumeWithConsent(tx, actor) }
  })
}

/** Returns the account for which they first consented; they may belong to others by now. */
async function accountOf(tx: Tx, { id: userId, accountIds }: PersonActor): Promise<string> {
  const first = await tx.consent.findFirst({ where: { userId }, orderBy: { givenAt: 'asc' } })
  const accountId = first?.accountId ?? accountIds[0]
  if (!accountId) throw new DomainError('FORBIDDEN', 'Of no account')
  return accountId
}
