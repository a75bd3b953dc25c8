import 'server-only'
import type { AccountActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import type { Tx } from '@/lib/db/client'
import type { Carrier } from '@/lib/db/generated/enums'
import { visibleTo } from '@/lib/qualifications/policy'

/**
 * Finds a filing of a submitted signature that the actor may know of. `state` is null where no approval created one.
 *
 * @throws DomainError NOT_FOUND
 */
export async function findFiling(tx: Tx, actor: AccountActor, senderSignatureId: string, carrier: Carrier) {
  const found = await tx.senderSignature.findFirst({
    where: { id: senderSignatureId, submission: { submittedAt: { not: null }, qualification: visibleTo(actor) } },
    include: { filings: { where: { carrier } }, submission: { include: { qualification: true } } },
  })
  if (!found) throw new DomainError('NOT_FOUND', 'No such sender signature')
  const { qualification, ...submission } = found.submission
  const filing = found.filings[0] ?? null
  return { qualification, submission, filing, state: filing?.state ?? null }
}
