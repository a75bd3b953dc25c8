import 'server-only'
import { DAY, dateIn, HOUR, MINUTE } from '@/lib/core/clock'
import { setClock } from './clock'

/** `21d 09:40` is that many days ago, at that time in Shanghai. `35m` and `3h` are that long ago. */
export type When = `${number}d ${number}:${number}` | `${number}m` | `${number}h`

/** @param now the instant at which the demo is created */
export function instantOf(when: When, now: Date): Date {
  const [, days, time] = /^(\d+)d (\d\d:\d\d)$/.exec(when) ?? []
  if (days && time) return new Date(`${dateIn(new Date(now.getTime() - Number(days) * DAY))}T${time}:00+08:00`)
  const amount = Number.parseFloat(when)
  return new Date(now.getTime() - amount * (when.endsWith('h') ? HOUR : MINUTE))
}

type Waiting = { at: Date; goOn: () => void }

/**
 * Runs many stories in the order of their times: each waits until its next step is the earliest of all, and while one
 * runs, all others wait.
 */
export class Timeline {
  readonly now = new Date()
  readonly #waiting: Waiting[] = []
  #pause: () => void = () => {}

  /** Waits until it is then. */
  async at(when: When): Promise<void> {
    return this.atInstant(instantOf(when, this.now))
  }

  async atInstant(at: Date): Promise<void> {
    return new Promise((goOn) => {
      this.#waiting.push({ at, goOn })
      this.#pause()
    })
  }

  /** Runs all stories. One that fails stops the run. */
  async play(stories: readonly (() => Promise<void>)[]): Promise<void> {
    let failure: unknown
    let left = stories.length
    for (const story of stories) {
      await this.#untilItWaits(() => {
        story()
          .catch((error: unknown) => {
            failure ??= error
          })
          .finally(() => {
            left -= 1
            this.#pause()
          })
      })
    }
    while (left > 0 && !failure) {
      this.#waiting.sort((a, b) => b.at.getTime() - a.at.getTime())
      const next = this.#waiting.pop()
      if (!next) throw new Error('A story waits for nothing')
      await setClock(next.at)
      await this.#untilItWaits(next.goOn)
    }
    if (failure) throw failure
  }

  #untilItWaits(goOn: () => void): Promise<void> {
    return new Promise((resolve) => {
      this.#pause = resolve
      goOn()
    })
  }
}
