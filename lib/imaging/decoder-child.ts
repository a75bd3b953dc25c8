import 'server-only'
import { decodeImage } from './decode-image'
import { type DecodeRequest, frame, frameReader } from './decoder-protocol'

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
    turn = turn.then(() => answer(head as DecodeRequest, original))
  }),
)
for (const part of frame({ kind: 'READY' })) process.stdout.write(part)

async function answer(request: DecodeRequest, original: Buffer): Promise<void> {
  const { message, rendition, thumbnail } = await decodeImage(original, request)
  const body = rendition && thumbnail ? [rendition, thumbnail] : []
  for (const part of frame(message, ...body)) process.stdout.write(part)
}
