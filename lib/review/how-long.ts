import 'server-only'
import { MINUTE } from '@/lib/core/clock'
import { database } from '@/lib/db/client'
import { WAITING } from '@/lib/qualifications/lifecycle'

/** Fewer tell nothing about the next one. */
const FEWEST = 5
/** Anyone may ask, so it is asked of the database once a minute at most. */
const KEPT = MINUTE

export type HowLong = {
  /** How many wait or are being reviewed. */
  waiting: number
  /** From the first hand-in to the first decision, in the last 30 days; null while too few were decided. */
  usual: { medianSeconds: number; decided: number } | null
}

let kept: { at: number; value: Promise<HowLong> } | undefined

/** How long a review takes now, from what was decided lately: for anyone, and of nobody in particular. */
export function readHowLong(): Promise<HowLong> {
  if (!kept || kept.at + KEPT < Date.now()) {
    const value = measureHowLong()
    kept = { at: Date.now(), value }
    value.catch(() => {
      kept = undefined
    })
  }
  return kept.value
}

export async function measureHowLong(): Promise<HowLong> {
  const [waiting, [lately]] = await Promise.all([
    database().qualification.count({ where: { status: { in: [...WAITING] } } }),
    database().$queryRaw<[{ decided: number; medianSeconds: number | null }]>`
      SELECT count(*)::int AS decided,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM d.decided_at - s.submitted_at))::float8
          AS "medianSeconds"
      FROM decisions d
      JOIN submissions s ON s.id = d.submission_id
      WHERE s.revision = 1 AND d.look = 1 AND d.decided_at > clock_timestamp() - interval '30 days'`,
  ])
  return { waiting, usual: usualOf(lately.decided, lately.medianSeconds) }
}

/** Null while too few were decided to tell anything. */
export const usualOf = (decided: number, medianSeconds: number | null): HowLong['usual'] =>
  medianSeconds !== null && decided >= FEWEST ? { medianSeconds, decided } : null
