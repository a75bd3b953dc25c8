import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import { transaction } from '@/lib/db/client'
import { findDraft, lockDraft, touchDraft } from './draft'
import { refuseLockedSlot } from './draft-locks'
import { findPage } from './find-page'
import type { MovePageInput } from './schemas'
import { taskOfSlot } from './tasks'

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
    await touchDraft(tx, draft)
    const { kind } = document
    const data = { revision: draft.submission.revision, task: taskOfSlot(kind), fields: [kind] }
    const event = { action: 'qualification.draft_saved', subjectId: qualificationId, data } as const
    await recordAudit(tx, actor, event, { using: 'qualification.own' })
  })
}
