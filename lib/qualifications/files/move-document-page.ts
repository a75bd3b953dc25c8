import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { transaction } from '@/lib/db/client'
import { findDraft, lockDraft } from '../draft/draft'
import { refuseLockedSlot } from '../draft/draft-locks'
import { recordSaved } from '../draft/record-saved'
import { taskOfSlot } from '../draft/tasks'
import type { MovePageInput } from '../schemas'
import { findPage } from './find-page'

/**
 * Moves a page one place up or down among those of its slot. At the end already, it stays.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE, LOCKED, CONFLICT
 */
export async function moveDocumentPage(actor: PersonActor, { qualificationId, fileId, direction }: MovePageInput) {
  await transaction(async (tx) => {
    const draft = await findDraft(tx, actor, qualificationId)
    await lockDraft(tx, draft)
    const document = await findPage(tx, draft, fileId)
    if (!document) throw new DomainError('NOT_FOUND', 'No such page', { subjectId: qualificationId })
    await refuseLockedSlot(tx, draft, document)
    const order = document.pages.map((page) => page.fileId)
    const at = order.indexOf(fileId)
    const to = direction === 'UP' ? at - 1 : at + 1
    const neighbour = order[to]
    if (neighbour === undefined) return
    order[at] = neighbour
    order[to] = fileId

    for (const [position, id] of order.entries()) {
      await tx.documentPage.update({
        where: { documentId_fileId: { documentId: document.id, fileId: id } },
        data: { position },
      })
    }
    const { kind } = document
    await recordSaved(tx, actor, draft, { task: taskOfSlot(kind), fields: [kind] })
  })
}
