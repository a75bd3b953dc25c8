import type { QualificationStatus } from '@/lib/db/generated/enums'
import { isEditable, isOver, isWaiting } from '@/lib/qualifications/lifecycle'
import type { ApplicationSummary } from './schemas'

type Row = {
  id: string
  reference: string
  accountId: string
  account: { externalRef: string | null }
  kind: ApplicationSummary['kind']
  status: QualificationStatus
  revision: number
  createdAt: Date
  updatedAt: Date
  firstSubmittedAt: Date | null
  decidedAt: Date | null
  validUntil: Date | null
  renewsId: string | null
  submissions: { _count: { supplements: number } }[]
}

/**
 * Selects what a summary is made of, with the newest submission and the requests of carriers that are not answered yet.
 */
export const SUMMARY_ROW = {
  account: { select: { externalRef: true } },
  submissions: {
    orderBy: { revision: 'desc' },
    take: 1,
    include: { _count: { select: { supplements: { where: { state: 'OPEN', document: null } } } } },
  },
} as const

export function summaryOf(row: Row, now: Date): ApplicationSummary {
  const { id, reference, kind, revision } = row
  const status = isOver(row, now) ? 'EXPIRED' : row.status
  const isMaterialRequested = (row.submissions[0]?._count.supplements ?? 0) > 0
  return {
    ...{ id, reference, account: row.accountId, externalRef: row.account.externalRef, kind, status, revision },
    next: nextOf(status, isMaterialRequested),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    submittedAt: row.firstSubmittedAt?.toISOString() ?? null,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    validUntil: row.validUntil?.toISOString() ?? null,
    renews: row.renewsId,
  }
}

/** Returns who acts next. @param isMaterialRequested whether a carrier asks for more after the approval */
export function nextOf(status: QualificationStatus, isMaterialRequested: boolean): ApplicationSummary['next'] {
  if (isEditable(status) || (status === 'APPROVED' && isMaterialRequested)) return 'CUSTOMER'
  if (isWaiting(status)) return 'REVIEWERS'
  return status === 'SUSPENDED' ? 'STAFF' : 'NOBODY'
}
