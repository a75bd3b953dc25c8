import 'server-only'
import { logBug } from '@/lib/core/log'
import { startTimeout } from '@/lib/core/timers'
import { DecoderProcess } from './decoder-process'
import { requireStart } from './decoding-rule'
import { launcher } from './isolation'

type Words = readonly string[]

export type StarterOptions = {
  /** Holds the words that come before the launcher's. */
  readonly before: Words
  /** Holds the words for the child's program. */
  readonly words: Words
  /** Limits the milliseconds for which a child that was started ahead waits for a file; then it stops. */
  readonly spareMs: number
}

/**
 * Starts decoder children, one of them ahead: who comes after another account gets a child that has seen no file, and
 * need not wait until it has started.
 */
export class DecoderStarter {
  readonly #options: StarterOptions
  #spare: { readonly decoder: DecoderProcess; readonly command: Words } | undefined
  /** The command of the child that was taken last; none before the first one, and after `close`. */
  #command: Words | undefined
  #rest: NodeJS.Timeout | undefined

  constructor(options: StarterOptions) {
    this.#options = options
  }

  /** Returns the process id of the child that was started ahead, once it can decode. */
  get sparePid(): number | undefined {
    const { decoder } = this.#spare ?? {}
    return decoder?.alive && decoder.isReady ? decoder.pid : undefined
  }

  /**
   * Returns a child that has seen no file: the one that was started ahead, if there is one.
   *
   * @throws StartRefusedError where no file may be opened
   */
  async take(): Promise<DecoderProcess> {
    const { command, isolation } = await launcher()
    this.#command = undefined // where a start is refused, none is started ahead either
    requireStart(isolation)
    const spare = this.#spare
    this.#spare = undefined
    this.#command = command
    if (spare?.decoder.alive && spare.command === command) return spare.decoder
    // A system that was probed again may permit more than when that child was started.
    spare?.decoder.kill()
    return this.#start(command)
  }

  /** Starts the next child, unless it is there, and lets it wait for a file from now on. */
  startAhead(): void {
    const command = this.#command
    if (!command) return
    try {
      if (!this.#spare?.decoder.alive) this.#spare = { decoder: this.#start(command), command }
    } catch (error) {
      logBug(error, { room: 'imaging' }) // the system refuses processes
    }
    clearTimeout(this.#rest)
    this.#rest = startTimeout(() => this.#spare?.decoder.kill(), this.#options.spareMs, { room: 'imaging' }).unref()
  }

  /** Ends the child that was started ahead. */
  close(): void {
    clearTimeout(this.#rest)
    this.#spare?.decoder.kill()
    this.#command = undefined
  }

  #start(command: Words): DecoderProcess {
    const { before, words } = this.#options
    return new DecoderProcess([...before, ...command], words)
  }
}
