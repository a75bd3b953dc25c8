import 'server-only'
import type { Reading } from '@/lib/checks/reading'
import { type Turned, turnsOf } from '@/lib/checks/upright'
import { database } from '@/lib/db/client'
import { readReadings } from '@/lib/documents/readings/read-readings'
import type { PreviousPart } from './decisions/read-previous'

/** A page that lies another way than it is shown: it is turned by so many degrees, clockwise. */
export type TurnedPage = { fileId: string; page: number; turned: Turned }

/**
 * Returns the pages that are shown turned: of the files in hand, and of those that they replace.
 *
 * @param readings what was read of the files in hand
 */
export async function turnedPages(
  readings: ReadonlyMap<string, readonly Reading[]>,
  parts: readonly { previous: PreviousPart | null }[],
): Promise<TurnedPage[]> {
  const before = parts.flatMap(({ previous }) => previous?.files.map(({ id }) => id) ?? [])
  const others = before.filter((fileId) => !readings.has(fileId))
  const earlier = others.length > 0 ? (await readReadings(database(), others)).pages : new Map<string, Reading[]>()
  return [...readings, ...earlier].flatMap(([fileId, pages]) =>
    turnsOf(pages).flatMap((turned, page) => (turned === 0 ? [] : [{ fileId, page, turned }])),
  )
}
