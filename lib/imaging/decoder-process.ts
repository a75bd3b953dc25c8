import 'server-only'
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import path from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { z } from 'zod'
import { DomainError } from '@/lib/core/errors'
import { type DecodeRequest, type DecoderMessage, frame, frameReader, type MarkRequest } from './decoder-protocol'

/** Nothing of the portal's secrets. */
const EMPTY = {} as NodeJS.ProcessEnv

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
    kind: z.literal('DECODED'),
    width: z.int().positive(),
    height: z.int().positive(),
    renditionBytes: z.int().positive(),
  }),
  z.strictObject({ kind: z.literal('TOO_MANY_PIXELS'), pixels: z.number().positive() }),
  z.strictObject({ kind: z.literal('TOO_SMALL'), shortSide: z.int().positive() }),
  z.strictObject({ kind: z.literal('BROKEN') }),
  z.strictObject({ kind: z.literal('MARKED') }),
])

export type Decoded = { readonly message: DecoderMessage; readonly body: Buffer }

/** One decoder child, which decodes one image at a time. */
export class DecoderProcess {
  alive = true
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>
  #ready = false
  #stderr = ''
  #waiting: { resolve: (decoded: Decoded) => void; reject: (error: Error) => void } | undefined

  /** @param launch words that stand before `node` */
  constructor(launch: readonly string[]) {
    // Relative to where the portal runs: a bundler rewrites import.meta.url.
    const program = path.join(/* turbopackIgnore: true */ process.cwd(), '.build', 'decoder-child.mjs')
    const node = [process.execPath, '--conditions=react-server', program]
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
   * @throws DomainError FILE_BROKEN when the file made the child crash, TRY_AGAIN when it was killed or out of time;
   *   Error when children cannot be started at all
   */
  async decode(request: DecodeRequest | MarkRequest, original: Buffer, timeLimitMs: number): Promise<Decoded> {
    const timer = setTimeout(() => this.#fail(new DomainError('TRY_AGAIN', 'Decoding took too long')), timeLimitMs)
    this.#holdParent(true)
    try {
      return await new Promise<Decoded>((resolve, reject) => {
        this.#waiting = { resolve, reject }
        for (const part of frame(request, original)) this.#child.stdin.write(part)
      })
    } finally {
      clearTimeout(timer)
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
    if (message.kind === 'DECODED' && message.renditionBytes >= body.length) throw new Error('No thumbnail')
    this.#waiting?.resolve({ message, body })
    this.#waiting = undefined
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
