import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { transaction } from '@/lib/db/client'
import { finishErasing } from '@/lib/documents/erase-files'
import { isUnconfirmed } from '../content'
import { findDraft, lockDraft, touchDraft } from '../draft/draft'
import { refuseLockedSlot } from '../draft/draft-locks'
import { refusedPage } from './examination/refused-page'
import { findPage } from './find-page'
import { removePages } from './remove-documents'

/**
 * Confirms a file that came through the link to a letter: until then it does not count, and nothing is submitted with
 * it. It takes the place of a refused one, or of one that they chose, only now, as a file of the applicant's own does
 * when it is ready. Confirmed already: nothing happens.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE, LOCKED, CONFLICT
 */
export async function confirmFile(
  actor: PersonActor,
  { qualificationId, fileId }: { qualificationId: string; fileId: string },
): Promise<void> {
  const orphans = await transaction(async (tx) => {
    const draft = await findDraft(tx, actor, qualificationId)
    await lockDraft(tx, draft)
    const document = await findPage(tx, draft, fileId)
    const page = document?.pages.find((one) => one.fileId === fileId)
    if (!document || !page) throw new DomainError('NOT_FOUND', 'No such page', { subjectId: qualificationId })
    if (!isUnconfirmed(page.file)) return []
    await refuseLockedSlot(tx, draft, document)
    await tx.$executeRaw`UPDATE stored_files SET confirmed_at = clock_timestamp() WHERE id = ${fileId}::uuid`
    const { revision } = draft.submission
    const letterLinkId = page.file.phoneSessionId ?? ''
    const data = { letterLinkId, revision, kind: document.kind, fileId }
    const event = { action: 'letter_link.file_confirmed', subjectId: qualificationId, data } as const
    await recordAudit(tx, actor, event, { using: 'qualification.own' })
    await touchDraft(tx, draft)
    const others = document.pages.filter((one) => one !== page && !isUnconfirmed(one.file))
    const slot = { qualificationId, revision, pages: others.map((one) => one.fileId), supplementId: null }
    const chosen = others.find(({ isToReplace }) => isToReplace)
    const [refused] = chosen ? [] : await refusedPage(tx, slot)
    const place = chosen ?? others.find((one) => one.fileId === refused)
    if (!place) return []
    const { id: documentId } = document
    await tx.documentPage.update({
      where: { documentId_fileId: { documentId, fileId } },
      data: { position: place.position },
    })
    return removePages(tx, actor, draft, document, [place.fileId])
  })
  await finishErasing(orphans)
}
