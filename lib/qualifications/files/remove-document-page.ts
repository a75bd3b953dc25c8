import 'server-only'
import type { Sender } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { transaction } from '@/lib/db/client'
import { finishErasing } from '@/lib/documents/erase-files'
import { draftNotice } from '@/lib/documents/examination/file-events'
import { lockDraft, touchDraft } from '../draft/draft'
import { refuseLockedSlot } from '../draft/draft-locks'
import { lockPhone } from '../phone/lock-phone'
import { mayReplace } from '../phone/own-files'
import type { RemovePageInput } from '../schemas'
import { findPage } from './find-page'
import { findPlaceOf } from './find-place'
import { dropUnready, removePages } from './remove-documents'
import { readUnready } from './unready-files'

/**
 * Takes a file out of its slot. Where an earlier, frozen revision holds it too, it stays there. A file that is being
 * examined for a slot is given up, and the reason of a refused one dismissed. A phone takes out what it sent itself.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE, LOCKED, CONFLICT, PHONE_ENDED
 */
export async function removeDocumentPage(actor: Sender, { qualificationId, fileId }: RemovePageInput) {
  const orphans = await transaction(async (tx) => {
    const draft = await findPlaceOf(tx, actor, qualificationId, fileId)
    await lockDraft(tx, draft)
    if (actor.kind === 'PHONE') {
      await lockPhone(tx, actor, 0)
      await tx.$executeRaw`SELECT ${draftNotice(actor)}` // the computer shows it
    }
    const isOwn = await mayReplace(tx, actor)
    if (!isOwn(fileId)) throw new DomainError('NOT_FOUND', 'Not sent by this phone')
    const document = await findPage(tx, draft, fileId)
    const unready = (await readUnready(tx, draft.submission.id)).find(({ id }) => id === fileId)
    if (unready) {
      const orphans = await dropUnready(tx, actor, draft, [unready])
      if (unready.state === 'RECEIVED') await touchDraft(tx, draft)
      return orphans
    }
    if (!document) throw new DomainError('NOT_FOUND', 'No such page', { subjectId: qualificationId })
    if (!draft.supplement) await refuseLockedSlot(tx, draft, document)
    const orphans = await removePages(tx, actor, draft, document, [fileId])
    if (document.pages.length === 1) await tx.document.delete({ where: { id: document.id } })
    await touchDraft(tx, draft)
    return orphans
  })
  await finishErasing(orphans)
}
