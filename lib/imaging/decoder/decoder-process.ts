import 'server-only'
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'
import { addAbortSignal, type Readable, type Writable } from 'node:stream'
import { DomainError } from '@/lib/core/errors'
import { startInterval, startTimeout } from '@/lib/core/timers'
import type { DrawnPage } from '../draw'
import { asJpeg, decoderMessage, pageOf } from './decoder-answers'
import { CHILD_ENVIRONMENT, decoderProgram } from './decoder-files'
import {
  type DecodeRequest,
  type DecoderMessage,
  frameHead,
  frameReader,
  type MarkRequest,
  type Refusal,
} from './decoder-protocol'
import { lastInChain, processorTime } from './processor-time'

/** No rendition of 2,400 px is nearly as large: a child that sends more is broken. */
const MAX_ANSWER = 64 * 1024 * 1024

/** Lists the signals that a process causes itself: the file made the decoder crash. Any other came from outside. */
const CRASHES: ReadonlySet<string> = new Set([
  'SIGABRT',
  'SIGBUS',
  'SIGFPE',
  'SIGILL',
  'SIGSEGV',
  'SIGSYS',
  'SIGTRAP',
  'SIGXFSZ',
])

/** Describes a file to decode: its whole content is never in this process's memory, only in the child's. */
export type Original = {
  /** Counts the bytes. */
  readonly size: number
  /** Opens all bytes, each time from the start. */
  readonly open: () => Promise<Readable>
}

/** Stores a page before the next one is passed on; the child does not wait for it. */
export type OnPage = (page: DrawnPage) => Promise<void>

/** Describes the result of a decode; after DONE at least one page was passed on, and the body is that of MARKED. */
export type Decoded = {
  readonly message: Refusal | { readonly kind: 'DONE' | 'STALE' | 'MARKED' }
  readonly body: Buffer
}

export type DecodeLimits = {
  /** Limits the time for each page, including the start of a child; a busy machine may need most of it. */
  readonly timeMs: number
  /** Limits the processor time for each page. */
  readonly processorMs: number
}

/** So many bytes are sent to a child in one write: in smaller pieces, each would cost a turn of the loop. */
const SENT_AT_ONCE = 256 * 1024

/** The processor time is checked once in so many milliseconds. */
const TICK = 100

type Waiting = {
  readonly resolve: (decoded: Decoded) => void
  readonly reject: (error: Error) => void
  readonly maxPages: number
  pages: number
  readonly take: (page: DrawnPage) => void
}

/** Returns the signal that ended a process, by the exit code of the shell that waited for it. */
const signalOf = (code: number | null) =>
  Object.entries(constants.signals).find(([, number]) => number + 128 === code)?.[0]

/** Represents one decoder child, which decodes one image at a time. */
export class DecoderProcess {
  readonly #gone = new AbortController()
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>
  #ready = false
  #decoding: number | undefined
  #stderr = ''
  #waiting: Waiting | undefined

