import 'server-only'
import { type Turned, turnsOf } from '@/lib/checks/upright'
import { database } from '@/lib/db/client'
import { readReadings } from '@/lib/documents/readings/read-readings'
import type { OutlinedPlace } from './outlined-place'

/** Returns a function that says by how many degrees the page of a place is shown turned; 0 where there is no place. */
export async function turnsOfPlaces(
  places: readonly (OutlinedPlace | null)[],
): Promise<(place: OutlinedPlace | null) => Turned> {
  const fileIds = [...new Set(places.flatMap((place) => place?.fileId ?? []))]
  if (fileIds.length === 0) return () => 0
  const { pages } = await readReadings(database(), fileIds)
  return (place) => (place && turnsOf(pages.get(place.fileId))[place.page]) ?? 0
}
