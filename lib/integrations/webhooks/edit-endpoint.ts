import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { transaction } from '@/lib/db/client'
import { lockEndpoint } from './find-endpoint'
import type { EditEndpointInput } from './schemas'
import { sendSoon } from './send-soon'

/**
 * Changes what an endpoint is called, its address and its events. Secrets stay. What waits is sent to a new address at
 * once, as if it had never failed. Saved again as it is, nothing happens.
 *
 * @throws DomainError NOT_FOUND, FRESH_FACTOR_NEEDED
 */
export async function editEndpoint(actor: PersonActor, input: EditEndpointInput): Promise<void> {
  const { endpointId: id, url, description } = input
  await transaction(async (tx) => {
    const before = await lockEndpoint(tx, actor, id)
    const events = [...new Set(input.events)]
    const [hasNewAddress, hasNewName] = [url !== before.url, description !== before.description]
    const isSame = events.length === before.events.length && events.every((one) => before.events.includes(one))
    if (isSame && !hasNewAddress && !hasNewName) return
    const works = hasNewAddress ? { failingSince: null } : {}
    await tx.webhookEndpoint.update({ where: { id }, data: { url, description, events, ...works } })
    if (hasNewAddress) await sendSoon(tx, id)
    const event = { action: 'webhook.edited', subjectId: id, data: { hasNewAddress, hasNewName, events } } as const
    await recordAudit(tx, actor, event, { using: 'integrations.manage' })
  })
}
