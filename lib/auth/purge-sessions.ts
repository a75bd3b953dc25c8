import 'server-only'
import { database } from '@/lib/db/client'

const KEPT_DAYS = 180

/** Sessions that ended long ago, and limits whose time is over. The audit log knows who signed in when. */
export async function purgeSessions(): Promise<void> {
  await database().$executeRaw`
    DELETE FROM sessions
    WHERE least(ends_at, idle_ends_at, ended_at) < clock_timestamp() - make_interval(days => ${KEPT_DAYS}::int)`
  await database().$executeRaw`DELETE FROM rate_limits WHERE expire < extract(epoch FROM clock_timestamp()) * 1000`
}
