import 'server-only'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Readable } from 'node:stream'
import { startTimeout } from '@/lib/core/timers'

export type ClamdAddress = { path: string } | { host: string; port: number }

/** Clean only where the scanner has said so of all of it. */
export type Verdict = { isClean: true } | { isClean: false; signature: string }

/** The scanner didn't answer, or not so that it says anything. `code` is for the log. */
export class ScannerError extends Error {
  override readonly name = 'ScannerError'
  constructor(
    readonly code: string,
    cause?: unknown,
  ) {
    super(`The virus scanner is of no help: ${code}`, { cause })
  }
}

/** Limits an answer of clamd's, in bytes; none is as long. */
const LONGEST_ANSWER = 4096
const END = Buffer.alloc(4)

/**
 * Has clamd read a stream (INSTREAM: each piece after its length in four bytes, big-endian, then a length of zero).
 *
 * @param patience for all of it, in milliseconds
 * @throws ScannerError, or what the stream fails with
 */
export async function scanByClamd(address: ClamdAddress, plaintext: Readable, timeoutMs: number): Promise<Verdict> {
  return converse(address, timeoutMs, async (socket, answer): Promise<Verdict> => {
    let isAnswered = false
    answer.finally(() => (isAnswered = true)).catch(() => {})
    const send = async (bytes: Uint8Array) => {
      if (!socket.write(bytes)) await Promise.race([once(socket, 'drain'), answer])
    }
    await send(Buffer.from('zINSTREAM\0'))
    for await (const piece of plaintext as AsyncIterable<Buffer>) {
      if (isAnswered) break
      if (piece.length === 0) continue // a length of zero would be the end
      const length = Buffer.alloc(4)
      length.writeUInt32BE(piece.length)
      await send(length)
      await send(piece)
    }
    // What it says before it has all is no verdict on the whole, unless it has found something.
    const isWhole = !isAnswered
    if (isWhole) await send(END)
    const said = await answer
    const signature = /^stream: (.+) FOUND$/.exec(said)?.[1]
    if (signature) return { isClean: false, signature }
    if (isWhole && said === 'stream: OK') return { isClean: true }
    throw new ScannerError(/size limit exceeded/.test(said) ? 'STREAM_MAX_LENGTH' : 'NO_VERDICT')
  }).finally(() => plaintext.destroy())
}

/**
 * Checks that the scanner answers at all.
 *
 * @throws ScannerError
 */
export async function pingClamd(address: ClamdAddress, timeoutMs: number): Promise<boolean> {
  return converse(address, timeoutMs, async (socket, answer) => {
    socket.write('zPING\0')
    return (await answer) === 'PONG'
  })
}

async function converse<T>(
  address: ClamdAddress,
  timeoutMs: number,
  talk: (socket: Socket, answer: Promise<string>) => Promise<T>,
): Promise<T> {
  const socket = connect(address)
  const late = startTimeout(() => socket.destroy(new ScannerError('TIMEOUT')), timeoutMs)
  const answer = answerOf(socket)
  answer.catch(() => {}) // the caller that awaits it gets the error
  try {
    return await talk(socket, answer)
  } catch (error) {
    // A broken pipe says less than what was said before it broke.
    throw error === socket.errored && !(error instanceof ScannerError) ? new ScannerError(codeOf(error), error) : error
  } finally {
    clearTimeout(late)
    socket.destroy()
  }
}

/** Reads the answer up to the zero byte that terminates it. */
function answerOf(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = Buffer.alloc(0)
    socket.on('data', (piece: Buffer) => {
      said = Buffer.concat([said, piece])
      const end = said.indexOf(0)
      if (end >= 0) resolve(said.toString('latin1', 0, end))
      else if (said.length > LONGEST_ANSWER) socket.destroy(new ScannerError('NONSENSE'))
    })
    socket.on('error', (error) =>
      reject(error instanceof ScannerError ? error : new ScannerError(codeOf(error), error)),
    )
    socket.on('close', () => reject(new ScannerError('CUT_OFF')))
  })
}

const codeOf = (error: unknown) => (error as { code?: string }).code ?? 'UNKNOWN'
