import 'server-only'
import { MINUTE } from '@/lib/core/clock'
import { LIVE } from '@/lib/core/live-accounts'
import { database } from '@/lib/db/client'
import { isLiveAccount } from '@/lib/db/live-accounts'
import { WAITING } from '@/lib/qualifications/lifecycle'

/** The fewest decisions from which a usual time is computed. */
const FEWEST = 5
/** The time for which a result is cached: anyone may call it, and it reads the database once a minute at most. */
const CACHED_FOR = MINUTE

export type ReviewTimes = {
  /** The number of cases that wait or are being reviewed. */
  waiting: number
  /**
   * Gives the times from first submission to first decision, in the last 30 days: half of them took no longer than the
   * median, nine of ten no longer than `mostSeconds`. Null while too few were decided.
   */
  usual: { medianSeconds: number; mostSeconds: number; decided: number } | null
}

let cached: { at: number; value: Promise<ReviewTimes> } | undefined

/**
 * Returns how long a review takes now, from recent decisions. It is about nobody in particular, so anyone may read it.
 */
export function readReviewTimes(): Promise<ReviewTimes> {
  if (!cached || cached.at + CACHED_FOR < Date.now()) {
    const value = measureReviewTimes()
    cached = { at: Date.now(), value }
    value.catch(() => {
      cached = undefined
    })
  }
  return cached.value
}

export async function measureReviewTimes(): Promise<ReviewTimes> {
  const [waiting, [lately]] = await Promise.all([
    database().qualification.count({ where: { status: { in: [...WAITING] }, account: LIVE } }),
    database().$queryRaw<[{ decided: number; medianSeconds: number | null; mostSeconds: number | null }]>`
      SELECT count(*)::int AS decided,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY w.seconds) AS "medianSeconds",
        percentile_cont(0.9) WITHIN GROUP (ORDER BY w.seconds) AS "mostSeconds"
      FROM (
        SELECT extract(epoch FROM d.decided_at - s.submitted_at)::float8 AS seconds
        FROM decisions d
        JOIN submissions s ON s.id = d.submission_id
        JOIN qualifications q ON q.id = s.qualification_id
        WHERE s.revision = 1 AND d.look = 1 AND d.decided_at > clock_timestamp() - interval '30 days'
          AND ${isLiveAccount('q.account_id')}
      ) w`,
  ])
  return { waiting, usual: usualOf(lately) }
}

type Lately = { decided: number; medianSeconds: number | null; mostSeconds: number | null }

/** Returns the usual times; null while too few were decided. */
export const usualOf = ({ decided, medianSeconds, mostSeconds }: Lately): ReviewTimes['usual'] =>
  medianSeconds !== null && mostSeconds !== null && decided >= FEWEST ? { medianSeconds, mostSeconds, decided } : null
