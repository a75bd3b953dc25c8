import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import { NOT_SENT } from './claims/claims'

/** Returns the live claim of a person, to which they can go back. */
export async function readCurrentClaim(actor: PersonActor): Promise<{ id: string; reference: string } | null> {
  const [claim] = await database().$queryRaw<{ id: string; reference: string }[]>`
    SELECT id::text, reference FROM qualifications
    WHERE status = 'IN_REVIEW' AND reviewer_id = ${actor.id}::uuid AND lease_ends_at > clock_timestamp()
      AND account_id <> ALL(${[...actor.accountIds]}::uuid[]) AND ${NOT_SENT}
    ORDER BY is_urgent DESC, queue_place, id
    LIMIT 1`
  return claim ?? null
}
