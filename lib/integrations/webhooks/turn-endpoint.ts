import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import { lockEndpoint } from './find-endpoint'
import type { TurnEndpointInput } from './schemas'
import { sendSoon } from './send-soon'

/**
 * Turns an endpoint off, while what happens waits for it, or on, which sends what waited, in its order.
 *
 * @throws DomainError NOT_FOUND, FRESH_FACTOR_NEEDED, INVALID_STATE when it is so already
 */
export async function turnEndpoint(actor: PersonActor, { endpointId: id, to }: TurnEndpointInput): Promise<void> {
  await transaction(async (tx) => {
    const { offSince } = await lockEndpoint(tx, actor, id)
    if ((offSince === null) === (to === 'ON')) {
      throw new DomainError('INVALID_STATE', `It is ${to} already`, { subjectId: id })
    }
    if (to === 'ON') return turnOn(tx, actor, id)
    await tx.webhookEndpoint.update({
      where: { id },
      data: { offReason: 'BY_STAFF', offSince: await databaseTime(tx) },
    })
    const event = { action: 'webhook.turned_off', subjectId: id, data: { because: 'BY_STAFF' } } as const
    await recordAudit(tx, actor, event, { using: 'integrations.manage' })
  })
}

async function turnOn(tx: Tx, actor: PersonActor, id: string): Promise<void> {
  await tx.webhookEndpoint.update({ where: { id }, data: { offReason: null, offSince: null, failingSince: null } })
  await sendSoon(tx, id)
  const event = { action: 'webhook.turned_on', subjectId: id, data: {} } as const
  await recordAudit(tx, actor, event, { using: 'integrations.manage' })
}
