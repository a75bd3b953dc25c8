import 'server-only'
import { requireFreshFactor } from '@/lib/accounts/limits/fresh-factor'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, transaction } from '@/lib/db/client'
import { endSessionsIn } from '@/lib/sign-in/sessions/end-sessions'
import { requireIntegrator, visibleApiKeys } from './policy'

/**
 * Revokes a key: from the commit on nothing is answered by it, and it can't be undone. Sessions that the platform
 * vouched for by it end, since nobody knows any more who vouched.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, FRESH_FACTOR_NEEDED, INVALID_STATE when it was revoked before
 */
export async function revokeApiKey(actor: PersonActor, { keyId: id }: { keyId: string }): Promise<void> {
  await transaction(async (tx) => {
    const found = await tx.apiKey.findFirst({ where: { AND: [{ id }, visibleApiKeys(actor)] }, select: { id: true } })
    if (!found) throw new DomainError('NOT_FOUND', 'No such key')
    requireIntegrator(actor, id)
    await requireFreshFactor(tx, actor, id)
    const { count } = await tx.apiKey.updateMany({
      where: { id, revokedAt: null },
      data: { revokedAt: await databaseTime(tx), revokedById: actor.id },
    })
    if (count !== 1) throw new DomainError('INVALID_STATE', 'Revoked before', { subjectId: id })
    const event = { action: 'api_key.revoked', subjectId: id, data: {} } as const
    await recordAudit(tx, actor, event, { using: 'integrations.manage' })
    const vouched = await tx.session.findMany({
      where: { endedAt: null, onlyAccountId: { not: null }, handover: { apiKeyId: id } },
      select: { id: true, userId: true },
    })
    for (const { id: sessionId, userId } of vouched)
      await endSessionsIn(tx, actor, { userId, sessionId }, 'KEY_REVOKED')
  })
}
