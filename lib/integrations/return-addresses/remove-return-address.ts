import 'server-only'
import { requireFreshFactor } from '@/lib/accounts/limits/fresh-factor'
import { can, type PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, transaction } from '@/lib/db/client'

/**
 * Removes an allowed address: nobody is returned to it any more, by hand-overs that were made before either.
 *
 * @throws DomainError NOT_FOUND, FRESH_FACTOR_NEEDED
 */
export async function removeReturnAddress(actor: PersonActor, { addressId: id }: { addressId: string }): Promise<void> {
  await transaction(async (tx) => {
    const found = can(actor, 'integrations.manage')
      ? await tx.returnAddress.findUnique({ where: { id, removedAt: null } })
      : null
    if (!found) throw new DomainError('NOT_FOUND', 'No such address')
    await requireFreshFactor(tx, actor, id)
    const { count } = await tx.returnAddress.updateMany({
      where: { id, removedAt: null },
      data: { removedAt: await databaseTime(tx), removedById: actor.id },
    })
    if (count !== 1) throw new DomainError('NOT_FOUND', 'Removed meanwhile', { subjectId: id })
    const data = { address: found.origin + found.pathPrefix }
    const event = { action: 'return_address.removed', subjectId: id, data } as const
    await recordAudit(tx, actor, event, { using: 'integrations.manage' })
  })
}
