import 'server-only'
import { Console } from 'node:console'
import sharp from 'sharp'
import { frame, frameReader } from '@/lib/imaging/decoder/decoder-protocol'
import { readLetterPage } from '../letter/read-letter-page'
import { collect } from '../ocr/collect'
import { loadModels } from '../ocr/models'
import { loadOpenCv } from '../ocr/opencv'
import type { Pixels } from '../ocr/pixels'
import { readPixels } from '../read-pixels'
import { OUT_OF_MEMORY, type ReaderMessage, type ReaderRequest } from './reader-protocol'

/**
 * This is the program of a reader child, bundled to `.build/reader-child.cjs`: pictures come on stdin, one after
 * another, readings leave on stdout. It has the models, and nothing else of the portal. Its argument is a folder with
 * other models.
 */
const MAX_REQUEST = 32 * 1024 * 1024
const MAX_PIXELS = 8_000_000
/** The JPEG quality of a page that lies flat. */
const FLAT_QUALITY = 82

/** The models print to the console, which is stderr here: stdout is for answers only. */
globalThis.console = new Console(process.stderr)

/** Kills this process when its parent is gone: a model at work must not keep it alive. */
const die = () => process.kill(process.pid, 'SIGKILL')

const [, , folder] = process.argv
const models = loadOpenCv().then(() => loadModels(folder))
let turn = start()

sharp.cache(false)
sharp.concurrency(1)
// Pictures are renditions, which are JPEG: no other loader is needed.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: ['VipsForeignLoadJpegBuffer'] })

process.stdout.on('error', die)
process.stdin.on('error', die)
process.stdin.on('end', die)

process.stdin.on(
  'data',
  frameReader(MAX_REQUEST, (head, body) => {
    turn = turn.then(() => answer(head as ReaderRequest, body))
  }),
)

async function start(): Promise<void> {
  await models
  collect()
  say({ kind: 'READY' })
}

async function answer(request: ReaderRequest, body: Buffer): Promise<void> {
  try {
    if (request.kind === 'LETTER') await answerLetter(request, body)
    else say({ kind: 'READ', reading: await readPixels(await models, await decoded(body), request.titles) })
  } catch (error) {
    // The message of an error may name what was read: the parent learns its class alone.
    const name = error instanceof Error ? error.constructor.name : typeof error
    const isOutOfMemory = OUT_OF_MEMORY.test(String(error))
    const megabytes = Math.round(process.resourceUsage().maxRSS / 1024)
    say({ kind: 'UNREADABLE', error: name, isOutOfMemory, megabytes })
  }
  collect()
}

async function answerLetter(request: ReaderRequest & { kind: 'LETTER' }, body: Buffer): Promise<void> {
  const { bytes, codes, titles } = request
  const starts = bytes.map((_, i) => bytes.slice(0, i).reduce((sum, length) => sum + length, 0))
  const parts = starts.map((start, i) => body.subarray(start, start + (bytes[i] ?? 0)))
  const [jpeg = body, ...pages] = parts
  const issued = codes.map((code, i) => ({ code, pixels: () => decoded(pages[i] ?? body) }))
  const { reading, flat } = await readLetterPage(await models, await decoded(jpeg), { issued, titles })
  say({ kind: 'READ', reading }, flat ? await encoded(flat) : Buffer.alloc(0))
}

async function decoded(jpeg: Buffer): Promise<Pixels> {
  const picture = sharp(jpeg, { limitInputPixels: MAX_PIXELS, failOn: 'error' }).toColourspace('srgb').removeAlpha()
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}

const encoded = ({ data, width, height }: Pixels): Promise<Buffer> =>
  sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: FLAT_QUALITY })
    .toBuffer()

function say(message: ReaderMessage, body: Buffer = Buffer.alloc(0)): void {
  for (const part of frame(message, body)) process.stdout.write(part)
}
