import { afterAll, beforeAll, test } from 'vitest'
import { database } from '@/lib/db/client'
import { claimNext } from '@/lib/review/claim-next'
import { decideQualification } from '@/lib/review/decide-qualification'
import { QueueFilters } from '@/lib/review/queue-filters'
import { readQueue } from '@/lib/review/read-queue'
import { aSubmittedQualification, someStaff } from '@/tests/factories/review'
import { figure, inTurn, print } from './figures'

const SIZES = [1_000, 10_000, 100_000]

beforeAll(async () => {
  await aSubmittedQualification()
})
afterAll(print)

/** Copies of one waiting qualification, a second apart: what the queue reads is in their rows. */
async function fillQueueTo(size: number): Promise<void> {
  const there = await database().qualification.count({ where: { status: 'SUBMITTED' } })
  await database().$executeRaw`
    INSERT INTO qualifications (id, reference, account_id, created_by_id, kind, status, revision, data_key_id, queued_at, queue_place,
                                first_submitted_at, updated_at)
    SELECT gen_random_uuid(), 'BENCH-' || n || '-' || ${there}::text, q.account_id, q.created_by_id, q.kind, q.status, q.revision,
           q.data_key_id, q.queued_at - make_interval(secs => n), q.queued_at - make_interval(secs => n), q.first_submitted_at, now()
    FROM (SELECT * FROM qualifications WHERE status = 'SUBMITTED' LIMIT 1) q, generate_series(1, ${size - there}::int) n`
  await database().$executeRaw`ANALYZE qualifications`
}

/** The keyset page alone, as plain SQL. */
const barePage = () => database().$queryRaw`
  SELECT id, reference, kind, status, revision, queued_at FROM qualifications
  WHERE status = 'SUBMITTED' ORDER BY queued_at, id LIMIT 50`

test.each(SIZES)('queue of %i', async (size) => {
  await fillQueueTo(size)
  const reader = await someStaff({ roles: ['LEAD'] })
  const first = QueueFilters.parse({})
  const { next } = await readQueue(reader, first)
  const further = QueueFilters.parse({ after: next ?? undefined })
  const repeat = (work: () => Promise<unknown>) => async () => {
    for (let i = 0; i < 50; i++) await work()
  }
  const page = await inTurn(
    repeat(() => readQueue(reader, first)),
    repeat(barePage),
  )
  const after = await inTurn(
    repeat(() => readQueue(reader, further)),
    repeat(barePage),
  )
  figure(`queue of ${size}, first page`, 50 / page.ours, 'pages/s', { baseline: 50 / page.limit })
  figure(`queue of ${size}, next page`, 50 / after.ours, 'pages/s', { baseline: 50 / after.limit })
})

test('claims and decisions, eight at once', async () => {
  await database().$executeRaw`DELETE FROM qualifications WHERE reference LIKE 'BENCH-%'`
  const count = 400
  for (let i = 0; i < count; i++) await aSubmittedQualification()
  const reviewers = await Promise.all(Array.from({ length: 8 }, () => someStaff()))
  const begun = performance.now()
  let decided = 0
  await Promise.all(
    reviewers.map(async (reviewer) => {
      while (decided < count) {
        const claim = await claimNext(reviewer).catch(() => null)
        if (!claim) return
        const { submissions, revision } = await database().qualification.findUniqueOrThrow({
          where: { id: claim.qualificationId },
          include: { submissions: { include: { parts: true } } },
        })
        const parts = (submissions[0]?.parts ?? []).map(({ id }) => ({
          partId: id,
          verdict: 'ACCEPTED' as const,
          reasons: [],
          mend: null,
          mendField: null,
          note: null,
        }))
        await decideQualification(reviewer, { qualificationId: claim.qualificationId, revision, parts })
        decided += 1
      }
    }),
  )
  figure('claim, read and decide, 8 at once', decided / ((performance.now() - begun) / 1000), 'decisions/s')
})
