import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { commitTo } from '@/lib/audit/commitment'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { dataKey } from '@/lib/crypto/data-keys'
import { open, seal } from '@/lib/crypto/fields'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import { dropUnusedFiles } from '@/lib/documents/drop-files'
import { finishErasing } from '@/lib/documents/erase-files'
import { readUnready, unreadyIn } from '@/lib/qualifications/files/unready-files'
import { isEnded } from '@/lib/qualifications/lifecycle'
import { mayReview, visibleTo } from '@/lib/qualifications/policy'
import { supplementPlace } from '@/lib/qualifications/sealed'
import { mayFile } from '../policy'
import { lockAsRead, lockFileable, openSupplement } from './request-supplement'
import type { CloseSupplementInput } from './schemas'
import { supplementConflict } from './supplement-conflict'

/**
 * Closes a request for material. A reviewer accepts or refuses what was uploaded and shown to them; what was refused is
 * requested again. The people who file take back a request that nobody has answered, and any of a qualification that
 * has ended: nobody can decide about it any more.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN (also for an account of one's own), INVALID_STATE when nothing was uploaded,
 *   or it is
 * taken back although it was answered; INVALID_INPUT without a reason to refuse; FILES_BEING_EXAMINED; CASE_CHANGED
 * when it is closed, out of force, or the files are not those that were shown
 */
export async function closeSupplement(
  actor: PersonActor,
  { supplementId: id, outcome, seen, reason: written }: CloseSupplementInput,
): Promise<{ qualificationId: string }> {
  const { left, qualificationId } = await transaction(async (tx) => {
    const found = await findSupplement(tx, actor, id)
    const { qualification } = found.submission
    const about = { subjectId: qualification.id }
    const may = outcome === 'WITHDRAWN' ? mayFile : mayReview
    if (!may(actor, qualification)) throw new DomainError('FORBIDDEN', 'Not theirs to decide', about)
    const reason = outcome === 'REFUSED' ? written : null
    if (outcome === 'REFUSED' && reason === null)
      throw new DomainError('INVALID_INPUT', 'Refused without a reason', about)
    const hasEnded = isEnded(qualification.status)
    if (outcome === 'WITHDRAWN' && hasEnded) await lockAsRead(tx, actor, qualification)
    else await lockFileable(tx, actor, qualification)
    const fileIds = await filesOf(tx, id)
    const unready = unreadyIn(await readUnready(tx, found.submissionId), { kind: found.kind, senderSignatureId: null })
    if (unready.some(({ state }) => state === 'RECEIVED')) {
      throw new DomainError('FILES_BEING_EXAMINED', 'Still examined', { ...about, params: { files: unready.length } })
    }
    const isAnswered = fileIds.length > 0
    const isWrong = outcome === 'WITHDRAWN' ? isAnswered && !hasEnded : !isAnswered
    const areOthers = fileIds.join() !== seen
    if (isWrong || areOthers) {
      throw await supplementConflict(tx, id, { ...about, areOthers, files: fileIds.length })
    }
    await close(tx, actor, found, { outcome, reason, fileIds })
    const left = await dropUnusedFiles(
      tx,
      unready.map((file) => file.id),
    )
    return { left, qualificationId: qualification.id }
  })
  await finishErasing(left)
  return { qualificationId }
}

async function findSupplement(tx: Tx, actor: PersonActor, id: string) {
  const found = await tx.supplement.findFirst({
    where: { id, submission: { qualification: visibleTo(actor) } },
    include: { submission: { include: { qualification: true } } },
  })
  if (!found) throw new DomainError('NOT_FOUND', 'No such request')
  return found
}

type Found = Awaited<ReturnType<typeof findSupplement>>

async function filesOf(tx: Tx, supplementId: string): Promise<string[]> {
  const pages = await tx.documentPage.findMany({
    where: { document: { supplementId } },
    orderBy: [{ position: 'asc' }, { fileId: 'asc' }],
    select: { fileId: true },
  })
  return pages.map(({ fileId }) => fileId)
}

type Closing = { outcome: CloseSupplementInput['outcome']; reason: string | null; fileIds: string[] }

async function close(tx: Tx, actor: PersonActor, found: Found, { outcome, reason, fileIds }: Closing): Promise<void> {
  const { id, senderSignatureId, carrier, submissionId, kind, noteSealed, submission } = found
  const { qualification } = submission
  const { id: subjectId, dataKeyId } = qualification
  const key = outcome === 'REFUSED' ? await dataKey(tx, dataKeyId) : null // the key may be erased by the time it is taken back
  const { count } = await tx.supplement.updateMany({
    where: { id, state: 'OPEN' },
    data: {
      state: outcome,
      reasonSealed: key && reason ? seal(key, supplementPlace(id, 'reason_sealed'), reason) : null,
      closedById: actor.id,
      closedAt: await databaseTime(tx),
    },
  })
  if (count !== 1) throw await supplementConflict(tx, id, { subjectId, areOthers: false, files: fileIds.length })
  const commitments = reason === null ? [] : [commitTo('reason', reason)]
  const about = { supplementId: id, senderSignatureId, carrier, kind, outcome, fileIds }
  const data = { ...about, reason: commitments[0]?.digest ?? null }
  const using = outcome === 'WITHDRAWN' ? 'filing.manage' : 'review.decide'
  const event = { action: 'filing.material_closed', subjectId, data } as const
  await recordAudit(tx, actor, event, { using, disclose: { dataKeyId, commitments } })
  if (!key) return
  const note = open(key, supplementPlace(id, 'note_sealed'), noteSealed)
  await openSupplement(tx, actor, qualification, { senderSignatureId, carrier, submissionId, kind, note, using })
}
