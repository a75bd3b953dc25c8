/** Limits the files that are copied at once: most of the time of each is waiting for a durable write. */
const WORKERS = 6

/** Does the work for each item, several at once; the first failure ends it, once the items in progress are done. */
export async function eachConcurrently<T>(
  items: Iterable<T> | AsyncIterable<T>,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const source = asyncOf(items)
  let isOver = false
  const worker = async () => {
    for (let next = await source.next(); !next.done && !isOver; next = await source.next()) {
      await work(next.value).catch((error: unknown) => {
        isOver = true
        throw error
      })
    }
  }
  const outcomes = await Promise.allSettled(Array.from({ length: WORKERS }, worker))
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failed) throw failed.reason
}

async function* asyncOf<T>(items: Iterable<T> | AsyncIterable<T>): AsyncGenerator<T> {
  yield* items
}
