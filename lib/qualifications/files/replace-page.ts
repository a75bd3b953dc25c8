import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { transaction } from '@/lib/db/client'
import { requiredSlot } from '@/lib/rulebook/required-slots'
import { findDraft, lockDraft } from '../draft/draft'
import { refuseLockedSlot } from '../draft/draft-locks'
import type { ReplacePageInput } from '../schemas'
import { findPage } from './find-page'
import { unreadyIn } from './unready-files'

/**
 * Has the next file of a slot take the place of this page, and of no other; or takes that back. Nothing of the document
 * changes until that file is ready: the replacement has its own events.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE, LOCKED, CONFLICT; SLOT_FULL when it is taken back after the file
 *   was uploaded that has no other place
 */
export async function replacePage(
  actor: PersonActor,
  { qualificationId, fileId, isToReplace }: ReplacePageInput,
): Promise<void> {
  await transaction(async (tx) => {
    const draft = await findDraft(tx, actor, qualificationId)
    await lockDraft(tx, draft)
    const document = await findPage(tx, draft, fileId)
    if (!document) throw new DomainError('NOT_FOUND', 'No such page', { subjectId: qualificationId })
    const { content, unready } = await refuseLockedSlot(tx, draft, document)
    const slot = requiredSlot(draft.rulebook, content, document.kind, document.senderSignatureId)
    const waiting = unreadyIn(unready, document).filter(({ state }) => state === 'RECEIVED')
    if (slot && !isToReplace && waiting.length > 0 && document.pages.length + waiting.length > slot.max) {
      throw new DomainError('SLOT_FULL', 'The next file is there', {
        subjectId: qualificationId,
        params: { max: slot.max },
      })
    }
    await tx.$executeRaw`
      UPDATE document_pages SET is_to_replace = ${isToReplace} AND file_id = ${fileId}::uuid
      WHERE document_id = ${document.id}::uuid`
  })
}
