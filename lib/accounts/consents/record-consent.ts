import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import type { Locale } from '@/lib/core/languages/locales'
import type { Tx } from '@/lib/db/client'
import type { ConsentKey } from '@/lib/db/generated/enums'
import { consentOf } from './consents'

type Given = { userId: string; accountId: string; key: ConsentKey; locale: Locale }

/** Records that a person consented to a statement, in its current text and this language. */
export async function recordConsent(tx: Tx, { userId, accountId, key, locale }: Given): Promise<void> {
  const { version: textVersion } = consentOf(key)
  await tx.consent.create({ data: { userId, accountId, statement: key, textVersion, locale } })
  const data = { accountId, statement: key, textVersion, locale }
  await recordAudit(tx, { kind: 'PERSON', id: userId }, { action: 'consent.given', subjectId: userId, data })
}
