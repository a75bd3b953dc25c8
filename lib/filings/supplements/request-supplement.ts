import 'server-only'
import { notifyAccount } from '@/lib/accounts/notices/notify'
import type { PersonActor } from '@/lib/actor/actor'
import { commitTo } from '@/lib/audit/commitment'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { dataKey } from '@/lib/crypto/data-keys'
import { seal } from '@/lib/crypto/fields'
import { type Tx, transaction } from '@/lib/db/client'
import type { Carrier, DocumentKind, Qualification } from '@/lib/db/generated/client'
import { isFileable } from '@/lib/qualifications/lifecycle'
import { supplementPlace } from '@/lib/qualifications/sealed'
import { standingConflict } from '@/lib/qualifications/standing/standing-conflict'
import { rulebookOf } from '@/lib/rulebook/registry'
import { rulesFor } from '@/lib/rulebook/rules-for'
import { filingConflict } from '../filing-conflict'
import { findFiling } from '../find-filing'
import { mayFile } from '../policy'
import { mayBeRequested } from './may-be-requested'
import type { RequestSupplementInput } from './schemas'
import { alreadyRequested } from './supplement-conflict'

/**
 * Requests material that a carrier asks for after the approval. The applicant is notified, and uploads it on the
 * qualification's page. One request of a kind is open at a time.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN (also for an account of one's own), INVALID_STATE before it was filed,
 *   INVALID_INPUT for a kind that the rules don't have, or that belongs to a signature, CASE_CHANGED while another of the
 *   kind is open, out of force, or when the filing changed
 */
export async function requestSupplement(
  actor: PersonActor,
  { senderSignatureId, carrier, kind, note }: RequestSupplementInput,
): Promise<{ id: string; qualificationId: string }> {
  return transaction(async (tx) => {
    const { qualification, submission, state } = await findFiling(tx, actor, senderSignatureId, carrier)
    const { id: subjectId } = qualification
    if (!mayFile(actor, qualification)) throw new DomainError('FORBIDDEN', 'Not theirs to file', { subjectId })
    if (!state || state === 'NOT_FILED') {
      throw await filingConflict(tx, actor, 'INVALID_STATE', { qualificationId: subjectId, senderSignatureId, carrier })
    }
    const rules = rulesFor(await rulebookOf(submission.rulebookVersion, tx), qualification.kind)
    if (!mayBeRequested(rules).includes(kind)) {
      throw new DomainError('INVALID_INPUT', `No ${kind} under these rules`, { subjectId })
    }
    await lockFileable(tx, actor, qualification)
    const open = await alreadyRequested(tx, { submissionId: submission.id, kind, subjectId })
    if (open) throw open
    const about = {
      senderSignatureId,
      carrier,
      submissionId: submission.id,
      kind,
      note,
      using: 'filing.manage',
    } as const
    return { id: await openSupplement(tx, actor, qualification, about), qualificationId: subjectId }
  })
}

type Requested = {
  senderSignatureId: string
  carrier: Carrier
  submissionId: string
  kind: DocumentKind
  note: string
  using: 'filing.manage' | 'review.decide'
}

/** Writes the request, its event and the message to the account. The caller has locked the qualification. */
export async function openSupplement(
  tx: Tx,
  actor: PersonActor,
  { id: qualificationId, reference, accountId, dataKeyId }: Qualification,
  { note, using, ...about }: Requested,
): Promise<string> {
  const id = newId()
  const noteSealed = seal(await dataKey(tx, dataKeyId), supplementPlace(id, 'note_sealed'), note)
  await tx.supplement.create({ data: { id, ...about, noteSealed, requestedById: actor.id } })
  const commitment = commitTo('note', note)
  const { senderSignatureId, carrier, kind } = about
  const data = { supplementId: id, senderSignatureId, carrier, kind, note: commitment.digest }
  const event = { action: 'filing.material_requested', subjectId: qualificationId, data } as const
  await recordAudit(tx, actor, event, { using, disclose: { dataKeyId, commitments: [commitment] } })
  await notifyAccount(tx, { accountId, qualificationId, template: 'MATERIAL_REQUESTED', params: { reference } })
  return id
}

type Read = Pick<Qualification, 'id' | 'status'>

/**
 * Locks a qualification in force, or suspended, as it was read.
 *
 * @throws DomainError CASE_CHANGED, INVALID_STATE where it was never approved
 */
export async function lockFileable(tx: Tx, actor: PersonActor, read: Read): Promise<void> {
  if (!isFileable(read.status)) throw await standingConflict(tx, actor, 'INVALID_STATE', read.id)
  await lockAsRead(tx, actor, read)
}

/** @throws DomainError CASE_CHANGED, or CONFLICT, when its status has changed since it was read */
export async function lockAsRead(tx: Tx, actor: PersonActor, { id, status }: Read): Promise<void> {
  const locked = await tx.$queryRaw<unknown[]>`
    SELECT FROM qualifications WHERE id = ${id}::uuid AND status = ${status}::"QualificationStatus" FOR UPDATE`
  if (locked.length !== 1) throw await standingConflict(tx, actor, 'CONFLICT', id)
}
