import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import type { Tx } from '@/lib/db/client'
import type { Locale } from '@/lib/i18n/locales'
import { type ConsentKey, consentOf } from './consents'

type Given = { userId: string; accountId: string; key: ConsentKey; locale: Locale }

/** That someone agreed to a statement, in its current text, read in this language. */
export async function recordConsent(tx: Tx, { userId, accountId, key, locale }: Given): Promise<void> {
  const { version: textVersion } = consentOf(key)
  await tx.consent.create({ data: { userId, accountId, statement: key, textVersion, locale } })
  const data = { accountId, statement: key, textVersion, locale }
  await recordAudit(tx, { kind: 'PERSON', id: userId }, { action: 'consent.given', subjectId: userId, data })
}
