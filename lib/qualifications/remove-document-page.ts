import 'server-only'
import type { PersonActor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import { transaction } from '@/lib/db/client'
import { finishErasing } from '@/lib/documents/erase-files'
import { findDraft, lockDraft, touchDraft } from './draft'
import { refuseLockedSlot } from './draft-locks'
import { findPage } from './find-page'
import { removePages } from './remove-documents'
import type { RemovePageInput } from './schemas'

/**
 * Takes a file out of its slot. Where an earlier, frozen revision holds it too, it stays there.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE, LOCKED, CONFLICT
 */
export async function removeDocumentPage(actor: PersonActor, { qualificationId, fileId }: RemovePageInput) {
  const orphans = await transaction(async (tx) => {
    const draft = await findDraft(tx, actor, qualificationId)
    await lockDraft(tx, draft)
    const document = await findPage(tx, draft, fileId)
    if (!document) throw new DomainError('NOT_FOUND', 'No such page', { subjectId: qualificationId })
    await refuseLockedSlot(tx, draft, document)
    const orphans = await removePages(tx, actor, draft, document, [fileId])
    if (document.pages.length === 1) await tx.document.delete({ where: { id: document.id } })
    await touchDraft(tx, draft)
    return orphans
  })
  await finishErasing(orphans)
}
