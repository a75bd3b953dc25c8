import 'server-only'
import type { Tx } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import type { Period } from './period'
import { dayOf } from './volumes'

/** Views of a page, exports of an original, and declared values shown to a person who did not hold the claim. */
export const ACCESSES = ['document.viewed', 'document.exported', 'qualification.declared_shown'] as const
type Access = (typeof ACCESSES)[number]
type Counted = Readonly<Record<Access, number>>

export type AccessFigures = {
  total: Counted
  days: readonly ({ day: string } & Counted)[]
  /** Lists the busiest first. `qualifications` counts the different qualifications. */
  people: readonly ({ id: string; qualifications: number } & Counted)[]
}

type Row = { action: Access | null; day: string | null; actorId: string | null; count: number; qualifications: number }

/** The codes are constants and written into the SQL, so that the planner can use the index of these events. */
const AMONG = Prisma.raw(ACCESSES.map((action) => `'${action}'`).join(', '))

export async function readAccess(tx: Tx, { start, end, days }: Period): Promise<AccessFigures> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT action, day, actor_id AS "actorId", count(*)::int AS count,
      CASE WHEN action IS NULL THEN count(DISTINCT subject_id)::int ELSE 0 END AS qualifications
    FROM (
      SELECT action, ${dayOf(Prisma.sql`at`)} AS day, actor_id, subject_id
      FROM audit_events
      WHERE action IN (${AMONG}) AND at >= ${start} AND at < ${end} AND actor_id IS NOT NULL
    ) e
    GROUP BY GROUPING SETS ((action, day), (action, actor_id), (actor_id))`
  const counted = (those: readonly Row[]): Counted => ({
    'document.viewed': countOf(those, 'document.viewed'),
    'document.exported': countOf(those, 'document.exported'),
    'qualification.declared_shown': countOf(those, 'qualification.declared_shown'),
  })
  const ofDays = rows.filter(({ day }) => day !== null)
  const people = rows
    .filter((row) => row.action === null)
    .flatMap(({ actorId, count, qualifications }) => (actorId ? [{ actorId, count, qualifications }] : []))
    .toSorted((a, b) => b.count - a.count || (a.actorId < b.actorId ? -1 : 1))
  return {
    total: counted(ofDays),
    days: days.map((day) => ({ day, ...counted(ofDays.filter((row) => row.day === day)) })),
    people: people.map(({ actorId: id, qualifications }) => ({
      id,
      qualifications,
      ...counted(rows.filter(({ actorId, day }) => actorId === id && day === null)),
    })),
  }
}

const countOf = (rows: readonly Row[], action: Access) =>
  rows.reduce((sum, row) => (row.action === action ? sum + row.count : sum), 0)
