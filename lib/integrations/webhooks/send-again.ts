import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, transaction } from '@/lib/db/client'
import { lockEndpoint } from './find-endpoint'
import type { DeliveryInput } from './schemas'

/**
 * Makes a delivery due now, with the same id and the same body: one that was delivered, or one that waits for its next
 * attempt.
 *
 * @throws DomainError NOT_FOUND, FRESH_FACTOR_NEEDED, INVALID_STATE while the endpoint is off, or the delivery is being
 *   sent
 */
export async function sendAgain(actor: PersonActor, { endpointId, deliveryId: id }: DeliveryInput): Promise<void> {
  await transaction(async (tx) => {
    const { offSince } = await lockEndpoint(tx, actor, endpointId)
    const about = { subjectId: endpointId }
    if (!(await tx.webhookDelivery.findFirst({ where: { id, endpointId }, select: { id: true } }))) {
      throw new DomainError('NOT_FOUND', 'No such delivery', about)
    }
    if (offSince) throw new DomainError('INVALID_STATE', 'It is off', about)
    const { count } = await tx.webhookDelivery.updateMany({
      where: { id, endpointId, state: { in: ['DELIVERED', 'PENDING'] } },
      data: { state: 'PENDING', dueAt: await databaseTime(tx), deliveredAt: null },
    })
    if (count !== 1) throw new DomainError('INVALID_STATE', 'It is being sent', about)
    const event = { action: 'webhook.sent_again', subjectId: endpointId, data: { deliveryId: id } } as const
    await recordAudit(tx, actor, event, { using: 'integrations.manage' })
  })
}
