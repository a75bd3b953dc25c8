import 'server-only'
import { MINUTE, SECOND } from '@/lib/core/clock'
import { startTimeout } from '@/lib/core/timers'

/** A look serves everyone who asks within this time of its end. */
const FRESH = 5 * SECOND
/** Callers wait at most this long for a new result: shorter than the second after which some balancers give up. */
const WAIT = 0.5 * SECOND
/** The first result is worth a longer wait, and so is one after so long that nobody asks often. */
const WAIT_FOR_NEWS = 5 * SECOND
const OLD = MINUTE

export type Seen<T> = {
  /** Holds the last result; undefined before the first. */
  value: T | undefined
  /** Counts the milliseconds of looks without a result since then. */
  silentMs: number
}

/**
 * Looks at something for all who ask, at most every five seconds. While a look takes long, its askers get the last
 * result. One look runs at a time: what hangs is not started again.
 */
export class SharedLook<T> {
  #last: { value: T; at: number } | undefined
  #looking: { from: number; ended: Promise<void> } | undefined
  #endedAt = Number.NEGATIVE_INFINITY
  #silentMs = 0

  /** @param look resolves with null where it found nothing out, and never fails */
  constructor(private readonly look: () => Promise<T | null>) {}

  /** Returns what is known, at once. Starts a look where that is not fresh. */
  glance(): Seen<T> {
    if (performance.now() - this.#endedAt >= FRESH) this.#looking ??= this.#start()
    const running = this.#looking ? performance.now() - this.#looking.from : 0
    return { value: this.#last?.value, silentMs: this.#silentMs + running }
  }

  /** Returns what a look finds, or the last result where the look takes long. */
  async see(): Promise<Seen<T>> {
    this.glance()
    if (this.#looking) await endOrTimeout(this.#looking.ended, this.#looking.from + this.#wait() - performance.now())
    return this.glance()
  }

  #wait(): number {
    const isNewsDue = !this.#last || performance.now() - this.#last.at >= OLD
    return isNewsDue ? WAIT_FOR_NEWS : WAIT
  }

  #start() {
    const from = performance.now()
    const ended = this.look().then((value) => {
      this.#looking = undefined
      this.#endedAt = performance.now()
      if (value === null) this.#silentMs += this.#endedAt - from
      else {
        this.#last = { value, at: this.#endedAt }
        this.#silentMs = 0
      }
    })
    return { from, ended }
  }
}

async function endOrTimeout(end: Promise<void>, milliseconds: number): Promise<void> {
  if (milliseconds <= 0) return
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = startTimeout(resolve, milliseconds).unref()
  })
  await Promise.race([end, late])
  clearTimeout(timer)
}
