import 'server-only'
import type { Place } from '@/lib/core/cursor'
import { Prisma } from './generated/client'

/** Names the order of a list: the oldest first, or the newest first. */
export type Direction = 'asc' | 'desc'

/**
 * Returns the SQL condition for what comes after a place in the order of two columns, a time and an id; TRUE without a
 * place. One comparison of rows, so that an index over both finds the page at any depth.
 */
export function beyond(columns: Prisma.Sql, place: Place | null, direction: Direction): Prisma.Sql {
  if (!place) return Prisma.sql`TRUE`
  const side = direction === 'asc' ? Prisma.sql`>` : Prisma.sql`<`
  return Prisma.sql`(${columns}) ${side} (${place.at}, ${place.id}::uuid)`
}

type Beyond<Column extends string> = { OR?: ({ [K in Column]: Date | Side<Date> } & { id?: Side<string> })[] }
type Side<T> = { gt: T } | { lt: T }

/** Returns the same condition as a filter, to be combined within `AND`; an empty one without a place. */
export function whereBeyond<Column extends string>(
  column: Column,
  place: Place | null,
  direction: Direction,
): Beyond<Column> {
  if (!place) return {}
  const side = <T>(value: T): Side<T> => (direction === 'asc' ? { gt: value } : { lt: value })
  const later = { [column]: side(place.at) }
  const tied = { [column]: place.at, id: side(place.id) }
  return { OR: [later, tied] } as Beyond<Column>
}

/** Returns the order in which these conditions continue. */
export function inOrder<Column extends string>(column: Column, direction: Direction) {
  return [{ [column]: direction } as { [K in Column]: Direction }, { id: direction }]
}

/**
 * Divides rows that were read, one more than a page has, into the page and the row that it ends with if more follow.
 */
export function pageOf<Row>(rows: readonly Row[], size: number): { page: Row[]; end: Row | undefined } {
  const page = rows.slice(0, size)
  return { page, end: rows.length > size ? page.at(-1) : undefined }
}
