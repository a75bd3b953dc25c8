import { z } from 'zod'
import { DocumentKind } from '@/lib/db/generated/enums'

/** What stays after an erasure. Each has its words in `privacy.remains`. */
export const REMAINS = [
  /** Decisions, turns and events: ids, codes and times, for good. */
  'DECISIONS_AND_EVENTS',
  /** What was declared and written, until its own time is over. */
  'DETAILS',
  /** A file that another qualification rests on, until that one is erased. */
  'SHARED_FILES',
  /** Messages that were sent, with the number or address that they went to, for a month. */
  'SENT_MESSAGES',
] as const

const File = z.object({
  id: z.uuid(),
  kind: z.enum(DocumentKind),
  /** Of the original, hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Of the original. */
  bytes: z.int().positive(),
  pages: z.int().positive(),
  takenInAt: z.iso.datetime(),
})

const Remaining = z.object({
  what: z.enum(REMAINS),
  until: z.iso.datetime().nullable(),
  /** Of files that stay. */
  fileIds: z.array(z.uuid()).optional(),
})

/** What an erasure took, and what it left: ids, hashes, figures and dates, so that it can be kept for good. */
export const ErasureRecord = z.object({
  version: z.literal(1),
  files: z.array(File),
  /** How many of each opened before. Null when they were not erased. */
  details: z
    .object({ answers: z.int(), senderSignatures: z.int(), sampleMessages: z.int(), notes: z.int() })
    .nullable(),
  /** Whether all that was known of who signed in was erased. */
  person: z.boolean(),
  remains: z.array(Remaining),
})
export type ErasureRecord = z.infer<typeof ErasureRecord>
