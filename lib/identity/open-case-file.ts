import 'server-only'
import { staffNames } from '@/lib/accounts/staff-names'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import { isId } from '@/lib/core/ids'
import { database, databaseTime, transaction } from '@/lib/db/client'
import { readMarkedPage } from '@/lib/documents/mark-page'
import { findPage, type ShownFile } from '@/lib/documents/read-file'
import { type CaseSide, caseReference } from './access-case'
import { requireCaseReviewer, visibleCases } from './case-policy'

/**
 * Opens a picture of a case that waits, for a reviewer, marked with who looks and when. Each view is an event.
 *
 * @throws DomainError FORBIDDEN, NOT_FOUND, INVALID_STATE when it was decided, TRY_AGAIN
 */
export async function openCaseFile(actor: PersonActor, caseId: string, side: CaseSide): Promise<ShownFile> {
  requireCaseReviewer(actor)
  const found = isId(caseId)
    ? await database().accessCaseFile.findFirst({
        where: { AND: [{ caseId, side }, { case: visibleCases(actor) }] },
        include: { case: true },
      })
    : null
  if (!found) throw new DomainError('NOT_FOUND', 'No such picture')
  if (found.case.state !== 'HANDED_IN') throw new DomainError('INVALID_STATE', 'Decided', { subjectId: caseId })
  const page = await findPage({ fileId: found.fileId, variant: 'RENDITION', page: 0 })
  const at = await databaseTime()
  const event = { action: 'access_case.viewed', subjectId: caseId, data: { side } } as const
  await transaction((tx) => recordAudit(tx, actor, event, { using: 'review.decide' }))
  const name = (await staffNames([actor.id])).get(actor.id) ?? actor.id
  return readMarkedPage(page, { viewerId: actor.id, name, at, reference: caseReference(caseId) })
}
