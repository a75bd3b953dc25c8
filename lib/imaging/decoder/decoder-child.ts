import 'server-only'
import { Console } from 'node:console'
import { decodeFile } from '../decode-file'
import { drawFirstMark, drawWatermark } from '../draw-watermark'
import { Refused } from '../refused'
import {
  type DecodeRequest,
  type DecoderMessage,
  FOR_MARKS,
  frame,
  frameReader,
  type MarkRequest,
} from './decoder-protocol'
import { MemoryBudget, Stale } from './memory-budget'

/**
 * Limits a request, in bytes. This file is the program of a decoder child, bundled to `.build/decoder-child.cjs`:
 * requests come on stdin, one after another, answers are sent on stdout.
 */
const MAX_REQUEST = 256 * 1024 * 1024

/** Decoders write to the console, and stdout is for answers only. */
globalThis.console = new Console(process.stderr)

/** Kills this process when its parent is gone: a decode in progress in a thread must not keep it alive. */
const die = () => process.kill(process.pid, 'SIGKILL')

const room = new MemoryBudget()
let turn = start()

process.stdout.on('error', die)
process.stdin.on('error', die)
process.stdin.on('end', die)
process.stdin.on(
  'data',
  frameReader(MAX_REQUEST, (head, original) => {
    turn = turn.then(() => answer(head as DecodeRequest | MarkRequest, original))
  }),
)

async function start(): Promise<void> {
  if (process.argv.includes(FOR_MARKS)) await drawFirstMark()
  say({ kind: 'READY' })
}

async function answer(request: DecodeRequest | MarkRequest, original: Buffer): Promise<void> {
  try {
    if ('kind' in request) {
      say({ kind: 'MARKED' }, await drawWatermark(original, request.lines))
      return
    }
    for await (const { width, height, rendition, thumbnail, sketch } of decodeFile(original, request, room))
      say({ kind: 'PAGE', width, height, renditionBytes: rendition.length }, rendition, thumbnail, sketch)
    say({ kind: 'DONE' })
  } catch (error) {
    if (error instanceof Stale) say({ kind: 'STALE' })
    // Nobody reads a decoder's own messages: what counts is that the file can't be decoded within the limits.
    else say(error instanceof Refused ? error.refusal : { kind: 'BROKEN' })
  }
}

function say(message: DecoderMessage, ...body: readonly Uint8Array[]): void {
  for (const part of frame(message, ...body)) process.stdout.write(part)
}
