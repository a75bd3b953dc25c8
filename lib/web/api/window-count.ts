import { SECOND } from '@/lib/core/clock'

export type Left = {
  isOver: boolean
  /** Counts what is left in this window; `seconds` is the time until the next. */
  left: number
  seconds: number
}

/** More parties than any platform has; others are not counted until the next window. */
export const MOST_PARTIES = 10_000

/**
 * Counts what each party uses in windows of time, in this process's memory. Two processes allow twice as much: it
 * protects the database from a runaway client, and is no price.
 */
export class WindowCount {
  readonly #used = new Map<string, number>()
  #window = 0

  constructor(
    readonly quota: number,
    readonly windowSeconds: number,
    private readonly now: () => number = Date.now,
  ) {}

  /** Returns what would be left of the quota after an amount, without counting it. */
  look(party: string, amount: number): Left {
    const left = this.quota - this.#usedBy(party) - amount
    return { isOver: left < 0, left: Math.max(0, left), seconds: this.#secondsLeft() }
  }

  count(party: string, amount: number): Left {
    const used = this.#usedBy(party)
    if (used > 0 || this.#used.size < MOST_PARTIES) this.#used.set(party, used + amount)
    return this.look(party, 0)
  }

  #usedBy(party: string): number {
    const window = Math.floor(this.now() / (this.windowSeconds * SECOND))
    if (window !== this.#window) this.#used.clear()
    this.#window = window
    return this.#used.get(party) ?? 0
  }

  #secondsLeft(): number {
    return Math.ceil((this.#window + 1) * this.windowSeconds - this.now() / SECOND)
  }
}
