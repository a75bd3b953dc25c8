import 'server-only'
import { database } from '@/lib/db/client'

/** Returns when the last backup was made; null where none was. */
export async function lastBackup(): Promise<Date | null> {
  const [row] = await database().$queryRaw<[{ at: Date | null }]>`
    SELECT max(at) AS at FROM audit_events WHERE action = 'backup.made'`
  return row.at
}
