import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { transaction } from '@/lib/db/client'
import { findDraft, lockDraft } from '../draft/draft'
import { refuseLockedSlot } from '../draft/draft-locks'
import type { ReplacePageInput } from '../schemas'
import { findPage } from './find-page'

/**
 * Has the next file of a slot take the place of this page, and of no other; or takes that back. Nothing of the document
 * changes until that file is ready: the replacement has its own events.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE, LOCKED, CONFLICT
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
    await refuseLockedSlot(tx, draft, document)
    await tx.$executeRaw`
      UPDATE document_pages SET is_to_replace = ${isToReplace} AND file_id = ${fileId}::uuid
      WHERE document_id = ${document.id}::uuid`
  })
}
