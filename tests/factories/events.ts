import type { PersonActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'

/** Records this many events of a person, a millisecond apart and with ids of their times, for tests that need many. */
export async function manyEventsOf({ id }: Pick<PersonActor, 'id'>, count: number): Promise<void> {
  await database().$executeRaw`
    INSERT INTO audit_events (id, version, at, actor_kind, actor_id, capabilities, action, subject_kind, subject_id, data)
    SELECT
      (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || 7 || right(replace(gen_random_uuid()::text, '-', ''), 19))::uuid,
      1, at, 'PERSON', ${id}::uuid, '{review.decide}', 'review.claimed', 'QUALIFICATION', gen_random_uuid(),
      jsonb_build_object('revision', n % 4 + 1, 'leaseSeconds', 1800, 'from', 'SUBMITTED', 'to', 'IN_REVIEW', 'claimId', gen_random_uuid())
    FROM (
      SELECT n, date_trunc('milliseconds', clock_timestamp()) - make_interval(secs => n / 1000.0) AS at
      FROM generate_series(${count}::int, 1, -1) n
    ) moments`
}
