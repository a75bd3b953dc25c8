import 'server-only'
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { z } from 'zod'
import { DomainError } from '@/lib/core/errors'
import {
  type DecodeRequest,
  type DecoderMessage,
  frame,
  frameReader,
  type MarkRequest,
  type Refusal,
} from './decoder-protocol'
import type { DrawnPage } from './draw'
import { decoderProgram, EMPTY } from './isolation'
import { processorTime } from './processor-time'

/** No rendition of 2,400 px comes near; a child that sends more is out of its mind. */
const MAX_ANSWER = 64 * 1024 * 1024

/** Signals that a process brings on itself: the file made the decoder crash. Any other came from outside. */
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

/** A child that has read a hostile file is not to be believed. */
const decoderMessage: z.ZodType<DecoderMessage> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('READY') }),
  z.strictObject({ kind: z.literal('STALE') }),
  z.strictObject({
    kind: z.literal('PAGE'),
    width: z.int().positive(),
    height: z.int().positive(),
    renditionBytes: z.int().positive(),
  }),
  z.strictObject({ kind: z.literal('DONE') }),
  z.strictObject({ kind: z.literal('TOO_MANY_PIXELS'), pixels: z.number().positive() }),
  z.strictObject({ kind: z.literal('TOO_SMALL'), shortSide: z.int().positive() }),
  z.strictObject({ kind: z.literal('TOO_MANY_PAGES'), pages: z.int().positive() }),
  z.strictObject({ kind: z.literal('PROTECTED') }),
  z.strictObject({ kind: z.literal('ACTIVE_CONTENT') }),
  z.strictObject({ kind: z.literal('BROKEN') }),
  z.strictObject({ kind: z.literal('MARKED') }),
])

/** How it ended; after DONE there is at least one page, and the body is what MARKED brings. */
export type Decoded = {
  readonly message: Refusal | { readonly kind: 'DONE' | 'STALE' | 'MARKED' }
  readonly pages: readonly DrawnPage[]
  readonly body: Buffer
}

export type DecodeLimits = {
  /** For each page, the start of a child included; a machine that is busy may need most of it. */
  readonly timeMs: number
  /** For each page, of the processor's own time: what needs more is made to be slow. */
  readonly processorMs: number
}

/** How often the processor's time is looked at. */
const TICK = 100

type Waiting = {
  readonly resolve: (decoded: Decoded) => void
  readonly reject: (error: Error) => void
  readonly maxPages: number
  readonly pages: DrawnPage[]
  /** Begins the limits anew. */
  readonly wind: () => void
}

/** One decoder child, which decodes one image at a time. */
export class DecoderProcess {
  alive = true
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>
  #ready = false
  #stderr = ''
  #waiting: Waiting | undefined

  /** @param launch words that stand before `node` */
  constructor(launch: readonly string[]) {
    const node = [process.execPath, '--conditions=react-server', decoderProgram()]
    const [command = process.execPath, ...options] = [...launch, ...node]
    this.#child = spawn(command, options, { env: EMPTY, stdio: ['pipe', 'pipe', 'pipe'] })
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

  get pid(): number | undefined {
    return this.#child.pid
  }

  /**
   * @throws DomainError FILE_BROKEN when the file made the child crash or toil, TRY_AGAIN when it was killed or out of
   *   time; Error when children cannot be started at all
   */
  async decode(
    request: DecodeRequest | MarkRequest,
    original: Buffer,
    { timeMs, processorMs }: DecodeLimits,
  ): Promise<Decoded> {
    const late = () => this.#fail(new DomainError('TRY_AGAIN', 'Decoding took too long'))
    const timer = setTimeout(late, timeMs)
    let spent = this.#processorTime()
    const meter = setInterval(() => {
      if (this.#processorTime() - spent > processorMs) this.#fail(new DomainError('FILE_BROKEN', 'Decoding is endless'))
    }, TICK)
    const wind = () => {
      timer.refresh()
      spent = this.#processorTime()
    }
    this.#holdParent(true)
    try {
      return await new Promise<Decoded>((resolve, reject) => {
        this.#waiting = { resolve, reject, maxPages: 'maxPages' in request ? request.maxPages : 0, pages: [], wind }
        for (const part of frame(request, original)) this.#child.stdin.write(part)
      })
    } finally {
      clearTimeout(timer)
      clearInterval(meter)
      this.#holdParent(false)
    }
  }

  kill(): void {
    this.alive = false
    this.#child.kill('SIGKILL')
  }

  #take(message: DecoderMessage, body: Buffer): void {
    if (message.kind === 'READY') {
      this.#ready = true
      return
    }
    const waiting = this.#waiting
    if (!waiting) throw new Error('Nothing was asked')
    if (message.kind === 'PAGE') {
      if (message.renditionBytes >= body.length) throw new Error('No thumbnail')
      if (waiting.pages.length >= waiting.maxPages) throw new Error('More pages than were asked for')
      const { width, height, renditionBytes } = message
      const [rendition, thumbnail] = [body.subarray(0, renditionBytes), body.subarray(renditionBytes)]
      waiting.pages.push({ width, height, rendition, thumbnail })
      waiting.wind()
      return
    }
    if (message.kind === 'DONE' && waiting.pages.length === 0) throw new Error('No page')
    waiting.resolve({ message, pages: waiting.pages, body })
    this.#waiting = undefined
  }

  #processorTime(): number {
    return this.pid ? processorTime(this.pid) : 0
  }

  #fail(error: Error): void {
    this.kill()
    this.#waiting?.reject(error)
    this.#waiting = undefined
  }

  #reasonOf(code: number | null, signal: NodeJS.Signals | null): Error {
    if (signal && !CRASHES.has(signal)) return new DomainError('TRY_AGAIN', `The decoder was killed by ${signal}`)
    if (this.#ready) return new DomainError('FILE_BROKEN', `The decoder crashed: ${signal ?? code}`)
    return new Error(`The decoder does not start (${signal ?? code}): ${this.#stderr}`)
  }

  /** An idle child must not keep a process that is done; one at work must. */
  #holdParent(hold: boolean): void {
    for (const handle of [this.#child, this.#child.stdin, this.#child.stdout, this.#child.stderr]) {
      const { ref, unref } = handle as unknown as { ref?: () => void; unref?: () => void }
      ;(hold ? ref : unref)?.call(handle)
    }
  }
}
