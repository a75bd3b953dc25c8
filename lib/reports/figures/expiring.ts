import 'server-only'
import type { Tx } from '@/lib/db/client'
import type { QualificationKind } from '@/lib/db/generated/enums'
import { isLiveAccount } from '@/lib/db/live-accounts'

/** Ends of ranges, in days from now; each range starts where the one before ends. */
export const ENDS_WITHIN = [7, 30, 60, 90] as const

/** Counts approved or suspended qualifications that expire soon. `renewing` counts those whose renewal was started. */
export type Ending = Readonly<Record<QualificationKind, number>> & { withinDays: number; renewing: number }

export async function readExpiring(tx: Tx): Promise<Ending[]> {
  const rows = await tx.$queryRaw<{ within: number; kind: QualificationKind; count: number; renewing: number }[]>`
    SELECT e.within, q.kind, count(*)::int AS count,
      (count(*) FILTER (WHERE EXISTS (
        SELECT 1 FROM qualifications r WHERE r.renews_id = q.id AND r.status <> 'WITHDRAWN')))::int AS renewing
    FROM (VALUES (0, 7), (7, 30), (30, 60), (60, 90)) AS e(beyond, within)
    JOIN qualifications q ON q.status IN ('APPROVED', 'SUSPENDED')
      AND q.valid_until > clock_timestamp() + make_interval(days => e.beyond)
      AND q.valid_until <= clock_timestamp() + make_interval(days => e.within)
    WHERE ${isLiveAccount('q.account_id')}
    GROUP BY 1, 2`
  return ENDS_WITHIN.map((withinDays) => {
    const those = rows.filter(({ within }) => within === withinDays)
    const countOf = (wanted: QualificationKind) => those.find(({ kind }) => kind === wanted)?.count ?? 0
    const renewing = those.reduce((sum, row) => sum + row.renewing, 0)
    return { withinDays, INDIVIDUAL: countOf('INDIVIDUAL'), ORGANISATION: countOf('ORGANISATION'), renewing }
  })
}
