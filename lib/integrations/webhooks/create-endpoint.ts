import 'server-only'
import { requireFreshFactor } from '@/lib/accounts/limits/fresh-factor'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { newId } from '@/lib/core/ids'
import { transaction } from '@/lib/db/client'
import { requireIntegrator } from '../policy'
import { NEWEST_VERSION, WEBHOOK_VERSIONS } from './events'
import type { CreateEndpointInput } from './schemas'
import { newWebhookSecret } from './secrets'

/**
 * Adds an endpoint, which is notified of what happens from now on: to test accounts, or to all others. Only this answer
 * contains its secret.
 *
 * @throws DomainError FORBIDDEN, FRESH_FACTOR_NEEDED
 */
export async function createEndpoint(
  actor: PersonActor,
  { url, description, isTest, events }: CreateEndpointInput,
): Promise<{ id: string; secret: string }> {
  requireIntegrator(actor)
  const id = newId()
  const { secret, row } = await newWebhookSecret()
  await transaction(async (tx) => {
    await requireFreshFactor(tx, actor)
    const chosen = [...new Set(events)]
    await tx.webhookEndpoint.create({
      data: { id, url, description, isTest, events: chosen, version: NEWEST_VERSION, createdById: actor.id },
    })
    await tx.webhookSecret.create({ data: { ...row, endpointId: id } })
    const data = { events: chosen, version: WEBHOOK_VERSIONS[NEWEST_VERSION] }
    await recordAudit(tx, actor, { action: 'webhook.created', subjectId: id, data }, { using: 'integrations.manage' })
  })
  return { id, secret }
}
