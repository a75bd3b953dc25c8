import 'server-only'
import { doneBy } from '@/lib/accounts/done-by'
import type { AccountActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import type { Tx } from '@/lib/db/client'
import type { Carrier } from '@/lib/db/generated/enums'

type Place = { qualificationId: string; senderSignatureId: string; carrier: Carrier }

/**
 * Returns the error of staff who were slower than a colleague: who changed the filing when, and what it is now. A
 * system of the platform gets `code`, and so does everyone where nobody changed it.
 */
export async function filingConflict(
  tx: Tx,
  actor: AccountActor,
  code: 'CONFLICT' | 'INVALID_STATE',
  place: Place,
): Promise<DomainError> {
  const params = actor.kind === 'PERSON' ? await filingNow(tx, place) : null
  return new DomainError(params ? 'CASE_CHANGED' : code, 'The filing changed since it was read', {
    subjectId: place.qualificationId,
    ...(params ? { params } : {}),
  })
}

async function filingNow(tx: Tx, { qualificationId, senderSignatureId, carrier }: Place) {
  const filing = await tx.filing.findUnique({ where: { senderSignatureId_carrier: { senderSignatureId, carrier } } })
  const last = await tx.auditEvent.findFirst({
    where: {
      subjectId: qualificationId,
      action: 'filing.changed',
      AND: [
        { data: { path: ['senderSignatureId'], equals: senderSignatureId } },
        { data: { path: ['carrier'], equals: carrier } },
      ],
    },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    select: { actorId: true, at: true },
  })
  if (!filing || !last) return null
  const { state, extensionNumber, filedAt, effectiveAt } = filing
  return {
    ...{ now: 'FILING', state, number: extensionNumber ?? NONE },
    ...{ filedOn: filedAt?.getTime() ?? NONE, effectiveOn: effectiveAt?.getTime() ?? NONE },
    ...(await doneBy(tx, last.actorId, last.at)),
  }
}

/** The sentence leaves such a value out. */
const NONE = 'NONE'
