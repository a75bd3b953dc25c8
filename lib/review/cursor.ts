import { z } from 'zod'

/** A place in a list ordered by a time and an id: where a page ended, as it stands in an address. */
export type Cursor = { at: Date; id: string }

const Parts = z.tuple([z.coerce.number().int().positive().max(8.64e15), z.uuid()])

export function writeCursor({ at, id }: Cursor): string {
  return `${at.getTime()}.${id}`
}

/** Null for what isn't one: an address that was cut or made up begins at the beginning. */
export function readCursor(text: string | undefined): Cursor | null {
  const parsed = Parts.safeParse(text?.split('.'))
  if (!parsed.success) return null
  const [milliseconds, id] = parsed.data
  return { at: new Date(milliseconds), id }
}
