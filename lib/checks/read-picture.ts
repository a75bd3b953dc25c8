import 'server-only'
import { MINUTE } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import { startTimeout } from '@/lib/core/timers'
import { requireStart } from '@/lib/imaging/decoder/decoding-rule'
import { readerLauncher } from '@/lib/imaging/decoder/isolation'
import { POLITELY } from '@/lib/imaging/decoder/launch-command'
import type { IssuedPage } from './letter/letter-page'
import { type Answer, ReaderProcess } from './reader/reader-process'
import type { ReaderRequest } from './reader/reader-protocol'
import type { Reading } from './reading'

/**
 * A picture that is hard to read takes twelve seconds of processor time on a present server; another may be four times
 * as slow.
 */
const LIMITS = { timeMs: 10 * MINUTE, processorMs: 2 * MINUTE }
/** Loading the models takes a second: a child stays for the next picture of a submission. */
const IDLE = MINUTE
/** A child reads no more pictures than these: models and matrices retain memory, which grows towards its limit. */
export const MOST_PICTURES = 6

/**
 * Runs one child, at a low priority: pictures are read one after another, and nobody waits for it. A child reads
 * pictures of one owner, so that a picture that took it over finds no other's.
 */
class Reader {
  #process: ReaderProcess | undefined
  /** Names whose pictures the child has read. */
  #owner: string | undefined
  /** Counts the pictures that the child was given. */
  #given = 0
  /** Counts the pictures that it was given since the owner's turn started. */
  #inTurn = 0
  #turn: Promise<unknown> = Promise.resolve()
  #idle: NodeJS.Timeout | undefined

  read(owner: string, request: ReaderRequest, body: readonly Buffer[]): Promise<Answer> {
    const answer = this.#turn.then(() => this.#readNow(owner, request, body))
    this.#turn = answer.catch(() => undefined)
    return answer
  }

  /** Retries in a fresh child what a used one can't read: memory that was held is not given back. */
  async #readNow(owner: string, request: ReaderRequest, body: readonly Buffer[]): Promise<Answer> {
    clearTimeout(this.#idle)
    if (owner !== this.#owner) this.#process?.kill()
    if (!this.#process?.alive) this.#inTurn = 0
    this.#owner = owner
    this.#inTurn += 1
    const before = this.#process
    try {
      return await this.#readOnce(request, body)
    } catch (error) {
      const isOld = before !== undefined && before === this.#process
      if (!isOld || !(error instanceof DomainError) || error.code !== 'FILE_BROKEN') throw error
      before.kill()
      return await this.#readOnce(request, body)
    } finally {
      this.#idle = startTimeout(() => this.#process?.kill(), IDLE, { room: 'checks' }).unref()
    }
  }

  async #readOnce(request: ReaderRequest, body: readonly Buffer[]): Promise<Answer> {
    if (this.#given >= MOST_PICTURES) this.#process?.kill()
    if (!this.#process?.alive) {
      const { command, isolation } = await readerLauncher()
      requireStart(isolation)
      this.#process = new ReaderProcess([...POLITELY, ...command])
      this.#given = 0
    }
    this.#given += 1
    return this.#process.read(request, body, LIMITS)
  }

  get pid(): number | undefined {
    return this.#process?.alive ? this.#process.pid : undefined
  }

  /** Returns the owner of the child while their turn lasts, which is as many pictures as a child reads. */
  get ownerInTurn(): string | null {
    const isOver = !this.#process?.alive || this.#inTurn >= MOST_PICTURES
    return isOver ? null : (this.#owner ?? null)
  }

  close(): void {
    clearTimeout(this.#idle)
    this.#process?.kill()
  }
}

// Bundles may load this module twice; the child is one of the process.
const shared = globalThis as typeof globalThis & { zhunxinReader?: Reader }

/** Returns the one reader of this process. */
export function reader(): Reader {
  shared.zhunxinReader ??= new Reader()
  return shared.zhunxinReader
}

/**
 * Reads a picture of a document, in a child that has no network, no keys and no file but the models.
 *
 * @param jpeg a rendition: upright by its EXIF and at most 2,400 pixels long, and trusted no more than the upload that
 *   it was drawn from
 * @param owner whose picture it is: an account. A child reads pictures of one
 * @param titles those of the portal's own letters, by which one is known in another document's place
 * @throws DomainError FILE_BROKEN when it can't be read; TRY_AGAIN when the machine was too slow, or gives its reader
 *   no sandbox
 */
export async function readPicture(jpeg: Buffer, owner: string, titles: readonly string[] = []): Promise<Reading> {
  return (await reader().read(owner, { kind: 'PICTURE', titles }, [jpeg])).reading
}

/**
 * A reading that says what its page of a letter shows, and that page as it lies flat: a JPEG, null where it was not
 * recognised.
 */
export type LetterReading = {
  readonly reading: Reading & Required<Pick<Reading, 'letter'>>
  readonly flat: Buffer | null
}

/**
 * Reads a picture that should show a page of a commitment letter, as `readPicture` does. What is no page of ours is
 * read as any other picture is, and its letter is not registered.
 *
 * @param issued the pages that it may show, as they were issued: without them nothing is said of what is altered
 * @param titles those of the portal's own letters: by its title a page is known to be one, where its places are not
 *   found
 * @throws DomainError as `readPicture`
 */
export async function readLetter(
  jpeg: Buffer,
  owner: string,
  issued: readonly IssuedPage[] = [],
  titles: readonly string[] = [],
): Promise<LetterReading> {
  const body = [jpeg, ...issued.map((page) => page.jpeg)]
  const request = {
    kind: 'LETTER',
    bytes: body.map(({ length }) => length),
    codes: issued.map(({ code }) => code),
    titles,
  } as const
  const { reading, flat } = await reader().read(owner, request, body)
  const { letter } = reading
  if (!letter) throw new DomainError('FILE_BROKEN', 'The reader said nothing of the letter')
  return { reading: { ...reading, letter }, flat: flat.length > 0 ? flat : null }
}
