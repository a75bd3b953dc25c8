import { cursorsOf } from '@/lib/core/cursor'

/**
 * Says where a case is in the queue, in this order: urgent cases before all others, then by place, then by id. They are
 * three columns of one index, so that a page starts where the previous one ended.
 */
export type QueuePlace = { isUrgent: boolean; place: Date; id: string }

const URGENT = 0
const OTHER = 1
const CURSORS = cursorsOf('queue', 2)

/** Returns the cursor for an address. */
export const writePlace = ({ isUrgent, place: at, id }: QueuePlace): string =>
  CURSORS.write({ rank: isUrgent ? URGENT : OTHER, at, id })

/** Reads a cursor from an address. Returns null for an invalid one. */
export function readPlace(text: string | undefined): QueuePlace | null {
  const found = CURSORS.read(text)
  return found && { isUrgent: found.rank === URGENT, place: found.at, id: found.id }
}

/** One of the two lanes in which the queue is read along the index, from a place on. */
export type Lane = { isUrgent: boolean; after: QueuePlace | null }

/** Returns what follows a place: the rest of its lane, and the whole lane behind it. */
export function lanesAfter(after: QueuePlace | null): Lane[] {
  const lanes = [true, false].map((isUrgent) => ({ isUrgent, after: after?.isUrgent === isUrgent ? after : null }))
  return after?.isUrgent === false ? lanes.filter(({ isUrgent }) => !isUrgent) : lanes
}
