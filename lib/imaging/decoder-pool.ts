import 'server-only'
import { existsSync } from 'node:fs'
import { MINUTE, SECOND } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import type { FileMediaType } from '@/lib/core/file-formats'
import { type Decoded, DecoderProcess, type Original, type TakePage } from './decoder-process'
import type { DecodeRequest, MarkRequest } from './decoder-protocol'
import { FairQueue } from './fair-queue'
import { type Isolation, launcher } from './isolation'

export type DecoderPoolOptions = {
  readonly size?: number
  /** For a page, the start of a child included. */
  readonly timeLimitMs?: number
  /** After which a child without work ends. */
  readonly idleMs?: number
  /** Each one that waits holds a request, and its sender's connection; nothing of its original. */
  readonly maxWaiting?: number
  /** Of one sender. */
  readonly maxWaitingEach?: number
  /** The children leave the processors to everything else that needs them. */
  readonly isPolite?: boolean
}

/** Milliseconds. A page of a PDF can ask for anything; a picture's pixels are counted, and bound what it can cost. */
const PROCESSOR_LIMIT = 6 * SECOND
const PROCESSOR_LIMITS: Readonly<Partial<Record<FileMediaType, number>>> = { 'application/pdf': 1.5 * SECOND }

const DEFAULTS: Required<DecoderPoolOptions> = {
  size: 2,
  timeLimitMs: 10 * SECOND,
  idleMs: MINUTE,
  maxWaiting: 128,
  maxWaitingEach: 24,
  isPolite: false,
}

/** Words that start a program at a low priority, which its children have too; where there are none it has the usual one. */
const NICE = ['/usr/bin/nice', '/bin/nice']
  .filter(existsSync)
  .slice(0, 1)
  .flatMap((nice) => [nice, '-n', '10'])

const tooMany = (which: string) => new DomainError('TRY_AGAIN', `Too many files at once ${which}`)

const noPage: TakePage = async () => {
  throw new Error('Nothing was to be drawn')
}

/** Of what waits; the first is free once it has a child. */
type Waiting = { readonly resolve: (slot: Slot) => void; readonly reject: (error: Error) => void }

type Slot = { decoder?: DecoderProcess | undefined; idle?: NodeJS.Timeout | undefined }

/**
 * A few decoder children, started when they are needed and stopped when they are not. While all are taken, senders have
 * turns: someone who sends one file waits for no more than one of each other sender.
 */
export class DecoderPool {
  readonly #free: Slot[]
  readonly #slots: readonly Slot[]
  readonly #waiting = new FairQueue<Waiting>()
  readonly #options: Required<DecoderPoolOptions>

  constructor(options: DecoderPoolOptions = {}) {
    this.#options = { ...DEFAULTS, ...options }
    this.#slots = Array.from({ length: this.#options.size }, () => ({}))
    this.#free = [...this.#slots]
  }

  /** Process ids of the children that are alive. */
  get pids(): number[] {
    return this.#slots.flatMap(({ decoder }) => (decoder?.alive && decoder.pid ? [decoder.pid] : []))
  }

  /** How many children are taken. */
  get busy(): number {
    return this.#slots.length - this.#free.length
  }

  /** How many files wait for a child. */
  get waiting(): number {
    return this.#waiting.size
  }

  /**
   * The original is opened once a child is free, and its bytes go through. A child stays taken until its pages are kept,
   * so that there are never more of them than children make.
   *
   * @param sender whose turn it takes: an account, a case, a member of staff
   * @throws DomainError FILE_BROKEN when the file crashes the decoder; TRY_AGAIN when it was killed, slow or is too busy;
   *   whatever the original or `takePage` fails with
   */
  async decode(
    request: DecodeRequest | MarkRequest,
    original: Original,
    sender: string,
    takePage: TakePage = noPage,
  ): Promise<Decoded> {
    const slot = await this.#acquire(sender)
    const inSlot = async () => {
      if (!slot.decoder?.alive) {
        const { command } = await launcher()
        slot.decoder = new DecoderProcess([...this.#politely(), ...command])
      }
      return slot.decoder.decode(request, original, takePage, {
        timeMs: this.#options.timeLimitMs,
        processorMs: ('mediaType' in request && PROCESSOR_LIMITS[request.mediaType]) || PROCESSOR_LIMIT,
      })
    }
    try {
      const decoded = await inSlot()
      if (decoded.message.kind !== 'STALE') return decoded
      slot.decoder?.kill()
      return await inSlot()
    } finally {
      this.#release(slot)
    }
  }

  /** Ends every child, at work or not. */
  close(): void {
    for (const { decoder } of this.#slots) decoder?.kill()
  }

  #politely(): readonly string[] {
    return this.#options.isPolite ? NICE : []
  }

  #acquire(sender: string): Promise<Slot> | Slot {
    // The one used last, so that in quiet times one child serves and the other ends.
    const slot = this.#free.pop()
    if (slot) {
      clearTimeout(slot.idle)
      return slot
    }
    const { maxWaiting, maxWaitingEach } = this.#options
    if (this.#waiting.lengthOf(sender) >= maxWaitingEach) throw tooMany('of one sender')
    if (this.#waiting.size >= maxWaiting) {
      const last = this.#waiting.giveWay(sender)
      if (!last) throw tooMany('of all')
      last.reject(tooMany('of one sender, and others wait'))
    }
    return new Promise((resolve, reject) => this.#waiting.add(sender, { resolve, reject }))
  }

  #release(slot: Slot): void {
    const next = this.#waiting.next()
    if (next) {
      next.resolve(slot)
      return
    }
    slot.idle = setTimeout(() => slot.decoder?.kill(), this.#options.idleMs).unref()
    this.#free.push(slot)
  }
}

// Next may load this module once for each bundle; the children are counted for the process.
const shared = globalThis as typeof globalThis & { zhunxinDecoders?: DecoderPool }

/** For what was uploaded: at a low priority, as pages, staff's views among them, have someone who waits for them. */
export function decoderPool(): DecoderPool {
  shared.zhunxinDecoders ??= new DecoderPool({ isPolite: true, timeLimitMs: 20 * SECOND })
  return shared.zhunxinDecoders
}

/** What is withheld from the decoders on this system, for the health report. */
export async function isolation(): Promise<Isolation> {
  return (await launcher()).isolation
}
