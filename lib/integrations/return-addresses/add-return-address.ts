import 'server-only'
import { requireFreshFactor } from '@/lib/accounts/limits/fresh-factor'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { databaseTime, transaction } from '@/lib/db/client'
import { requireIntegrator } from '../policy'
import { takesLoopback } from './allowed-addresses'
import { allowedAddress } from './return-address'

/**
 * Allows an address to which customers may be returned.
 *
 * @throws DomainError FORBIDDEN, FRESH_FACTOR_NEEDED, INVALID_INPUT for what is no such address, or is allowed already
 */
export async function addReturnAddress(
  actor: PersonActor,
  { address }: { address: string },
): Promise<{ id: string; origin: string; pathPrefix: string }> {
  requireIntegrator(actor)
  const allowed = allowedAddress(address, takesLoopback())
  if (!allowed) throw new DomainError('INVALID_INPUT', 'No such address', { params: { problem: 'ADDRESS_WRONG' } })
  const id = newId()
  await transaction(async (tx) => {
    await requireFreshFactor(tx, actor)
    const row = { id, ...allowed, createdById: actor.id, createdAt: await databaseTime(tx) }
    // A partial unique index refuses the second of two at once.
    const { count } = await tx.returnAddress.createMany({ data: [row], skipDuplicates: true })
    if (count !== 1) throw new DomainError('INVALID_INPUT', 'Allowed already', { params: { problem: 'ADDRESS_KNOWN' } })
    const event = {
      action: 'return_address.added',
      subjectId: id,
      data: { address: allowed.origin + allowed.pathPrefix },
    } as const
    await recordAudit(tx, actor, event, { using: 'integrations.manage' })
  })
  return { id, ...allowed }
}
