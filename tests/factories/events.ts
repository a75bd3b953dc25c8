import type { PersonActor } from '@/lib/auth/actor'
import { database } from '@/lib/db/client'

/** So many events of someone's, a millisecond apart and with the ids of their times: for what has to do with many. */
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
