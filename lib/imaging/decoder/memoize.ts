import 'server-only'

export type Found<T> = { readonly value: T; readonly isLasting: boolean }

/**
 * Looks once for all who ask meanwhile. What lasts is remembered for the life of the process, and anything else for a
 * while, since its reason may be gone by then; a failure is not remembered at all.
 */
export function memoize<T>(look: () => Promise<Found<T>>, whileMs: number): () => Promise<T> {
  let current: { found: Promise<Found<T>>; until: number } | undefined
  return async () => {
    if (!current || performance.now() >= current.until) {
      const started = { found: look(), until: Number.POSITIVE_INFINITY }
      current = started
      started.found.then(
        ({ isLasting }) => {
          if (!isLasting) started.until = performance.now() + whileMs
        },
        () => {
          started.until = 0
        },
      )
    }
    return (await current.found).value
  }
}
