import 'server-only'
import { doneBy } from '@/lib/accounts/done-by'
import { DomainError } from '@/lib/core/errors'
import type { Tx } from '@/lib/db/client'
import type { DocumentKind } from '@/lib/db/generated/enums'

const MESSAGE = 'Somebody was faster'

/** Returns the error of staff who request what a colleague has just requested: it says who, and when. */
export async function alreadyRequested(
  tx: Tx,
  { submissionId, kind, subjectId }: { submissionId: string; kind: DocumentKind; subjectId: string },
): Promise<DomainError | null> {
  const open = await tx.supplement.findFirst({ where: { submissionId, kind, state: 'OPEN' } })
  if (!open) return null
  const params = { now: 'MATERIAL_REQUESTED', ...(await doneBy(tx, open.requestedById, open.requestedAt)) }
  return new DomainError('CASE_CHANGED', MESSAGE, { subjectId, params })
}

type Closing = { subjectId: string; areOthers: boolean; files: number }

/**
 * Returns the error of staff who close a request that is no longer as they saw it: who closed it when and how, or how
 * many files the applicant has uploaded by now.
 *
 * @param areOthers says whether they saw other files; if not, the error is INVALID_STATE
 */
export async function supplementConflict(tx: Tx, id: string, { subjectId, areOthers, files }: Closing) {
  const { state, closedById, closedAt } = await tx.supplement.findUniqueOrThrow({ where: { id } })
  if (state !== 'OPEN') {
    const params = { now: `MATERIAL_${state}`, ...(await doneBy(tx, closedById, closedAt)) }
    return new DomainError('CASE_CHANGED', MESSAGE, { subjectId, params })
  }
  return areOthers
    ? new DomainError('CASE_CHANGED', MESSAGE, { subjectId, params: { now: 'MATERIAL_UPLOADED', files } })
    : new DomainError('INVALID_STATE', MESSAGE, { subjectId })
}
