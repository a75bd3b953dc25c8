import { z } from 'zod'

/** A place in a list that is ordered by rank, then by time, then by id. Most lists have one rank, 0. */
export type Place = { rank: number; at: Date; id: string }

/** Marks the end of the year 9999: PostgreSQL reads no later year as ISO 8601 writes it. */
const LATEST = 253_402_300_799_999

/**
 * Returns how the places of one list are written in an address, where a page of it ended. Others may read and change
 * what is there: a cursor grants nothing, every page checks what its reader may see.
 *
 * @param list names the list, so that a cursor of another one is not taken for its own
 * @param ranks how many the list has
 */
export function cursorsOf(list: string, ranks = 1) {
  const whole = z.string().regex(/^\d+$/).transform(Number)
  const parts = z.tuple([
    z.literal(list),
    whole.pipe(z.number().max(ranks - 1)),
    whole.pipe(z.number().max(LATEST)),
    z.uuid(),
  ])
  return {
    write: ({ rank = 0, at, id }: Omit<Place, 'rank'> & { rank?: number }): string =>
      `${list}.${rank}.${at.getTime()}.${id}`,

    /** Returns null for what is no cursor of the list: an address that was cut or made up starts at the beginning. */
    read(text: string | undefined): Place | null {
      const parsed = parts.safeParse(text?.split('.'))
      if (!parsed.success) return null
      const [, rank, milliseconds, id] = parsed.data
      return { rank, at: new Date(milliseconds), id }
    },
  }
}
