import 'server-only'
import { DomainError } from '@/lib/core/errors'
import { Turns } from '@/lib/core/turns'

/** One sender may have so many files received at once, in this process. Most of them wait for a turn. */
export const MOST_FILES_AT_ONCE = 64

/** Turns at once, of all senders together: the work of more would only be interleaved. */
export const MOST_TURNS = 4

/**
 * Shares the work of receiving files among senders. While a file waits, its request is not read, so that its sender's
 * connection fills up and stops.
 *
 * A turn never waits for the sender of a file: a slow connection delays nobody else of its account.
 */
class ReceptionTurns extends Turns {
  readonly #files = new Map<string, number>()

  enter(sender: string): void {
    const count = this.#files.get(sender) ?? 0
    if (count >= MOST_FILES_AT_ONCE) throw new DomainError('TRY_AGAIN', 'Too many files of one sender at once')
    this.#files.set(sender, count + 1)
  }

  leave(sender: string): void {
    const left = (this.#files.get(sender) ?? 1) - 1
    if (left > 0) this.#files.set(sender, left)
    else this.#files.delete(sender)
  }
}

// Next may load this module once for each bundle; turns are of the process.
const shared = globalThis as typeof globalThis & { zhunxinReceptionTurns?: ReceptionTurns }
shared.zhunxinReceptionTurns ??= new ReceptionTurns(MOST_TURNS)
const turns = shared.zhunxinReceptionTurns

/**
 * Counts a file of a sender while it is received. A count lasts no longer than its request, so that the process which
 * has the request counts it, and nothing is left of it after a crash.
 *
 * @throws DomainError TRY_AGAIN
 */
export async function withinFilesAtOnce<T>(sender: string, work: () => Promise<T>): Promise<T> {
  turns.enter(sender)
  try {
    return await work()
  } finally {
    turns.leave(sender)
  }
}

/** Does a part of the work on a sender's file in a turn. The work must not take another turn, or wait for a sender. */
export async function inTurn<T>(sender: string, work: () => Promise<T>): Promise<T> {
  await turns.startTurn(sender)
  try {
    return await work()
  } finally {
    turns.endTurn(sender)
  }
}

/**
 * Passes the bytes of a sender's file on, each piece in a turn. The turn ends with this round of the event loop: by
 * then the piece was hashed and encrypted, and what still has to be written waits for the disk or a network, not for
 * the processor.
 */
export async function* inTurns(source: AsyncIterable<Buffer>, sender: string): AsyncGenerator<Buffer, void, undefined> {
  for await (const piece of source) {
    await turns.startTurn(sender)
    setImmediate(() => turns.endTurn(sender))
    yield piece
  }
}
