import 'server-only'
import { can, type PersonActor } from '@/lib/actor/actor'
import { HOME_ZONE } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import { database, databaseTime } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import type { Outcome, QualificationKind, QualificationStatus } from '@/lib/db/generated/enums'

const MAX = 50
const PACE_DAYS = 14

type Named = { id: string; reference: string; kind: QualificationKind }

export type MyClaim = Named & { revision: number; leaseEndsAt: Date }

export type MyDecision = Named & {
  decisionId: string
  revision: number
  outcome: Outcome
  decidedAt: Date
  /** Holds its current status. */
  status: QualificationStatus
}

export type Mine = {
  held: MyClaim[]
  /** Lists the reviewer's decisions, latest first. */
  decided: MyDecision[]
  /** Approvals that were revoked since or are suspended now. */
  takenBack: MyDecision[]
  /** Counts the decisions on each of the last days in Shanghai, today last. */
  pace: { day: string; count: number }[]
}

/**
 * Returns a reviewer's own work: what they hold, what they decided with its current status, and their pace.
 *
 * @throws DomainError FORBIDDEN
 */
export async function readMine(actor: PersonActor): Promise<Mine> {
  if (!can(actor, 'review.decide')) throw new DomainError('FORBIDDEN', 'Not a reviewer')
  const qualification: Prisma.QualificationWhereInput = { status: { in: ['REVOKED', 'SUSPENDED'] } }
  const [held, decided, takenBack, pace] = await Promise.all([
    readHeld(actor),
    readDecided({ reviewerId: actor.id }),
    readDecided({ reviewerId: actor.id, outcome: 'APPROVED', submission: { qualification } }),
    readPace(actor),
  ])
  return { held, decided, takenBack, pace }
}

async function readHeld({ id: reviewerId }: PersonActor): Promise<MyClaim[]> {
  const held = await database().qualification.findMany({
    where: {
      ...{ reviewerId, status: 'IN_REVIEW', pendingDecision: null },
      leaseEndsAt: { gt: await databaseTime() },
    },
    orderBy: [{ isUrgent: 'desc' }, { queuePlace: 'asc' }, { id: 'asc' }],
    select: { id: true, reference: true, kind: true, revision: true, leaseEndsAt: true },
  })
  return held.flatMap(({ leaseEndsAt, ...claim }) => (leaseEndsAt ? [{ ...claim, leaseEndsAt }] : []))
}

async function readDecided(where: Prisma.DecisionWhereInput): Promise<MyDecision[]> {
  const decisions = await database().decision.findMany({
    where,
    orderBy: [{ decidedAt: 'desc' }, { id: 'desc' }],
    take: MAX,
    include: { submission: { include: { qualification: true } } },
  })
  return decisions.map(({ id: decisionId, outcome, decidedAt, submission: { revision, qualification } }) => {
    const { id, reference, kind, status } = qualification
    return { decisionId, id, reference, kind, revision, outcome, decidedAt, status }
  })
}

function readPace({ id }: PersonActor): Promise<Mine['pace']> {
  return database().$queryRaw<Mine['pace']>`
    WITH today AS (SELECT (clock_timestamp() AT TIME ZONE ${HOME_ZONE})::date AS day)
    SELECT to_char(date, 'YYYY-MM-DD') AS day, count(d.id)::int AS count
    FROM today
    CROSS JOIN LATERAL generate_series(0, ${PACE_DAYS - 1}::int) AS ago
    CROSS JOIN LATERAL (SELECT (today.day - ago)::timestamp AS date) AS each
    LEFT JOIN decisions d ON d.reviewer_id = ${id}::uuid
      AND d.decided_at >= date AT TIME ZONE ${HOME_ZONE}
      AND d.decided_at < (date + interval '1 day') AT TIME ZONE ${HOME_ZONE}
    GROUP BY date
    ORDER BY date`
}
