import 'server-only'
import { requireFreshFactor } from '@/lib/accounts/limits/fresh-factor'
import { can, type PersonActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import type { Tx } from '@/lib/db/client'
import type { WebhookEndpoint } from '@/lib/db/generated/client'

/**
 * Finds and locks an endpoint that the actor is about to change: people who manage integrations see all, others none.
 *
 * @throws DomainError NOT_FOUND, FRESH_FACTOR_NEEDED
 */
export async function lockEndpoint(tx: Tx, actor: PersonActor, id: string): Promise<WebhookEndpoint> {
  if (can(actor, 'integrations.manage')) {
    await tx.$queryRaw`SELECT FROM webhook_endpoints WHERE id = ${id}::uuid FOR NO KEY UPDATE`
    const found = await tx.webhookEndpoint.findUnique({ where: { id } })
    if (found) {
      await requireFreshFactor(tx, actor, id)
      return found
    }
  }
  throw new DomainError('NOT_FOUND', 'No such endpoint')
}
