import { CONSENTS } from '@/lib/accounts/consents/consents'
import { database, type Tx } from '@/lib/db/client'

/** Gives all consents that a person gives when they register. */
export async function agreeToAll(tx: Tx, userId: string, accountId: string): Promise<void> {
  const given = CONSENTS.map(({ key: statement, version: textVersion }) => ({ statement, textVersion }))
  await tx.consent.createMany({ data: given.map((consent) => ({ ...consent, userId, accountId, locale: 'zh-CN' })) })
}

/** Makes the consents of a person, or those attested for an account, such as were given to the first texts. */
export async function agreedToFirstTexts(
  whose: { userId: string } | { accountId: string; userId: null },
): Promise<void> {
  await database().consent.updateMany({ where: whose, data: { textVersion: '2024-10' } })
}
