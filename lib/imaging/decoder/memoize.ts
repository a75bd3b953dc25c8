import 'server-only'

export type Found<T> = { readonly value: T; readonly isLasting: boolean }

/** Says how long a result that does not last is remembered, in milliseconds: the first time, and at most. */
export type Pauses = { readonly first: number; readonly most: number }

/**
 * Looks once for all who ask meanwhile. What lasts is remembered for the life of the process, and anything else for a
 * while, since its reason may be gone by then: each time twice as long, since looking costs something, too. A failure is not
 * remembered at all.
 *
 * @param isLess says whether a look found less than the one before. It may have met a busy moment: the pauses start again
 */
export function memoize<T>(
  look: () => Promise<Found<T>>,
  { first, most }: Pauses,
  isLess: (now: T, before: T) => boolean,
): () => Promise<T> {
  let current: { found: Promise<Found<T>>; until: number } | undefined
  let before: { readonly value: T } | undefined
  let pause = first
  return async () => {
    if (!current || performance.now() >= current.until) {
      const started = { found: look(), until: Number.POSITIVE_INFINITY }
      current = started
      started.found.then(
        ({ value, isLasting }) => {
          if (isLasting) return
          if (before && isLess(value, before.value)) pause = first
          before = { value }
          started.until = performance.now() + pause
          pause = Math.min(2 * pause, most)
        },
        () => {
          started.until = 0
        },
      )
    }
    return (await current.found).value
  }
}
