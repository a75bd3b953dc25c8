import 'server-only'
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { DomainError } from '@/lib/core/errors'
import { log } from '@/lib/core/log'
import { startInterval, startTimeout } from '@/lib/core/timers'
import { modelsFolder, READER_ENVIRONMENT, readerProgram } from '@/lib/imaging/decoder/decoder-files'
import { frameHead, frameReader } from '@/lib/imaging/decoder/decoder-protocol'
import { processorTime } from '@/lib/imaging/decoder/processor-time'
import type { Reading } from '../reading'
import { OUT_OF_MEMORY, type ReaderRequest, readerMessage } from './reader-protocol'

const MAX_ANSWER = 4 * 1024 * 1024
const TICK = 250

export type ReadLimits = {
  /** Limits the time for a picture, including the start of a child. */
  readonly timeMs: number
  /** Limits the processor time for a picture, with the start. */
  readonly processorMs: number
}

/** Holds what was read, and a page of a letter as it lies flat: a JPEG, empty where there is none. */
export type Answer = { readonly reading: Reading; readonly flat: Buffer }

type Waiting = { readonly resolve: (answer: Answer) => void; readonly reject: (error: Error) => void }

/** One reader child, which reads one picture at a time. */
export class ReaderProcess {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>
  #isGone = false
  #isReady = false
  #stderr = ''
  /** Counts the pictures that it was given. */
  #given = 0
  #waiting: Waiting | undefined

  /** @param launch words that stand before `node` */
  constructor(launch: readonly string[]) {
    const models = modelsFolder()
    const options = ['--conditions=react-server', '--expose-gc']
    const node = [process.execPath, ...options, readerProgram(), ...(models ? [models] : [])]
    const [command = process.execPath, ...words] = [...launch, ...node]
    this.#child = spawn(command, words, { env: READER_ENVIRONMENT, stdio: ['pipe', 'pipe', 'pipe'] })
    const { stdin, stdout, stderr } = this.#child
    const read = frameReader(MAX_ANSWER, (head, body) => this.#take(head, body))
    stdout.on('data', (chunk: Buffer) => {
      try {
        read(chunk)
      } catch {
        this.#fail(new DomainError('FILE_BROKEN', 'The reader answered nonsense'))
      }
    })
    stderr.on('data', (chunk: Buffer) => {
      this.#stderr = `${this.#stderr}${chunk.toString()}`.slice(-2_000)
    })
    // A child that is gone breaks the pipe; 'close' says how it went.
    stdin.on('error', () => undefined)
    this.#child.on('error', (error) => this.#fail(error))
    this.#child.on('close', (code, signal) => {
      if (!this.#isGone) this.#logEnd(code, signal)
      this.#fail(this.#reasonOf(signal ?? code))
    })
    this.#holdParent(false)
  }

  get alive(): boolean {
    return !this.#isGone
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  /**
   * Reads a picture.
   *
   * @param body what the request says that it is
   * @throws DomainError FILE_BROKEN when it can't be read, or makes the child crash or toil; TRY_AGAIN when it takes
   *   too long; Error when children can't be started at all
   */
  async read(request: ReaderRequest, body: readonly Buffer[], { timeMs, processorMs }: ReadLimits): Promise<Answer> {
    const late = () => this.#fail(new DomainError('TRY_AGAIN', 'Reading took too long'))
    const timer = startTimeout(late, timeMs, { room: 'checks' })
    const before = this.#processorTime()
    const look = () => {
      if (this.#processorTime() - before > processorMs) this.#fail(new DomainError('FILE_BROKEN', 'Reading is endless'))
    }
    const meter = startInterval(look, TICK, { room: 'checks' })
    this.#holdParent(true)
    this.#given += 1
    try {
      return await new Promise<Answer>((resolve, reject) => {
        this.#waiting = { resolve, reject }
        this.#child.stdin.write(
          frameHead(
            request,
            body.reduce((sum, { length }) => sum + length, 0),
          ),
        )
        for (const part of body) this.#child.stdin.write(part)
      })
    } finally {
      clearTimeout(timer)
      clearInterval(meter)
      this.#holdParent(false)
    }
  }

  kill(): void {
    this.#isGone = true
    this.#child.kill('SIGKILL')
  }

  #take(head: unknown, flat: Buffer): void {
    const message = readerMessage.parse(head)
    if (message.kind === 'READY') {
      this.#isReady = true
      return
    }
    const waiting = this.#waiting
    if (!waiting) throw new Error('Nothing was asked')
    this.#waiting = undefined
    if (message.kind === 'READ') {
      waiting.resolve({ reading: message.reading as Reading, flat })
      return
    }
    const { error, isOutOfMemory, megabytes } = message
    log.warn({ error, isOutOfMemory, megabytes, pictures: this.#given }, 'a reader could not read a picture')
    waiting.reject(new DomainError('FILE_BROKEN', 'The picture cannot be read'))
  }

  /**
   * Logs why a child ended by itself. A launcher says a signal as 128 more than its number. What it wrote may contain
   * something of a picture: only whether it is about memory is logged.
   */
  #logEnd(code: number | null, signal: NodeJS.Signals | null): void {
    const isOutOfMemory = OUT_OF_MEMORY.test(this.#stderr)
    log.warn({ code, signal, isOutOfMemory, isReady: this.#isReady, pictures: this.#given }, 'a reader ended')
  }

  #fail(error: Error): void {
    this.kill()
    this.#waiting?.reject(error)
    this.#waiting = undefined
  }

  #processorTime(): number {
    return this.#child.pid ? processorTime(this.#child.pid) : 0
  }

  /** Names how it ended. What it wrote before it was ready is about its start, and contains nothing of a picture. */
  #reasonOf(end: NodeJS.Signals | number | null): Error {
    if (this.#isReady) return new DomainError('FILE_BROKEN', `The reader crashed: ${end}`)
    return new Error(`The reader does not start (${end}): ${this.#stderr}`)
  }

  /** Lets the child hold this process open, or not: one at work must, and an idle one must not. */
  #holdParent(hold: boolean): void {
    for (const handle of [this.#child, this.#child.stdin, this.#child.stdout, this.#child.stderr]) {
      const { ref, unref } = handle as unknown as { ref?: () => void; unref?: () => void }
      ;(hold ? ref : unref)?.call(handle)
    }
  }
}
