import 'server-only'
import { database } from '@/lib/db/client'

const RETAINED_DAYS = 180

/** Deletes sessions, links to letters and hand-overs that ended long ago. The audit log knows of them. */
export async function purgeSessions(): Promise<void> {
  await database().$executeRaw`
    DELETE FROM sessions
    WHERE least(ends_at, idle_ends_at, ended_at) < clock_timestamp() - make_interval(days => ${RETAINED_DAYS}::int)`
  await database().$executeRaw`
    DELETE FROM phone_sessions WHERE ended_at < clock_timestamp() - make_interval(days => ${RETAINED_DAYS}::int)`
  await database().$executeRaw`
    DELETE FROM handovers WHERE created_at < clock_timestamp() - make_interval(days => ${RETAINED_DAYS}::int)`
  // The number of a customer who never came.
  await database().$executeRaw`
    UPDATE handovers SET phone_index = NULL
    WHERE phone_index IS NOT NULL AND created_at < clock_timestamp() - interval '1 day'`
}
