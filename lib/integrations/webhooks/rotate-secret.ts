import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DAY } from '@/lib/core/clock'
import { databaseTime, transaction } from '@/lib/db/client'
import { lockEndpoint } from './find-endpoint'
import type { RotateSecretInput } from './schemas'
import { newWebhookSecret } from './secrets'

/**
 * Gives an endpoint a new secret and new keys. Only this answer contains the secret. The older ones sign as well for a
 * day, or end at once.
 *
 * @throws DomainError NOT_FOUND, FRESH_FACTOR_NEEDED
 */
export async function rotateSecret(
  actor: PersonActor,
  { endpointId, overlap }: RotateSecretInput,
): Promise<{ secret: string; endsAt: Date }> {
  const { secret, row } = await newWebhookSecret()
  const endsAt = await transaction(async (tx) => {
    await lockEndpoint(tx, actor, endpointId)
    const now = await databaseTime(tx)
    const endsAt = overlap === 'DAY' ? new Date(now.getTime() + DAY) : now
    const older = overlap === 'DAY' ? { endsAt: null } : { OR: [{ endsAt: null }, { endsAt: { gt: now } }] }
    await tx.webhookSecret.updateMany({ where: { endpointId, ...older }, data: { endsAt } })
    await tx.webhookSecret.create({ data: { ...row, endpointId } })
    const event = {
      action: 'webhook.secret_rotated',
      subjectId: endpointId,
      data: { endsAt: endsAt.toISOString() },
    } as const
    await recordAudit(tx, actor, event, { using: 'integrations.manage' })
    return endsAt
  })
  return { secret, endsAt }
}
