import 'server-only'
import { database } from '@/lib/db/client'
import { copyLines } from '@/lib/db/copy-lines'
import { Prisma } from '@/lib/db/generated/client'
import { beyond } from '@/lib/db/keyset'

/** Events are read this many at a time: a megabyte or two, of which two are in memory. */
const PAGE = 4_000

/** Says where an event is in the order of the log. */
type Place = { at: Date; id: string }
/** `last` is null for the last page. */
type Page = { pieces: Buffer[]; last: Place | null }

/**
 * Yields what the database writes for each wanted event, oldest first, each ended by LF. Each page is a statement that
 * is over before any of it is yielded, while the next page is read: however slowly it is read, it holds no connection
 * and no snapshot. Events never change and their order is fixed: if `wanted` has a last time, pages are as whole as one
 * statement.
 *
 * @param wanted a condition on the event `e`
 * @param written one column of text of the event `e`, as `copyLines` takes it
 */
export async function* auditPages(wanted: Prisma.Sql, written: Prisma.Sql, size = PAGE): AsyncGenerator<Buffer> {
  let next: Promise<Page> | null = readPage(wanted, written, null, size)
  while (next) {
    const { pieces, last }: Page = await next
    next = last && readPage(wanted, written, last, size)
    next?.catch(() => {}) // it rejects when it is awaited, or never if the reader leaves
    yield* pieces
  }
}

async function readPage(wanted: Prisma.Sql, written: Prisma.Sql, after: Place | null, size: number): Promise<Page> {
  const [last = null] = await database().$queryRaw<Place[]>`
    SELECT e.at, e.id FROM audit_events e WHERE ${wanted} AND ${isAfter(after)}
    ORDER BY e.at, e.id OFFSET ${size - 1} LIMIT 1`
  return { pieces: await copyLines(selectPage(wanted, written, after, last)), last }
}

/**
 * Returns the statement of the page after one place and up to another. Its times are compared in addition to the
 * places: the planner knows how many events are between two times. Two comparisons of rows are to it two conditions
 * that have nothing to do with each other: in the middle of the log it expects a quarter of all events, and may choose
 * what is good for so many, as two more processes for each page, or another index that is read from one end to the
 * other (decision 115).
 */
export function selectPage(
  wanted: Prisma.Sql,
  written: Prisma.Sql,
  after: Place | null,
  last: Place | null,
): Prisma.Sql {
  const from = after ? Prisma.sql`e.at >= ${after.at} AND ${isAfter(after)}` : Prisma.sql`TRUE`
  const to = last ? Prisma.sql`e.at <= ${last.at} AND (e.at, e.id) <= (${last.at}, ${last.id}::uuid)` : Prisma.sql`TRUE`
  return Prisma.sql`SELECT ${written} FROM audit_events e WHERE ${wanted} AND ${from} AND ${to} ORDER BY e.at, e.id`
}

/**
 * The end of a page is found by this alone: with a time in addition, a log without statistics seems to end within the
 * page.
 */
const isAfter = (place: Place | null) => beyond(Prisma.sql`e.at, e.id`, place && { rank: 0, ...place }, 'asc')
