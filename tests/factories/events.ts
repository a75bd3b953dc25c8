import type { PersonActor } from '@/lib/auth/actor'
import { database } from '@/lib/db/client'

/** So many events of someone's, a millisecond apart: for what has to do with many. */
export async function manyEventsOf({ id }: Pick<PersonActor, 'id'>, count: number): Promise<void> {
  await database().$executeRaw`
    INSERT INTO audit_events (id, version, at, actor_kind, actor_id, capabilities, action, subject_kind, subject_id, data)
    SELECT gen_random_uuid(), 1, date_trunc('milliseconds', clock_timestamp()) - make_interval(secs => n / 1000.0), 'PERSON',
      ${id}::uuid, '{review.decide}', 'review.claimed', 'QUALIFICATION', gen_random_uuid(),
      jsonb_build_object('revision', n % 4 + 1, 'leaseSeconds', 1800, 'from', 'SUBMITTED', 'to', 'IN_REVIEW', 'claimId', gen_random_uuid())
    FROM generate_series(1, ${count}::int) n`
}
