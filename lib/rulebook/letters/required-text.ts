import { startOfDay } from '@/lib/core/clock'

/** Describes a version of the texts that an administrator published. */
export type PublishedTexts = {
  version: string
  publishedAt: Date
  /** The day from which texts that were published before are not accepted; null when they are accepted without end. */
  requiredFrom: string | null
}

/** Names the text that an open draft has to use. */
export type RequiredText = {
  version: string
  /**
   * The day since which its older text is not accepted, and when it was moved; null while it has the text it was
   * started with.
   */
  moved: { since: string; at: Date } | null
  /** The day from which this text is not accepted; null while none is known. */
  until: string | null
}

/**
 * Returns which text an open draft has to use. It stays with the text that it was started with until that is no longer
 * accepted, and moves to the one that is the newest at that moment: so a text that was published later does not make a
 * new letter void before its own day. A draft that is opened later moves when it is opened.
 *
 * @param published oldest first; a version that is not in it comes with the portal, and is older than all of it
 */
export function requiredText(
  published: readonly PublishedTexts[],
  { version, openedAt, now }: { version: string; openedAt: Date; now: Date },
): RequiredText {
  const end = endOf(published, version)
  if (!end || end.at > now) return { version, moved: null, until: end?.day ?? null }
  const at = laterOf(end.at, openedAt)
  // The text that ended the older one was published by then.
  const newest = published.findLast(({ publishedAt }) => publishedAt <= at) ?? end.by
  const next = requiredText(published, { version: newest.version, openedAt, now })
  return { ...next, moved: next.moved ?? { since: end.day, at } }
}

/** Returns from when a version is not accepted any more, and by which later one; null while none says so. */
function endOf(published: readonly PublishedTexts[], version: string) {
  const later = published.slice(published.findIndex((one) => one.version === version) + 1)
  const ends = later.flatMap((by) => {
    if (by.requiredFrom === null) return []
    const day = startOfDay(by.requiredFrom)
    return [{ day: by.requiredFrom, at: laterOf(day, by.publishedAt), by }]
  })
  return ends.sort((one, other) => one.at.getTime() - other.at.getTime())[0] ?? null
}

const laterOf = (one: Date, other: Date) => new Date(Math.max(one.getTime(), other.getTime()))
