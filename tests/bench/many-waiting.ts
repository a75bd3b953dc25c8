import { database } from '@/lib/db/client'
import { asOwner } from '@/lib/db/owner'

/** Copies one waiting qualification until so many wait, a second apart: the queue reads only their rows. */
export async function fillQueueTo(size: number): Promise<void> {
  const there = await database().qualification.count({ where: { status: 'SUBMITTED' } })
  await database().$executeRaw`
    INSERT INTO qualifications (id, reference, account_id, created_by_id, kind, status, revision, data_key_id, queued_at, queue_place,
                                first_submitted_at, updated_at)
    SELECT gen_random_uuid(), 'BENCH-' || n || '-' || ${there}::text, q.account_id, q.created_by_id, q.kind, q.status, q.revision,
           q.data_key_id, q.queued_at - make_interval(secs => n), q.queued_at - make_interval(secs => n), q.first_submitted_at, now()
    FROM (SELECT * FROM qualifications WHERE status = 'SUBMITTED' LIMIT 1) q, generate_series(1, ${size - there}::int) n`
  await asOwner((client) => client.query('ANALYZE qualifications'))
}
