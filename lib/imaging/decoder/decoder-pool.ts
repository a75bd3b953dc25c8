import 'server-only'
import { MINUTE, SECOND } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import { FairQueue } from '@/lib/core/fair-queue'
import type { FileMediaType } from '@/lib/core/files/file-formats'
import type { Decoded, OnPage, Original } from './decoder-process'
import { type DecodeRequest, FOR_MARKS, type MarkRequest } from './decoder-protocol'
import { DecoderSlots, ownerInTurn, type Slot } from './decoder-slots'
import { type Isolation, launcher } from './isolation'
import { POLITELY } from './launch-command'

export type DecoderPoolOptions = {
  readonly size?: number
  /** Limits the time for a page, including the start of a child. */
  readonly timeLimitMs?: number
  /** Limits the processor time for a page, for all formats; without it each format has its own limit. */
  readonly processorMs?: number
  /** Limits the milliseconds that a child waits for another file of its owner; then it stops. */
  readonly idleMs?: number
  /** Limits the milliseconds that the child that was started ahead waits for its first file; then it stops. */
  readonly spareMs?: number
  /** Limits the requests that wait. Each holds its sender's connection, and none of its original's bytes. */
  readonly maxWaiting?: number
  /** Limits the requests that wait for one sender. */
  readonly maxWaitingEach?: number
  /**
   * Says when the next child is started ahead: after each file, or only while several owners come, or children are used
   * up.
   */
  readonly startsAhead?: 'ALWAYS' | 'WHILE_NEEDED'
  /** Runs the children at a low priority. */
  readonly isPolite?: boolean
  /** Lets the children prepare for marks. */
  readonly isForMarks?: boolean
}

/** Says for whom a file is decoded. */
export type Whose = {
  /** Names whose files a child may see one after another, an account or a case: it decodes for nobody else. */
  readonly owner: string
  /** Names who shares the queue fairly: an account, a case, a member of staff. */
  readonly sender: string
}

/**
 * Limits the processor time, in milliseconds. A page of a PDF can require any amount; a picture's pixels are counted,
 * which bounds its cost. The largest HEIC takes six seconds on a present server, and must open on one that is four
 * times as slow. Senders have turns, so a slow file holds up its own sender.
 */
const PROCESSOR_LIMIT = 30 * SECOND
const PROCESSOR_LIMITS: Readonly<Partial<Record<FileMediaType, number>>> = { 'application/pdf': 10 * SECOND }

const DEFAULTS: Required<Omit<DecoderPoolOptions, 'processorMs'>> = {
  size: 2,
  timeLimitMs: 30 * SECOND,
  idleMs: 30 * SECOND,
  spareMs: 30 * SECOND,
  maxWaiting: 128,
  maxWaitingEach: 24,
  startsAhead: 'ALWAYS',
  isPolite: false,
  isForMarks: false,
}

const processorLimitOf = (request: DecodeRequest | MarkRequest) =>
  ('mediaType' in request && PROCESSOR_LIMITS[request.mediaType]) || PROCESSOR_LIMIT

const tooMany = (which: string) => new DomainError('TRY_AGAIN', `Too many files at once ${which}`)

const noPage: OnPage = async () => {
  throw new Error('Nothing was to be drawn')
}

/** Describes a waiting request: it resolves once a child is free. */
type Waiting = {
  readonly owner: string
  readonly resolve: (slot: Slot) => void
  readonly reject: (error: Error) => void
}

/**
 * A few decoder children, started when they are needed and stopped when they are not. Each decodes the files of one
 * owner, and one more is started ahead for the owner who comes next. While all are taken, senders have turns of half a
 * second or one file.
 */
export class DecoderPool {
  readonly #slots: DecoderSlots
  readonly #waiting = new FairQueue<Waiting>()
  readonly #options: typeof DEFAULTS & DecoderPoolOptions

  constructor(options: DecoderPoolOptions = {}) {
    this.#options = { ...DEFAULTS, ...options }
    const { isPolite, isForMarks, ...limits } = this.#options
    this.#slots = new DecoderSlots({
      ...limits,
      before: isPolite ? POLITELY : [],
      words: isForMarks ? [FOR_MARKS] : [],
    })
  }

  /** Returns the process ids of the children that have an owner and are alive. */
  get pids(): number[] {
    return this.#slots.pids
  }

  /** Returns the process id of the child that was started ahead, once it can decode. */
  get sparePid(): number | undefined {
    return this.#slots.sparePid
  }

  /** Returns whose children are free and have been theirs for less than a turn. */
  get ownersInTurn(): string[] {
    return this.#slots.ownersInTurn
  }

  get busy(): number {
    return this.#slots.busy
  }

  /** Returns how many files wait for a child. */
  get waiting(): number {
    return this.#waiting.size
  }

  /**
   * Decodes a file. The original is opened once a child is free, and its bytes are streamed. A child remains busy until
   * its pages are stored, so that there are never more pages in memory than children make.
   *
   * @throws DomainError FILE_BROKEN when the file crashes the decoder; FILE_TOO_SLOW when it uses up its processor
   *   time; TRY_AGAIN when it was killed, slow or is too busy; any error of the original or of `onPage`
   */
  async decode(
    request: DecodeRequest | MarkRequest,
    original: Original,
    whose: Whose,
    onPage: OnPage = noPage,
  ): Promise<Decoded> {
    const slot = await this.#acquire(whose)
    const inSlot = async () => {
      const decoder = await this.#slots.childIn(slot, whose.owner)
      return decoder.decode(request, original, onPage, {
        timeMs: this.#options.timeLimitMs,
        processorMs: this.#options.processorMs ?? processorLimitOf(request),
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
    this.#slots.close()
  }

  #acquire({ owner, sender }: Whose): Promise<Slot> | Slot {
    const slot = this.#slots.take(owner)
    if (slot) return slot
    const { maxWaiting, maxWaitingEach } = this.#options
    if (this.#waiting.lengthOf(sender) >= maxWaitingEach) throw tooMany('of one sender')
    if (this.#waiting.size >= maxWaiting) {
      const last = this.#waiting.giveWay(sender)
      if (!last) throw tooMany('of all')
      last.reject(tooMany('of one sender, and others wait'))
    }
    return new Promise((resolve, reject) => this.#waiting.add(sender, { owner, resolve, reject }))
  }

  #release(slot: Slot): void {
    // A start costs more than a file: within their turn, the next file is one that needs none.
    const inTurn = ownerInTurn(slot)
    const next = this.#waiting.next((_, { owner }) => owner === inTurn) ?? this.#waiting.next()
    if (next) next.resolve(slot)
    else this.#slots.free(slot)
    this.#slots.startAhead()
  }
}

// Next may load this module once for each bundle; the children are counted for the process.
const shared = globalThis as typeof globalThis & { zhunxinDecoders?: DecoderPool }

/** Returns the pool for uploads: it has a low priority, since people wait for pages, staff's views among them. */
export function decoderPool(): DecoderPool {
  shared.zhunxinDecoders ??= new DecoderPool({
    isPolite: true,
    timeLimitMs: 2 * MINUTE,
    startsAhead: 'WHILE_NEEDED',
  })
  return shared.zhunxinDecoders
}

/** Returns which measures the decoders lack on this system, for the health report. */
export async function isolation(): Promise<Isolation> {
  return (await launcher()).isolation
}
