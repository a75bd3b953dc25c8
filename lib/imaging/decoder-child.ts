import 'server-only'
import { decodeImage } from './decode-image'
import { type DecodeRequest, frame, frameReader, type MarkRequest } from './decoder-protocol'
import { drawWatermark } from './draw-watermark'

/**
 * The program of a decoder child, bundled to `.build/decoder-child.mjs`: requests come on stdin, one after another,
 * answers leave on stdout.
 */
const MAX_REQUEST = 256 * 1024 * 1024

/** Whoever started us is gone, by whatever death: a decode that is under way in a thread must not keep us. */
const die = () => process.kill(process.pid, 'SIGKILL')

let turn = Promise.resolve()

process.stdout.on('error', die)
process.stdin.on('error', die)
process.stdin.on('end', die)
process.stdin.on(
  'data',
  frameReader(MAX_REQUEST, (head, original) => {
    turn = turn.then(() => answer(head as DecodeRequest | MarkRequest, original))
  }),
)
for (const part of frame({ kind: 'READY' })) process.stdout.write(part)

async function answer(request: DecodeRequest | MarkRequest, original: Buffer): Promise<void> {
  if ('kind' in request) {
    const marked = await drawWatermark(original, request.lines).catch(() => null)
    const parts = marked ? frame({ kind: 'MARKED' }, marked) : frame({ kind: 'BROKEN' })
    for (const part of parts) process.stdout.write(part)
    return
  }
  const { message, rendition, thumbnail } = await decodeImage(original, request)
  const body = rendition && thumbnail ? [rendition, thumbnail] : []
  for (const part of frame(message, ...body)) process.stdout.write(part)
}
