import 'server-only'
import { z } from 'zod'
import type { DrawnPage } from '../draw'
import { SKETCH_BYTES } from '../likeness/sketch'
import type { DecoderMessage } from './decoder-protocol'

/** Checks the messages of a child, which may have read a hostile file. */
export const decoderMessage: z.ZodType<DecoderMessage> = z.discriminatedUnion('kind', [
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

/**
 * Returns the page that came with a message.
 *
 * @throws Error when the body is no rendition, thumbnail and sketch
 */
export function pageOf(
  { width, height, renditionBytes }: Extract<DecoderMessage, { kind: 'PAGE' }>,
  body: Buffer,
): DrawnPage {
  const thumbnailEnd = body.length - SKETCH_BYTES
  if (renditionBytes >= thumbnailEnd) throw new Error('No thumbnail')
  const rendition = asJpeg(body.subarray(0, renditionBytes))
  const thumbnail = asJpeg(body.subarray(renditionBytes, thumbnailEnd))
  return { width, height, rendition, thumbnail, sketch: body.subarray(thumbnailEnd) }
}

/** The marker that starts a JPEG, and the first byte of the marker after it (ITU-T T.81). */
const START_OF_JPEG = Buffer.from([0xff, 0xd8, 0xff])

/**
 * Returns bytes that start as a JPEG does. A dossier contains marked pictures, and the library that makes its PDF would
 * unpack another format in the portal's process.
 *
 * @throws Error when they are something else
 */
export function asJpeg(bytes: Buffer): Buffer {
  if (!bytes.subarray(0, START_OF_JPEG.length).equals(START_OF_JPEG)) throw new Error('No JPEG')
  return bytes
}
