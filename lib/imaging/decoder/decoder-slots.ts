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
  /**
   * Says when a child is started ahead: after each file, or only while several owners come, or children are used up.
   */
  readonly startsAhead: 'ALWAYS' | 'WHILE_NEEDED'
}

/** Holds a child, and whose it is. */
export type Slot = {
  decoder?: DecoderProcess | undefined
  owner?: string
  /**
   * Says since when it is theirs, by the clock of `performance`: a child that was replaced for its own owner starts no
   * turn.
   */
  since?: number
  idle?: NodeJS.Timeout
}

/**
 * An account's turn at a child lasts so many milliseconds: within it, the child's start pays off for several
 * photographs.
 */
const TURN = SECOND / 2

/** Returns whose a living child is, while their turn lasts. */
export function ownerInTurn({ decoder, owner, since = 0 }: Slot): string | undefined {
  return decoder?.alive && since > performance.now() - TURN ? owner : undefined
}

/**
 * Holds places for children that work. A child serves one owner, so that a hostile file that took it over finds no
 * other's; for the next owner it is replaced by one that has seen no file.
 */
export class DecoderSlots {
  readonly #options: SlotOptions
  readonly #starter: DecoderStarter
  readonly #slots: readonly Slot[]
  /** Lists the slots without work; the one that worked last is at the end. */
  readonly #free: Slot[]
  /** Says who had a child last, and when. */
  #last: { readonly owner: string; readonly at: number } | undefined
  /** Says when a child was last needed that had seen no file, in the place of another or next to another owner's. */
  #neededAt = Number.NEGATIVE_INFINITY

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
    return this.#free.flatMap((slot) => ownerInTurn(slot) ?? [])
  }

  /**
   * Returns a free slot, which is then busy: of those with the owner's child the one that was used last, so that in
   * quiet times one child serves and the other stops; otherwise one without a child; otherwise the one whose child has
   * waited longest.
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
    this.#noteNeed(slot, owner)
    if (slot.decoder?.alive && slot.owner === owner) return slot.decoder
    slot.decoder?.kill()
    slot.decoder = await this.#starter.take()
    if (slot.owner !== owner) Object.assign(slot, { owner, since: performance.now() })
    return slot.decoder
  }

  /**
   * Starts the next child, unless it is there. Done after a file, it takes no processor from one that somebody waits
   * for. While one account alone sends photographs nobody would use it.
   */
  startAhead(): void {
    const { startsAhead, spareMs } = this.#options
    if (startsAhead === 'ALWAYS' || performance.now() - this.#neededAt < spareMs) this.#starter.startAhead()
  }

  /** Frees a slot; its child stops after a while. */
  free(slot: Slot): void {
    const stop = () => {
      slot.decoder?.kill()
      slot.decoder = undefined // it was not used up
    }
    slot.idle = startTimeout(stop, this.#options.idleMs, { room: 'imaging' }).unref()
    this.#free.push(slot)
  }

  #noteNeed({ decoder, owner: before }: Slot, owner: string): void {
    const now = performance.now()
    const isReplaced = decoder !== undefined && !(decoder.alive && before === owner)
    const isNext = this.#last !== undefined && this.#last.owner !== owner && now - this.#last.at < this.#options.spareMs
    if (isReplaced || isNext) this.#neededAt = now
    this.#last = { owner, at: now }
  }

  /** Ends every child, at work or not. */
  close(): void {
    for (const { decoder } of this.#slots) decoder?.kill()
    this.#starter.close()
  }
}
