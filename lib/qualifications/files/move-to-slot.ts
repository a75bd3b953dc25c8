import 'server-only'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { PersonActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { database, transaction } from '@/lib/db/client'
import { readFileNames } from '@/lib/documents/read-file-names'
import { findOriginal } from '@/lib/documents/read-original'
import { findDraft } from '../draft/draft'
import { refuseLockedSlot } from '../draft/draft-locks'
import type { MoveToSlotInput, UploadSlot } from '../schemas'
import { acceptDocument, type CompletedUpload } from './accept-document'
import { findPage } from './find-page'
import { removeDocumentPage } from './remove-document-page'

/**
 * Moves a picture to the slot that it belongs to, as if its sender had uploaded it there: it is examined, compared and
 * read for its new place. A picture that is there takes its place, so that two sides that were exchanged are right
 * after one move.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE, LOCKED, and as `acceptDocument` does; nothing moved then
 */
export async function moveToSlot(
  actor: PersonActor,
  { qualificationId, fileId, kind }: MoveToSlotInput,
): Promise<void> {
  const { from, there } = await findBoth(actor, { qualificationId, fileId, kind })
  const slotOf = (one: UploadSlot['kind']) => ({ qualificationId, kind: one, senderSignatureId: null })
  const names = await readFileNames([fileId, ...(there ? [there] : [])])
  const read = async (id: string, slot: UploadSlot): Promise<CompletedUpload> => {
    const original = await findOriginal(id)
    const bytes = await buffer(await original.read())
    return { ...slot, fileName: names.get(id) ?? '', source: Readable.from([bytes]) }
  }
  // Both are read before the first one takes the place of the other, which is erased then.
  const moved = await read(fileId, slotOf(kind))
  const back = there ? await read(there, slotOf(from)) : null
  const placed = await acceptDocument(actor, moved)
  if (!back) return removeDocumentPage(actor, { qualificationId, fileId })
  try {
    await acceptDocument(actor, back)
  } catch (error) {
    await removeDocumentPage(actor, { qualificationId, fileId: placed.fileId })
    throw error
  }
}

/** Returns the slot that a page is in, and the only page of a slot for one file that it is moved to, if there is one. */
async function findBoth(actor: PersonActor, { qualificationId, fileId, kind }: MoveToSlotInput) {
  const draft = await findDraft(database(), actor, qualificationId)
  return transaction(async (tx) => {
    const document = await findPage(tx, draft, fileId)
    if (!document || document.senderSignatureId || document.kind === kind)
      throw new DomainError('NOT_FOUND', 'No such page', { subjectId: qualificationId })
    await refuseLockedSlot(tx, draft, document)
    const other = await tx.document.findFirst({
      where: { submissionId: draft.submission.id, kind, senderSignatureId: null, supplementId: null },
      include: { pages: true },
    })
    if (other) await refuseLockedSlot(tx, draft, other)
    const [page, ...more] = other?.pages ?? []
    const isForOne = draft.rules.documents.some((slot) => slot.kind === kind && slot.max === 1)
    const isExchange = page && isForOne && more.length === 0 && document.pages.length === 1
    return { from: document.kind, there: isExchange ? page.fileId : null }
  })
}
