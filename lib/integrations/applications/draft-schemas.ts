import { z } from 'zod'
import { DocumentKind, FileRefusal, FileState, SignatureSource } from '@/lib/db/generated/enums'
import { Bilingual } from '@/lib/rulebook/bilingual'
import { LETTER_VARIANTS } from '@/lib/rulebook/letters/letter-text'
import { DocumentKindText } from '../rules/schemas'

// What is written here is the contract: requests are parsed by it, and the OpenAPI file is made of it.

/** Names a slot for files: the kind of the document, and of evidence the sender signature that it is for. */
export const Slot = z
  .string()
  .regex(new RegExp(`^(${Object.keys(DocumentKind).join('|')})(:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?$`))
  .describe('The kind of the document; of evidence followed by a colon and the ID of its sender signature.')

const id = z.uuid().toLowerCase()

const drop = z
  .array(Slot)
  .max(50)
  .optional()
  .describe('Slots whose files may be removed, where nothing requires them after this change.')

/** Accepts text alone: anything else would be stored as another text than was sent. */
const text = (most: number) =>
  z
    .string()
    .max(most)
    .refine((sent) => sent.isWellFormed() && !sent.includes('\0'), 'Not text: a NUL, or half a character')

export const SaveAnswers = z.strictObject({
  answers: z
    .record(z.string().max(100), z.union([text(4_000), z.array(text(200)).max(50)]))
    .describe(
      'By the keys of the policy’s fields; of several choices an array. An empty one is deleted, and what is not named stays. It is stored as it is sent: the evaluations say what is wrong.',
    ),
  drop,
})

export const SaveSignatures = z.strictObject({
  signatures: z
    .array(
      z.strictObject({
        id: id.optional().describe('The ID of one that is there, which keeps its evidence. Without it, one is added.'),
        source: z.enum(SignatureSource),
        text: text(200).min(1).describe('Without 【】.'),
        isOnBehalf: z.boolean().optional().describe('Whether messages under it are sent for a principal.'),
      }),
    )
    .max(20)
    .describe('All of them, in their order: what is not in the list is removed.'),
  samples: z
    .array(z.strictObject({ id: id.optional(), text: text(4_000).min(1) }))
    .max(20)
    .describe('All sample messages, in their order.'),
  drop,
})

const VERSION = {
  id: z.uuid(),
  revision: z.int(),
  draftVersion: z.int().describe('Grows with each change.'),
}

export const SavedDraft = z.strictObject(VERSION)

export const SavedSignatures = z.strictObject({
  ...VERSION,
  signatures: z.array(z.uuid()).describe('The IDs, in the order that was sent.'),
  samples: z.array(z.uuid()),
})

const isLocked = z.boolean().describe('A reviewer accepted it, and nothing that it depends on has changed.')

const File = z.strictObject({
  id: z.uuid(),
  state: z
    .enum(FileState)
    .describe(
      'RECEIVED: it is being examined. READY: it is in its slot. REFUSED: it was erased, and counts for nothing.',
    ),
  size: z.int(),
  refusal: z
    .strictObject({ code: z.enum(FileRefusal), text: Bilingual })
    .nullable()
    .describe('Why it was refused.'),
})

export const ReadDocuments = z.strictObject({
  revision: z.int(),
  slots: z
    .array(
      z.strictObject({
        slot: Slot,
        name: Bilingual,
        min: z.int().describe('The fewest files; 0 where it is optional.'),
        max: z.int().describe('The most files. Of one, the next replaces the last once it is READY.'),
        mediaTypes: z.array(z.string()),
        maxBytes: z.int(),
        isLocked,
        files: z.array(File).describe('In their order.'),
      }),
    )
    .describe('What the answers so far require.'),
})
export type ReadDocuments = z.output<typeof ReadDocuments>

export const ReceivedFile = z.strictObject({
  id: z.uuid(),
  slot: Slot,
  state: z.enum(['RECEIVED', 'READY']).describe('READY for bytes that are in the slot already.'),
})

export const RemovedFile = z.strictObject({ id: z.uuid() })

export const ReadDraft = z.strictObject({
  ...VERSION,
  rulebook: z.string(),
  answers: z
    .array(z.strictObject({ field: z.string(), value: z.string(), isMasked: z.boolean(), isLocked }))
    .describe('What was answered; personal values and free texts are masked.'),
  signatures: z.array(
    z.strictObject({
      id: z.uuid(),
      source: z.enum(SignatureSource),
      isOnBehalf: z.boolean(),
      text: z.string().describe('Masked.'),
      isLocked,
    }),
  ),
  samples: z.array(z.strictObject({ id: z.uuid(), text: z.string().describe('Masked.') })),
  areSamplesLocked: z.boolean(),
  mayAddSignatures: z.boolean(),
  parts: z
    .array(
      z.strictObject({
        kind: z.string(),
        fieldGroup: z.string().nullable(),
        documentKind: DocumentKindText.nullable(),
        signature: z.uuid().nullable(),
        state: z
          .enum(['CARRIED', 'AGAIN', 'OPEN'])
          .describe(
            'CARRIED: accepted, and not reviewed again. AGAIN: accepted, and reviewed again. OPEN: new, or refused.',
          ),
        because: z
          .array(z.string())
          .describe(
            'What changed since it was accepted, so that it is reviewed again; `platform` is the platform’s name on a letter.',
          ),
        restartedBy: z
          .array(z.string())
          .describe(
            'What would have it reviewed again if it changed: keys of fields, `signature`, `signatures`, `samples`, `files`.',
          ),
      }),
    )
    .describe('What would be reviewed if it were submitted now.'),
})
export type ReadDraft = z.output<typeof ReadDraft>

export const Declared = z.strictObject({
  revision: z.int(),
  answers: z.array(z.strictObject({ field: z.string(), value: z.string() })),
  signatures: z.array(
    z.strictObject({ id: z.uuid(), source: z.enum(SignatureSource), isOnBehalf: z.boolean(), text: z.string() }),
  ),
  samples: z.array(z.strictObject({ id: z.uuid(), text: z.string() })),
})
export type Declared = z.output<typeof Declared>

export const IssuedLetters = z.strictObject({
  letters: z.array(
    z.strictObject({
      letter: z.enum(LETTER_VARIANTS).describe('Its name in paths.'),
      slot: Slot.describe('Where its signed pages are uploaded.'),
      id: z.uuid(),
      version: z.string().describe('The version of its text.'),
      issuedAt: z.iso.datetime(),
    }),
  ),
})
