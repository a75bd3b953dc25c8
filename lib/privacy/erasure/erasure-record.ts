import { z } from 'zod'
import { DocumentKind } from '@/lib/db/generated/enums'

/** Lists what stays after an erasure. Each has its words in `privacy.remains`. */
export const REMAINS = [
  /** Decisions, status changes and events stay permanently: ids, codes and times. */
  'DECISIONS_AND_EVENTS',
  /** The declared and written texts stay until their own retention is over. */
  'DETAILS',
  /** A file that another qualification uses stays until that one is erased. */
  'SHARED_FILES',
  /** Messages that were sent stay for a month, with their number or address. */
  'SENT_MESSAGES',
] as const

const File = z.object({
  id: z.uuid(),
  kind: z.enum(DocumentKind),
  /** Holds the hash of the original, in hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Counts the bytes of the original. */
  bytes: z.int().positive(),
  pages: z.int().positive(),
  takenInAt: z.iso.datetime(),
})

const Remaining = z.object({
  what: z.enum(REMAINS),
  until: z.iso.datetime().nullable(),
  /** Lists the files that stay. */
  fileIds: z.array(z.uuid()).optional(),
})

/**
 * Describes what an erasure removed and what it left: ids, hashes, figures and dates only, so that it can be stored
 * permanently.
 */
export const ErasureRecord = z.object({
  version: z.literal(1),
  files: z.array(File),
  /** Counts those of each kind that could be opened before. Null when they were not erased. */
  details: z
    .object({ answers: z.int(), senderSignatures: z.int(), sampleMessages: z.int(), notes: z.int() })
    .nullable(),
  /** Says whether all personal data of the person was erased. */
  person: z.boolean(),
  remains: z.array(Remaining),
})
export type ErasureRecord = z.infer<typeof ErasureRecord>
