import type { Outcome, QualificationKind, QualificationStatus } from '@/lib/db/generated/enums'
import type { XlsxCell } from '../xlsx'
import type { Say } from './words'

/** A qualification as it was submitted last. Lines of JSON Lines have these keys, in this order. */
export type QualificationRow = {
  id: string
  reference: string
  kind: QualificationKind
  organisationType: string | null
  status: QualificationStatus
  purposes: string[]
  isOnBehalf: boolean
  revision: number
  rulebookVersion: string
  firstSubmittedAt: Date
  queuedAt: Date | null
  decision: Outcome | null
  decidedAt: Date | null
  validUntil: Date | null
  externalRef: string | null
  detailsErasedAt: Date | null
  name: string
  number: string
  phone: string
}

type QualificationColumn = {
  /** A line of JSON Lines has it under this key. */
  key: keyof QualificationRow
  /** Its heading has this key in both message files. */
  header: `reports.qualifications.${string}`
  cell: (row: QualificationRow, say: Say) => XlsxCell
}

/** Lists the columns of a table, in order. Adding one is an entry here and its heading. */
export const QUALIFICATION_COLUMNS: readonly QualificationColumn[] = [
  { key: 'reference', header: 'reports.qualifications.reference', cell: (row) => row.reference },
  { key: 'kind', header: 'reports.qualifications.kind', cell: (row, say) => say(`reports.kinds.${row.kind}`) },
  { key: 'organisationType', header: 'reports.qualifications.organisationType', cell: (row) => row.organisationType },
  { key: 'status', header: 'reports.qualifications.status', cell: (row, say) => say(`common.status.${row.status}`) },
  { key: 'name', header: 'reports.qualifications.name', cell: (row) => row.name },
  { key: 'number', header: 'reports.qualifications.number', cell: (row) => row.number },
  { key: 'phone', header: 'reports.qualifications.phone', cell: (row) => row.phone },
  { key: 'purposes', header: 'reports.qualifications.purposes', cell: (row) => row.purposes.join(' ') },
  {
    key: 'isOnBehalf',
    header: 'reports.qualifications.isOnBehalf',
    cell: (row, say) => say(row.isOnBehalf ? 'reports.yes' : 'reports.no'),
  },
  { key: 'revision', header: 'reports.qualifications.revision', cell: (row) => row.revision },
  { key: 'firstSubmittedAt', header: 'reports.qualifications.firstSubmittedAt', cell: (row) => row.firstSubmittedAt },
  { key: 'queuedAt', header: 'reports.qualifications.queuedAt', cell: (row) => row.queuedAt },
  {
    key: 'decision',
    header: 'reports.qualifications.decision',
    cell: (row, say) => row.decision && say(`reports.outcomes.${row.decision}`),
  },
  { key: 'decidedAt', header: 'reports.qualifications.decidedAt', cell: (row) => row.decidedAt },
  { key: 'validUntil', header: 'reports.qualifications.validUntil', cell: (row) => row.validUntil },
  { key: 'rulebookVersion', header: 'reports.qualifications.rulebookVersion', cell: (row) => row.rulebookVersion },
  { key: 'externalRef', header: 'reports.qualifications.externalRef', cell: (row) => row.externalRef },
  { key: 'detailsErasedAt', header: 'reports.qualifications.erasedAt', cell: (row) => row.detailsErasedAt },
  { key: 'id', header: 'reports.qualifications.id', cell: (row) => row.id },
]
