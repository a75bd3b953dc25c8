import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { transaction } from '@/lib/db/client'
import { lockEndpoint } from './find-endpoint'
import type { EndpointInput } from './schemas'

/**
 * Removes an endpoint with its secrets and all its deliveries, also those that wait. It can't be undone.
 *
 * @throws DomainError NOT_FOUND, FRESH_FACTOR_NEEDED
 */
export async function removeEndpoint(actor: PersonActor, { endpointId: id }: EndpointInput): Promise<void> {
  await transaction(async (tx) => {
    await lockEndpoint(tx, actor, id)
    const event = { action: 'webhook.removed', subjectId: id, data: {} } as const
    await recordAudit(tx, actor, event, { using: 'integrations.manage' }) // while its row says whether it is a test
    await tx.webhookEndpoint.delete({ where: { id } })
  })
}
