import 'server-only'
import { recordRefusal } from '@/lib/audit/record'
import { MINUTE } from '@/lib/core/clock'
import { log, withoutContent } from '@/lib/core/log'
import { startInterval } from '@/lib/core/timers'

type Refused = { keyId: string; act: string; code: string; more: number }

/**
 * Records what keys were refused, as refused acts of people are. The first of a key, act and code is recorded at once,
 * and no request waits for it; those of the next minute are counted in memory and recorded together, so that a gateway
 * with a wrong key costs no write for each message. Who kills the process loses a minute of counts.
 */
export class KeyRefusals {
  #refused = new Map<string, Refused>()
  readonly #timer: NodeJS.Timeout
  #storing: Promise<void> = Promise.resolve()

  constructor(everyMs = MINUTE) {
    this.#timer = startInterval(() => this.store(), everyMs, { room: 'integrations' }).unref()
  }

  /** @param keyId a key that exists */
  count(keyId: string, act: string, code: string): void {
    const known = this.#refused.get(nameOf({ keyId, act, code }))
    if (known) known.more += 1
    else this.#add({ keyId, act, code, more: 0 }, 1)
  }

  /** Records what was counted. What can't be recorded now is recorded by the next try. */
  store(): Promise<void> {
    const counted = this.#refused
    this.#refused = new Map()
    for (const { more, ...refused } of counted.values()) if (more > 0) this.#record(refused, more)
    return this.#storing
  }

  /** Records what is left, and ends. */
  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.store()
  }

  #add(refused: Refused, times: number): void {
    this.#refused.set(nameOf(refused), refused)
    this.#record(refused, times)
  }

  #record({ keyId, act, code }: Omit<Refused, 'more'>, times: number): void {
    const work = async () => {
      await recordRefusal({ kind: 'CLIENT', id: keyId }, act, { code, subjectId: null }, times)
    }
    const putBack = (error: unknown) => {
      log.debug({ act: 'api_key.record_refusals', ...withoutContent(error) }, 'not recorded')
      const name = nameOf({ keyId, act, code })
      const since = this.#refused.get(name)
      this.#refused.set(name, { keyId, act, code, more: times + (since?.more ?? 0) })
    }
    this.#storing = this.#storing.then(work).catch(putBack)
  }
}

const nameOf = ({ keyId, act, code }: Omit<Refused, 'more'>): string => `${keyId} ${act} ${code}`
