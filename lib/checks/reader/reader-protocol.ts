import { z } from 'zod'
import { ReadingField } from '@/lib/db/generated/enums'
import { MARK_KINDS } from '../letter/letter-page'
import { type Reading, SEEN_KINDS } from '../reading'

/**
 * Says what is to be read. The body is the picture and then, for a LETTER, the pages as they were issued: `bytes` are
 * the lengths of all of them, and `codes` the codes of the pages. `titles` are those of the portal's own letters.
 */
export type ReaderRequest = { readonly titles: readonly string[] } & (
  | { readonly kind: 'PICTURE' }
  | { readonly kind: 'LETTER'; readonly bytes: readonly number[]; readonly codes: readonly string[] }
)

/**
 * A child sends these messages. READY comes once, when the models are loaded. The body of READ is the page that lies
 * flat, if any: a JPEG. UNREADABLE says the class of the error, whether memory was refused, and the resident memory at
 * its peak, in MB.
 */
export type ReaderMessage =
  | { readonly kind: 'READY' }
  | { readonly kind: 'READ'; readonly reading: Reading }
  | { readonly kind: 'UNREADABLE'; readonly error: string; readonly isOutOfMemory: boolean; readonly megabytes: number }

/** Matches what V8, the models and OpenCV say where memory was refused. */
export const OUT_OF_MEMORY = /out ?of ?memory|allocation failed|bad_alloc/i

const share = z.number().min(0).max(1)
const rectangle = z.strictObject({ x: share, y: share, width: share, height: share })
const field = z.strictObject({
  value: z.string().min(1).max(2_000),
  confidence: share,
  rectangle,
})
const placed = { confidence: share, rectangle }
const byHand = z.strictObject({ there: z.boolean(), ...placed }).nullable()
const point = z.strictObject({ x: z.number().min(-9).max(9), y: z.number().min(-9).max(9) })
const letter = z.strictObject({
  registered: z.boolean(),
  blank: z.boolean(),
  code: z.strictObject({ text: z.string().min(1).max(400), confidence: share, isRead: z.boolean() }).nullable(),
  corners: z.tuple([point, point, point, point]).nullable(),
  cropped: z.boolean().nullable(),
  grey: z.boolean().nullable(),
  altered: z.array(z.strictObject(placed)).max(100).nullable(),
  signature: byHand,
  date: byHand,
  mark: z.strictObject({ kind: z.enum(MARK_KINDS), ...placed }).nullable(),
  sealName: z.strictObject({ value: z.string().min(1).max(100), confidence: share }).nullable(),
})
const reading = z.strictObject({
  kind: z.enum(SEEN_KINDS),
  side: z.enum(['PORTRAIT', 'EMBLEM']).nullable(),
  turned: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  quality: z.strictObject({
    blur: z.boolean(),
    dark: z.boolean(),
    glare: z.boolean(),
    cropped: z.boolean(),
    copy: z.boolean(),
  }),
  faces: z.int().min(0).nullable(),
  engine: z.string().min(1).max(60),
  fields: z.partialRecord(z.enum(ReadingField), field),
  letter: letter.optional(),
})

/** The messages of a child are checked: it may have read a hostile picture. */
export const readerMessage = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('READY') }),
  z.strictObject({ kind: z.literal('READ'), reading }),
  z.strictObject({
    kind: z.literal('UNREADABLE'),
    error: z.string().regex(/^\w{1,40}$/),
    isOutOfMemory: z.boolean(),
    megabytes: z.int().min(0),
  }),
])