  /**
   * @param launch words that come before `node`
   * @param words those for the child's program
   */
  constructor(launch: readonly string[], words: readonly string[] = []) {
    const node = [process.execPath, '--conditions=react-server', decoderProgram(), ...words]
    const [command = process.execPath, ...options] = [...launch, ...node]
    this.#child = spawn(command, options, { env: CHILD_ENVIRONMENT, stdio: ['pipe', 'pipe', 'pipe'] })
    const { stdin, stdout, stderr } = this.#child
    const read = frameReader(MAX_ANSWER, (head, body) => this.#take(decoderMessage.parse(head), body))
    stdout.on('data', (chunk: Buffer) => {
      try {
        read(chunk)
      } catch {
        this.#fail(new DomainError('FILE_BROKEN', 'The decoder answered nonsense'))
      }
    })
    stderr.on('data', (chunk: Buffer) => {
      this.#stderr = `${this.#stderr}${chunk.toString()}`.slice(-2_000)
    })
    // A child that is gone breaks the pipe; 'close' says how it went.
    stdin.on('error', () => undefined)
    this.#child.on('error', (error) => this.#fail(error))
    this.#child.on('close', (code, signal) => this.#fail(this.#reasonOf(code, signal)))
    this.#holdParent(false)
  }

  /** Returns the id of the process that decodes, once it can; before, that of the process that starts it. */
  get pid(): number | undefined {
    return this.#decoding ?? this.#child.pid
  }

  /**
   * Decodes one file, or marks one page.
   *
   * @throws DomainError FILE_BROKEN when the file made the child crash, FILE_TOO_SLOW when it used up its processor
   *   time, TRY_AGAIN when it was killed or out of time; Error when children cannot be started at all; any error of the
   *   original or of `onPage`
   */
  async decode(
    request: DecodeRequest | MarkRequest,
    original: Original,
    onPage: OnPage,
    { timeMs, processorMs }: DecodeLimits,
  ): Promise<Decoded> {
    let taking = Promise.resolve()
    const late = () => this.#fail(new DomainError('TRY_AGAIN', 'Decoding took too long'))
    const timer = startTimeout(late, timeMs, { room: 'imaging' })
    // Read at the ticks alone, since /proc has a file for each of its threads: most files take no longer than a tick,
    // and what is spent before the first is not counted.
    let spent: number | undefined
    const look = () => {
      const now = this.#processorTime()
      spent ??= now
      if (now - spent > processorMs) this.#fail(new DomainError('FILE_TOO_SLOW', 'Decoding used up its processor time'))
    }
    const meter = startInterval(look, TICK, { room: 'imaging' })
    const take = (page: DrawnPage) => {
      timer.refresh()
      spent = undefined
      taking = taking.then(() => onPage(page))
      taking.catch((error: Error) => this.#fail(error))
    }
    this.#holdParent(true)
    try {
      const decoded = await new Promise<Decoded>((resolve, reject) => {
        this.#waiting = { resolve, reject, maxPages: 'maxPages' in request ? request.maxPages : 0, pages: 0, take }
        this.#send(request, original).catch((error: Error) => this.#fail(error))
      })
      // The caller that stores pages has a time limit of its own.
      clearTimeout(timer)
      clearInterval(meter)
      await taking
      return decoded
    } finally {
      clearTimeout(timer)
      clearInterval(meter)
      await taking.catch(() => {}) // otherwise a page would be stored after its file was given up
      this.#holdParent(false)
    }
  }

  /** Throws what the original fails with; a child that is gone says how it went by itself. */
  async #send(request: DecodeRequest | MarkRequest, { size, open }: Original): Promise<void> {
    const { stdin } = this.#child
    const { signal } = this.#gone
    stdin.write(frameHead(request, size))
    let left = size
    let held = 0
    stdin.cork()
    try {
      for await (const chunk of addAbortSignal(signal, await open()) as AsyncIterable<Buffer>) {
        left -= chunk.length
        if (left < 0) break
        stdin.write(chunk)
        held += chunk.length
        if (held < SENT_AT_ONCE) continue
        held = 0
        stdin.uncork()
        if (stdin.writableNeedDrain) await once(stdin, 'drain', { signal })
        stdin.cork()
      }
    } catch (error) {
      // The pipe may break a moment before the child is known to be gone.
      if (!signal.aborted && error !== stdin.errored) throw error
      return
    } finally {
      stdin.uncork()
    }
    if (left !== 0) throw new Error('An original of another size than was said')
  }

  get alive(): boolean {
    return !this.#gone.signal.aborted
  }

  /** Returns whether it has said that it can decode. */
  get isReady(): boolean {
    return this.#ready
  }

  kill(): void {
    this.#gone.abort()
    this.#child.kill('SIGKILL')
  }

  #take(message: DecoderMessage, body: Buffer): void {
    if (message.kind === 'READY') {
      this.#ready = true
      // Its id is found from outside, before it reads a file: a hostile one could make it claim any id.
      this.#decoding ??= this.#child.pid && lastInChain(this.#child.pid)
      return
    }
    const waiting = this.#waiting
    if (!waiting) throw new Error('Nothing was asked')
    if (message.kind === 'PAGE') {
      waiting.pages += 1
      if (waiting.pages > waiting.maxPages) throw new Error('More pages than were requested')
      waiting.take(pageOf(message, body))
      return
    }
    if (message.kind === 'DONE' && waiting.pages === 0) throw new Error('No page')
    if (message.kind === 'MARKED') asJpeg(body)
    waiting.resolve({ message, body })
    this.#waiting = undefined
  }

  #processorTime(): number {
    return this.#child.pid ? processorTime(this.#child.pid) : 0
  }

  #fail(error: Error): void {
    this.kill()
    this.#waiting?.reject(error)
    this.#waiting = undefined
  }

  #reasonOf(code: number | null, killedBy: NodeJS.Signals | null): Error {
    const signal = killedBy ?? signalOf(code)
    if (signal && !CRASHES.has(signal)) return new DomainError('TRY_AGAIN', `The decoder was killed by ${signal}`)
    if (this.#ready) return new DomainError('FILE_BROKEN', `The decoder crashed: ${signal ?? code}`)
    return new Error(`The decoder does not start (${signal ?? code}): ${this.#stderr}`)
  }

  /**
   * Sets whether this process waits for the child: an idle one must not keep a process that is done; one at work must.
   */
  #holdParent(hold: boolean): void {
    for (const handle of [this.#child, this.#child.stdin, this.#child.stdout, this.#child.stderr]) {
      const { ref, unref } = handle as unknown as { ref?: () => void; unref?: () => void }
      ;(hold ? ref : unref)?.call(handle)
    }
  }
}
