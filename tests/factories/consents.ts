import { CONSENTS } from '@/lib/accounts/consents/consents'
import type { Tx } from '@/lib/db/client'

/** Gives all consents that a person gives when they register. */
export async function agreeToAll(tx: Tx, userId: string, accountId: string): Promise<void> {
  const given = CONSENTS.map(({ key: statement, version: textVersion }) => ({ statement, textVersion }))
  await tx.consent.createMany({ data: given.map((consent) => ({ ...consent, userId, accountId, locale: 'zh-CN' })) })
}
