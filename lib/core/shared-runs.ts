import { setImmediate as nextTurn } from 'node:timers/promises'

/**
 * Does equal work once for all who request it before it starts. All that it finds is from after each of their requests,
 * so that nobody gets an answer from before their question.
 */
export class SharedRuns {
  readonly #waiting = new Map<string, Promise<unknown>>()

  /** Returns what the work brings. Work of one name brings one type. */
  run<T>(name: string, work: () => Promise<T>): Promise<T> {
    const waiting = this.#waiting.get(name)
    if (waiting) return waiting as Promise<T>
    const running = nextTurn().then(() => {
      this.#waiting.delete(name)
      return work()
    })
    this.#waiting.set(name, running)
    return running
  }
}
