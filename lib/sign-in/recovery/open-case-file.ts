import 'server-only'
import { countRevealOnce } from '@/lib/accounts/reveals/count-reveal'
import { countingTransaction } from '@/lib/accounts/reveals/counting-transaction'
import { staffNames } from '@/lib/accounts/staff-names'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { isId } from '@/lib/core/ids'
import { database, databaseTime } from '@/lib/db/client'
import type { CaseSide } from '@/lib/db/generated/enums'
import { readMarkedPage } from '@/lib/documents/mark-page'
import { findPage, type ShownFile } from '@/lib/documents/read-file'
import { caseReference } from './access-case'
import { requireCaseReviewer, visibleCases } from './case-policy'

/**
 * Opens a picture of a waiting case for a reviewer, marked with the viewer's name and the time. Each view is an event:
 * a reviewer can't grant the case without having viewed each picture. A picture shows an ID number, so the case counts
 * as a reveal (decision 35), once an hour.
 *
 * @throws DomainError FORBIDDEN, NOT_FOUND, INVALID_STATE when it was decided, REVEALS_USED_UP, VIEWS_CLOSED, TRY_AGAIN
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
  const { fileId } = found
  const page = await findPage({ fileId, variant: 'RENDITION', page: 0 })
  const at = await databaseTime()
  const event = { action: 'access_case.viewed', subjectId: caseId, data: { side, fileId } } as const
  const name = (await staffNames([actor.id])).get(actor.id) ?? actor.id
  // The picture is drawn first: a view counts for granting only when the picture can be shown.
  const mark = { viewerId: actor.id, name, at, caseId, reference: caseReference(caseId) }
  const shown = await readMarkedPage(page, mark)
  await countingTransaction(actor, async (tx) => {
    await countRevealOnce(tx, actor, { kind: 'ACCESS_CASE', subjectId: caseId })
    await recordAudit(tx, actor, event, { using: 'review.decide' })
  })
  return shown
}
