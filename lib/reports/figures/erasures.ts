import 'server-only'
import type { Tx } from '@/lib/db/client'
import { ErasureCause, ErasureRequestState } from '@/lib/db/generated/enums'
import { isLiveAccount } from '@/lib/db/live-accounts'
import type { Period } from './period'

/** Each erasure counts once, under its largest scope. */
export const ERASED = ['DOCUMENTS', 'DETAILS', 'PERSON'] as const
type Erased = (typeof ERASED)[number]

export type ErasureFigures = {
  taken: readonly ({ what: Erased; files: number } & Readonly<Record<ErasureCause, number>>)[]
  total: number
  files: number
  /** Requests of the period, by their state. */
  requests: readonly { state: ErasureRequestState; count: number }[]
}

export async function readErasures(tx: Tx, { start, end }: Period): Promise<ErasureFigures> {
  const rows = await tx.$queryRaw<{ what: Erased; cause: ErasureCause; count: number; files: number }[]>`
    SELECT CASE WHEN 'PERSON' = ANY(scopes) THEN 'PERSON' WHEN 'DETAILS' = ANY(scopes) THEN 'DETAILS' ELSE 'DOCUMENTS' END
        AS what, cause, count(*)::int AS count, sum(jsonb_array_length(record -> 'files'))::int AS files
    FROM erasures
    WHERE at >= ${start} AND at < ${end} AND ${isLiveAccount('account_id')}
    GROUP BY 1, 2`
  const requests = await tx.$queryRaw<{ state: ErasureRequestState; count: number }[]>`
    SELECT state, count(*)::int AS count
    FROM erasure_requests
    WHERE requested_at >= ${start} AND requested_at < ${end} AND ${isLiveAccount('account_id')}
    GROUP BY 1`
  const taken = ERASED.map((what) => {
    const those = rows.filter((row) => row.what === what)
    const countOf = (cause: ErasureCause) => those.find((row) => row.cause === cause)?.count ?? 0
    const files = those.reduce((sum, row) => sum + row.files, 0)
    return { what, files, RETENTION: countOf(ErasureCause.RETENTION), REQUEST: countOf(ErasureCause.REQUEST) }
  })
  return {
    taken,
    total: rows.reduce((sum, { count }) => sum + count, 0),
    files: rows.reduce((sum, { files }) => sum + files, 0),
    requests: Object.values(ErasureRequestState).map((state) => ({
      state,
      count: requests.find((row) => row.state === state)?.count ?? 0,
    })),
  }
}
