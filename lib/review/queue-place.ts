import { z } from 'zod'

/**
 * Where something stands in the queue: the urgent before all others, then by place, then by id. Three columns of one
 * index, so that a page begins where the one before ended.
 */
export type QueuePlace = { isUrgent: boolean; place: Date; id: string }

/** The end of the year 9999: PostgreSQL reads no later year as ISO 8601 writes it. */
const LATEST = 253_402_300_799_999

const Parts = z.tuple([z.enum(['u', 'n']), z.coerce.number().int().positive().max(LATEST), z.uuid()])

/** As it stands in an address. */
export function writePlace({ isUrgent, place, id }: QueuePlace): string {
  return `${isUrgent ? 'u' : 'n'}.${place.getTime()}.${id}`
}

/** Null for what isn't one: an address that was cut or made up begins at the beginning. */
export function readPlace(text: string | undefined): QueuePlace | null {
  const parsed = Parts.safeParse(text?.split('.'))
  if (!parsed.success) return null
  const [urgency, milliseconds, id] = parsed.data
  return { isUrgent: urgency === 'u', place: new Date(milliseconds), id }
}

/** The queue is read in two lanes, each along the index from some place on. */
export type Lane = { isUrgent: boolean; after: QueuePlace | null }

/** What comes after a place: the rest of its lane, and the lane behind it whole. */
export function lanesAfter(after: QueuePlace | null): Lane[] {
  const lanes = [true, false].map((isUrgent) => ({ isUrgent, after: after?.isUrgent === isUrgent ? after : null }))
  return after?.isUrgent === false ? lanes.filter(({ isUrgent }) => !isUrgent) : lanes
}
