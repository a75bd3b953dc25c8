import { newId } from '@/lib/core/ids'
import { database } from '@/lib/db/client'
import type { ConditionKind } from '@/lib/db/generated/enums'

/**
 * Creates an incident that started that many minutes ago, and was over that many minutes ago. Nobody is notified of it
 * any more.
 */
export async function aPastIncident(kind: ConditionKind, { since, until }: { since: number; until: number }) {
  await database().$executeRaw`
    INSERT INTO incidents
      (id, kind, seen_at, opened_at, missed_at, closed_at, opening_notified_at, closing_notified_at)
    SELECT ${newId()}::uuid, ${kind}::"ConditionKind", began, began, ended, ended, began, ended
    FROM (SELECT clock_timestamp() - make_interval(mins => ${since}::int) AS began,
      clock_timestamp() - make_interval(mins => ${until}::int) AS ended) time`
}

/** Creates a run of a scheduled job that failed just now. */
export async function aFailedJob(name: string) {
  await database().$executeRaw`
    INSERT INTO pgboss.job (id, name, state, completed_on) VALUES (${newId()}::uuid, ${name}, 'failed', clock_timestamp())`
}
