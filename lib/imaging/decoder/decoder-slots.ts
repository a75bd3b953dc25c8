import 'server-only'
import { SECOND } from '@/lib/core/clock'
import { startTimeout } from '@/lib/core/timers'
import type { DecoderProcess } from './decoder-process'
import { DecoderStarter, type StarterOptions } from './decoder-starter'

export type SlotOptions = StarterOptions & {
  /** Counts the slots. */
  readonly size: number
  /** Limits the milliseconds that a child waits for another file of its owner; then it stops. */
  readonly idleMs: number
}

/** Holds a child, and whose it is. */
export type Slot = {
  decoder?: DecoderProcess
  owner?: string
  /** Says since when it is theirs, by the clock of `performance`: a child that was replaced for its own owner starts no turn. */
  since?: number
  idle?: NodeJS.Timeout
}

/** An account's turn at a child lasts so many milliseconds: within it, the child's start pays off for several photographs. */
const TURN = SECOND / 2

/**
 * Places for children that work. A child serves one owner, so that a hostile file that took it over finds no other's; for
 * the next owner it is replaced by one that has seen no file.
 */
export class DecoderSlots {
  readonly #options: SlotOptions
  readonly #starter: DecoderStarter
  readonly #slots: readonly Slot[]
  /** Lists the slots without work; the one that worked last is at the end. */
  readonly #free: Slot[]

  constructor(options: SlotOptions) {
    this.#options = options
    this.#starter = new DecoderStarter(options)
    this.#slots = Array.from({ length: options.size }, () => ({}))
    this.#free = [...this.#slots]
  }

  get pids(): number[] {
    return this.#slots.flatMap(({ decoder }) => (decoder?.alive && decoder.pid ? [decoder.pid] : []))
  }

  get sparePid(): number | undefined {
    return this.#starter.sparePid
  }

  get busy(): number {
    return this.#slots.length - this.#free.length
  }

  get ownersInTurn(): string[] {
    const from = performance.now() - TURN
    return this.#free.flatMap(({ decoder, owner, since = 0 }) =>
      decoder?.alive && owner !== undefined && since > from ? [owner] : [],
    )
  }

  /**
   * Returns a free slot, which is then busy: of those with the owner's child the one that was used last, so that in quiet times
   * one child serves and the other stops; otherwise one without a child; otherwise the one whose child has waited longest.
   */
  take(owner: string): Slot | undefined {
    const own = this.#free.findLastIndex((slot) => slot.decoder?.alive && slot.owner === owner)
    const empty = this.#free.findLastIndex(({ decoder }) => !decoder?.alive)
    const [slot] = this.#free.splice(own >= 0 ? own : Math.max(empty, 0), 1)
    if (slot) clearTimeout(slot.idle)
    return slot
  }

  /** Returns the child of a busy slot if it is this owner's, and otherwise one that has seen no file. */
  async childIn(slot: Slot, owner: string): Promise<DecoderProcess> {
    if (slot.decoder?.alive && slot.owner === owner) return slot.decoder
    slot.decoder?.kill()
    slot.decoder = await this.#starter.take()
    if (slot.owner !== owner) Object.assign(slot, { owner, since: performance.now() })
    return slot.decoder
  }

  /** Starts the next child, unless it is there. Done after a file, it takes no processor from one that somebody waits for. */
  startAhead(): void {
    this.#starter.startAhead()
  }

  /** Frees a slot; its child stops after a while. */
  free(slot: Slot): void {
    slot.idle = startTimeout(() => slot.decoder?.kill(), this.#options.idleMs, { room: 'imaging' }).unref()
    this.#free.push(slot)
  }

  /** Ends every child, at work or not. */
  close(): void {
    for (const { decoder } of this.#slots) decoder?.kill()
    this.#starter.close()
  }
}
