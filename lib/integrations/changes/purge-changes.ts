import 'server-only'
import { database } from '@/lib/db/client'
import { sequenceChanges } from './sequence'

/** The days for which a follower can be away without reading all senders again. */
const KEPT_DAYS = 30

/**
 * Removes changes that are old, all before a place in the order and never the last: a follower whose cursor is known
 * has missed none.
 */
export async function purgeChanges(): Promise<void> {
  await sequenceChanges()
  await database().$executeRaw`
    DELETE FROM sender_changes WHERE position < coalesce(
      (SELECT min(position) FROM sender_changes WHERE at >= now() - make_interval(days => ${KEPT_DAYS})),
      (SELECT max(position) FROM sender_changes))`
}
