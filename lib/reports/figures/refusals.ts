import 'server-only'
import type { Tx } from '@/lib/db/client'
import type { DocumentKind, PartKind, QualificationKind } from '@/lib/db/generated/enums'
import { isLiveAccount } from '@/lib/db/live-accounts'
import type { Period } from './period'

/** It is a kind of document, a group of fields, or another kind of part. */
export type Refusable = { kind: PartKind; documentKind: DocumentKind | null; fieldGroup: string | null }

type ByApplicant = Readonly<Record<QualificationKind, number>>

export type Refusals = {
  /** Counts the refused parts. */
  total: number
  applicants: ByApplicant
  /** Lists the most often refused first. */
  parts: readonly (Refusable & ByApplicant)[]
  /** Counts each reason, the most frequent first; a part may have several. */
  reasons: readonly ({ code: string } & ByApplicant)[]
}

type Row = Refusable & { applicant: QualificationKind; reason: string | null; count: number }

export async function readRefusals(tx: Tx, { start, end }: Period): Promise<Refusals> {
  const rows = await tx.$queryRaw<Row[]>`
    WITH refused AS MATERIALIZED (
      SELECT p.kind, o.kind AS document_kind, p.field_group, q.kind AS applicant, j.reasons
      FROM decisions d
      JOIN part_judgements j ON j.decision_id = d.id AND j.verdict = 'REFUSED'
      JOIN parts p ON p.id = j.part_id
      JOIN submissions s ON s.id = d.submission_id
      JOIN qualifications q ON q.id = s.qualification_id
      LEFT JOIN documents o ON o.id = p.document_id
      WHERE d.look = 1 AND d.decided_at >= ${start} AND d.decided_at < ${end} AND ${isLiveAccount('q.account_id')}
    )
    SELECT kind, document_kind AS "documentKind", field_group AS "fieldGroup", applicant, NULL AS reason,
      count(*)::int AS count
    FROM refused GROUP BY 1, 2, 3, 4
    UNION ALL
    SELECT NULL, NULL, NULL, applicant, reason, count(*)::int
    FROM refused CROSS JOIN LATERAL unnest(reasons) AS reason GROUP BY 4, 5`
  const parts = grouped(
    rows.filter(({ reason }) => reason === null),
    ({ kind, documentKind, fieldGroup }) => ({ kind, documentKind, fieldGroup }),
  )
  const reasons = grouped(
    rows.filter(({ reason }) => reason !== null),
    ({ reason }) => ({ code: reason ?? '' }),
  )
  const sum = (kind: QualificationKind) => parts.reduce((total, part) => total + part[kind], 0)
  const applicants = { INDIVIDUAL: sum('INDIVIDUAL'), ORGANISATION: sum('ORGANISATION') }
  return { total: both(applicants), applicants, parts, reasons }
}

/** Adds up both kinds of applicant. */
export const both = ({ INDIVIDUAL, ORGANISATION }: ByApplicant): number => INDIVIDUAL + ORGANISATION

function grouped<K extends object>(rows: readonly Row[], keyOf: (row: Row) => K): (K & ByApplicant)[] {
  const groups = new Map<string, K & Record<QualificationKind, number>>()
  for (const row of rows) {
    const key = JSON.stringify(keyOf(row))
    const group = groups.get(key) ?? { ...keyOf(row), INDIVIDUAL: 0, ORGANISATION: 0 }
    group[row.applicant] += row.count
    groups.set(key, group)
  }
  return [...groups].toSorted(([a, x], [b, y]) => both(y) - both(x) || (a < b ? -1 : 1)).map(([, group]) => group)
}
