import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { transaction } from '@/lib/db/client'
import { lockEndpoint } from './find-endpoint'
import type { EndpointInput } from './schemas'

/**
 * Queues a test for an endpoint. It waits for no other delivery.
 *
 * @throws DomainError NOT_FOUND, FRESH_FACTOR_NEEDED, INVALID_STATE while it is off
 */
export async function sendTest(actor: PersonActor, { endpointId }: EndpointInput): Promise<void> {
  await transaction(async (tx) => {
    const { offSince } = await lockEndpoint(tx, actor, endpointId)
    if (offSince) throw new DomainError('INVALID_STATE', 'It is off', { subjectId: endpointId })
    await tx.webhookDelivery.create({ data: { endpointId, event: 'WEBHOOK_TEST', data: { endpoint: endpointId } } })
    const event = { action: 'webhook.tested', subjectId: endpointId, data: {} } as const
    await recordAudit(tx, actor, event, { using: 'integrations.manage' })
  })
}
