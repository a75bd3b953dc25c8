import 'server-only'
import { database } from '@/lib/db/client'

const DAYS = 30

/**
 * Deletes invitations soon after they are closed, since each contains a phone number, and erases the keys that sealed
 * the numbers.
 */
export async function purgeMemberInvitations(): Promise<void> {
  await database().$executeRaw`
    WITH gone AS (
      DELETE FROM member_invitations
      WHERE LEAST(expires_at, accepted_at, declined_at, revoked_at)
        < clock_timestamp() - make_interval(days => ${DAYS}::int)
      RETURNING data_key_id
    )
    DELETE FROM data_keys k USING gone WHERE k.id = gone.data_key_id`
}
