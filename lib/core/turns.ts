import 'server-only'
import { FairQueue } from './fair-queue'

type Waiting = { readonly sender: string; readonly start: () => void }

/**
 * Shares work that is done one piece after another among senders. Each has one turn at a time, and those who wait have
 * theirs in rotation: someone with one piece waits for one turn of each other sender, however many pieces those have.
 */
export class Turns {
  readonly #working = new Set<string>()
  readonly #waiting = new FairQueue<Waiting>()

  /** @param most turns at once, of all senders together */
  constructor(private readonly most: number) {}

  /** Returns nothing if the turn has started; otherwise what resolves once it has. */
  startTurn(sender: string): Promise<void> | undefined {
    if (this.#working.size < this.most && !this.#working.has(sender)) {
      this.#working.add(sender)
      return undefined
    }
    return new Promise((start) => this.#waiting.add(sender, { sender, start }))
  }

  /** Ends the turn of a sender, who must have one. */
  endTurn(sender: string): void {
    this.#working.delete(sender)
    const next = this.#waiting.next((other) => !this.#working.has(other))
    if (!next) return
    this.#working.add(next.sender)
    next.start()
  }

  /** Returns how many pieces of a sender wait. */
  waitingOf(sender: string): number {
    return this.#waiting.lengthOf(sender)
  }
}
