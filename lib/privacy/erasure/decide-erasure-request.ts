import 'server-only'
import { requireFreshFactor } from '@/lib/accounts/limits/fresh-factor'
import { notifyPerson } from '@/lib/accounts/notices/notify'
import { can, type PersonActor } from '@/lib/actor/actor'
import { commitTo } from '@/lib/audit/commitment'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { dataKey } from '@/lib/crypto/data-keys'
import { seal } from '@/lib/crypto/fields'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import { finishErasing } from '@/lib/documents/erase-files'
import type { DecideErasureRequestInput } from '../schemas'
import { certificateUrl } from './certificate-link'
import { fulfilRequest } from './fulfil-request'
import { isShared, lockTarget, readObstacles } from './read-obstacles'

/** Returns the place of the note to the applicant, sealed under the applicant's own key. */
export const requestNotePlace = (row: string) => ({ table: 'erasure_requests', column: 'note_sealed', row })

/**
 * Grants or refuses an applicant's erasure request. When it is granted, a qualification in force is revoked, and
 * everything is erased when this returns; under a legal hold nobody can grant it. The applicant is notified.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN (also for an account of one's own), FRESH_FACTOR_NEEDED, INVALID_STATE when
 * it was decided or withdrawn, ON_HOLD, ACCOUNT_SHARED when others joined the account meanwhile, or the applicant
 * joined another one, CONFLICT
 */
export async function decideErasureRequest(actor: PersonActor, input: DecideErasureRequestInput): Promise<void> {
  const blobIds = await transaction((tx) => decide(tx, actor, input))
  await finishErasing(blobIds)
}

async function decide(tx: Tx, actor: PersonActor, input: DecideErasureRequestInput): Promise<string[]> {
  const { requestId, decision, reason, note } = input
  if (!can(actor, 'privacy.read')) throw new DomainError('NOT_FOUND', 'No such request')
  const found = await tx.erasureRequest.findUnique({ where: { id: requestId }, include: { requestedBy: true } })
  if (!found) throw new DomainError('NOT_FOUND', 'No such request')
  const { accountId, qualificationId, requestedBy } = found
  const subjectId = accountId
  if (!can(actor, 'privacy.manage') || actor.accountIds.includes(accountId)) {
    throw new DomainError('FORBIDDEN', 'Not theirs to decide', { subjectId })
  }
  await requireFreshFactor(tx, actor, subjectId)
  await lockTarget(tx, { accountId, qualificationId })
  const noteSealed =
    note === null ? null : seal(await dataKey(tx, requestedBy.dataKeyId), requestNotePlace(requestId), note)
  const { count } = await tx.erasureRequest.updateMany({
    where: { id: requestId, state: 'WAITING' },
    data: {
      state: decision === 'GRANT' ? 'GRANTED' : 'REFUSED',
      decidedById: actor.id,
      decidedAt: await databaseTime(tx),
      reason,
      noteSealed,
    },
  })
  if (count !== 1) throw new DomainError('INVALID_STATE', 'Decided, or taken back', { subjectId })

  const commitments = note === null ? [] : [commitTo('note', note)]
  const data = { requestId, reason, note: commitments[0]?.digest ?? null }
  const about = { using: 'privacy.manage', disclose: { dataKeyId: requestedBy.dataKeyId, commitments } } as const
  const action = decision === 'GRANT' ? 'erasure.request_granted' : 'erasure.request_refused'
  await recordAudit(tx, actor, { action, subjectId, data }, about)
  const userId = requestedBy.id
  if (decision === 'REFUSE') {
    await notifyPerson(tx, { userId, template: 'ERASURE_REFUSED', params: {} })
    return []
  }
  // The notification is written before the erasure: afterwards the number is gone.
  const url = await certificateUrl(requestId, await databaseTime(tx))
  await notifyPerson(tx, { userId, template: 'ERASURE_DONE', params: { url } })
  return grant(tx, actor, found)
}

type Request = { id: string; accountId: string; qualificationId: string | null; requestedById: string }

async function grant(tx: Tx, actor: PersonActor, request: Request): Promise<string[]> {
  const { accountId, qualificationId, requestedById } = request
  const subjectId = accountId
  if ((await readObstacles(tx, request)).includes('LEGAL_HOLD')) {
    throw new DomainError('ON_HOLD', 'Held', { subjectId })
  }
  if (qualificationId === null && (await isShared(tx, { accountId, userId: requestedById }))) {
    throw new DomainError('ACCOUNT_SHARED', 'With others by now', { subjectId })
  }
  return fulfilRequest(tx, actor, request)
}
