import 'server-only'
import { MINUTE, SECOND } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import type { FileMediaType } from '@/lib/core/file-formats'
import { type Decoded, DecoderProcess, type Original, type TakePage } from './decoder-process'
import type { DecodeRequest, MarkRequest } from './decoder-protocol'
import { type Isolation, launcher } from './isolation'

export type DecoderPoolOptions = {
  readonly size?: number
  /** For a page, the start of a child included. */
  readonly timeLimitMs?: number
  /** After which a child without work ends. */
  readonly idleMs?: number
  /** Each one that waits holds a request, and who sent it; nothing of its original. */
  readonly maxWaiting?: number
}

/** Milliseconds. A page of a PDF can ask for anything; a picture's pixels are counted, and bound what it can cost. */
const PROCESSOR_LIMIT = 6 * SECOND
const PROCESSOR_LIMITS: Readonly<Partial<Record<FileMediaType, number>>> = { 'application/pdf': 1.5 * SECOND }

const noPage: TakePage = async () => {
  throw new Error('Nothing was to be drawn')
}

type Slot = { decoder?: DecoderProcess | undefined; idle?: NodeJS.Timeout | undefined }

/** A few decoder children, started when they are needed and ended when they are not. */
export class DecoderPool {
  readonly #free: Slot[]
  readonly #slots: readonly Slot[]
  readonly #waiting: ((slot: Slot) => void)[] = []
  readonly #options: Required<DecoderPoolOptions>

  constructor({ size = 2, timeLimitMs = 10 * SECOND, idleMs = MINUTE, maxWaiting = 32 }: DecoderPoolOptions = {}) {
    this.#options = { size, timeLimitMs, idleMs, maxWaiting }
    this.#slots = Array.from({ length: size }, () => ({}))
    this.#free = [...this.#slots]
  }

  /** Process ids of the children that are alive. */
  get pids(): number[] {
    return this.#slots.flatMap(({ decoder }) => (decoder?.alive && decoder.pid ? [decoder.pid] : []))
  }

  /**
   * The original is opened once a child is free, and its bytes go through. A child stays taken until its pages are kept,
   * so that there are never more of them than children make.
   *
   * @throws DomainError FILE_BROKEN when the file crashes the decoder; TRY_AGAIN when it was killed, slow or is too busy;
   *   whatever the original or `takePage` fails with
   */
  async decode(
    request: DecodeRequest | MarkRequest,
    original: Original,
    takePage: TakePage = noPage,
  ): Promise<Decoded> {
    const { command } = await launcher()
    const slot = await this.#acquire()
    const inSlot = () => {
      if (!slot.decoder?.alive) slot.decoder = new DecoderProcess(command)
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

  #acquire(): Promise<Slot> | Slot {
    // The one used last, so that in quiet times one child serves and the other ends.
    const slot = this.#free.pop()
    if (slot) {
      clearTimeout(slot.idle)
      return slot
    }
    if (this.#waiting.length >= this.#options.maxWaiting) throw new DomainError('TRY_AGAIN', 'Too many images at once')
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  #release(slot: Slot): void {
    const next = this.#waiting.shift()
    if (next) {
      next(slot)
      return
    }
    slot.idle = setTimeout(() => slot.decoder?.kill(), this.#options.idleMs).unref()
    this.#free.push(slot)
  }
}

// Next may load this module once for each bundle; the children are counted for the process.
const shared = globalThis as typeof globalThis & { zhunxinDecoders?: DecoderPool }

export function decoderPool(): DecoderPool {
  shared.zhunxinDecoders ??= new DecoderPool()
  return shared.zhunxinDecoders
}

/** What is withheld from the decoders on this system, for the health report. */
export async function isolation(): Promise<Isolation> {
  return (await launcher()).isolation
}
