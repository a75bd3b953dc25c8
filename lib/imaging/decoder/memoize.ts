import 'server-only'

export type Found<T> = {
  readonly value: T
  readonly isLasting: boolean
  /** Counts what is missing. */
  readonly lack: number
}

/** Says how long a result that does not last is remembered, in milliseconds: the first time, and at most. */
export type Pauses = { readonly first: number; readonly most: number }

/**
 * Looks once for all who ask meanwhile. What lasts is remembered for the life of the process, and anything else for a
 * while, since its reason may be gone by then: each time twice as long, since looking costs something, too. A result
 * that lacks more than an earlier one met a busy moment, and is remembered for the first pause only. A failure is not
 * remembered at all.
 */
export function memoize<T>(look: () => Promise<Found<T>>, { first, most }: Pauses): () => Promise<T> {
  let current: { found: Promise<Found<T>>; until: number } | undefined
  let leastLack = Number.POSITIVE_INFINITY
  let pause = first
  /** Returns how long a result is remembered. */
  const timeFor = ({ isLasting, lack }: Found<T>): number => {
    if (isLasting) return Number.POSITIVE_INFINITY
    if (lack > leastLack) return first
    leastLack = lack
    const time = pause
    pause = Math.min(2 * pause, most)
    return time
  }
  return async () => {
    if (!current || performance.now() >= current.until) {
      const started = { found: look(), until: Number.POSITIVE_INFINITY }
      current = started
      started.found.then(
        (found) => {
          started.until = performance.now() + timeFor(found)
        },
        () => {
          started.until = 0
        },
      )
    }
    return (await current.found).value
  }
}
