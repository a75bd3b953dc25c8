import 'server-only'
import { database } from '@/lib/db/client'

/**
 * Returns whether the last backup was made more than so many days ago. A restored installation, and one without any
 * backup, has as long from its start.
 */
export async function isBackupOld({ days }: { days: number }): Promise<boolean> {
  const [row] = await database().$queryRaw<[{ isOld: boolean | null }]>`
    SELECT coalesce(
      (SELECT max(at) FROM audit_events WHERE action IN ('backup.made', 'backup.restored')),
      (SELECT min(at) FROM audit_events)
    ) < clock_timestamp() - make_interval(days => ${days}::int) AS "isOld"`
  return row.isOld === true
}
