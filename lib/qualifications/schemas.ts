import { z } from 'zod'
import { many } from '@/lib/core/form-values'
import { IdText } from '@/lib/core/id-text'
import { DocumentKind, QualificationKind, SignatureSource } from '@/lib/db/generated/enums'
import type { DraftContent } from '@/lib/rulebook/answers'
import { FIELD_TASKS } from './tasks'

/**
 * Hard limits only: what is unfinished or wrong in form is kept as it was typed, and told by the rulebook. These are
 * far above what any rulebook takes.
 */
const typed = (max: number) => z.string().max(max, 'TOO_LONG')

const FIELD_KEY = /^[a-z][A-Za-z]*\.[a-z][A-Za-z]*$/

/** What the form showed when it was opened: see merge-answers. */
const seen = typed(4_000).default('')
/** Said by someone who was told of a conflict and wants their own. */
const overwrite = z.literal('yes').nullable().default(null)
const qualificationId = IdText

/** `from`: one of theirs that has ended, to fill the new one from. */
export const CreateQualificationInput = z.object({
  kind: z.enum(QualificationKind),
  accountId: IdText.optional(),
  from: IdText.optional(),
})

export const QualificationInput = z.object({ qualificationId })

/**
 * The answers of one page, each under its field key; choices come as several values. What the form has but did not
 * send, as an empty list of boxes is, it names in `asked`.
 */
export const SaveFieldsInput = z
  .object({ qualificationId, seen, overwrite, task: z.enum(FIELD_TASKS), asked: typed(2_000).default('') })
  .catchall(z.union([typed(4_000), z.array(typed(200)).max(50)]))
  .transform(({ qualificationId, seen, overwrite, task, asked, ...rest }) => ({
    qualificationId,
    seen,
    overwrite,
    task,
    answers: Object.fromEntries(
      [
        ...asked.split(',').map((key) => [key, ''] as const),
        ...Object.entries(rest).map(([key, value]) => [key, [value].flat().join(',')] as const),
      ].filter(([key]) => FIELD_KEY.test(key)),
    ),
  }))

const SignatureInput = z.object({
  id: IdText,
  source: z.enum(SignatureSource),
  text: typed(200),
  isOnBehalf: z.boolean(),
})
const SampleInput = z.object({ id: IdText, text: typed(4_000) })

/** Lists as forms send them, column by column, to rows; an id that is not known is a new row. */
export const SaveSignaturesInput = z
  .object({
    qualificationId,
    seen,
    overwrite,
    'signature.id': many(IdText, 20),
    'signature.source': many(z.enum(SignatureSource), 20),
    'signature.text': many(typed(200), 20),
    /** The ids of those whose box is ticked. */
    'signature.onBehalf': many(IdText, 20),
    'sample.id': many(IdText, 20),
    'sample.text': many(typed(4_000), 20),
  })
  .transform((sent) => ({
    qualificationId: sent.qualificationId,
    seen: sent.seen,
    overwrite: sent.overwrite,
    signatures: sent['signature.id'].map((id, index) => ({
      id,
      source: sent['signature.source'][index],
      text: sent['signature.text'][index],
      isOnBehalf: sent['signature.onBehalf'].includes(id),
    })),
    samples: sent['sample.id'].map((id, index) => ({ id, text: sent['sample.text'][index] })),
  }))
  .pipe(
    z.object({
      qualificationId: z.string(),
      seen: z.string(),
      overwrite: z.literal('yes').nullable(),
      signatures: z.array(SignatureInput),
      samples: z.array(SampleInput),
    }),
  )

export const RemovePageInput = z.object({ qualificationId, fileId: IdText })

export const MovePageInput = z.object({ qualificationId, fileId: IdText, direction: z.enum(['UP', 'DOWN']) })

/** The revision and the state of the draft that were on the applicant's screen. */
export const SubmitQualificationInput = z.object({
  qualificationId,
  revision: z.coerce.number().int().positive(),
  draftVersion: z.coerce.number().int().nonnegative(),
})

/** Path of an upload. */
export const UploadSlot = z.object({
  qualificationId,
  kind: z.enum(DocumentKind),
  senderSignatureId: IdText.nullable().default(null),
})

/** What is announced of a file that comes in several requests. */
export const BeginUploadInput = UploadSlot.extend({
  fileName: z.string(),
  size: z.number().int().nonnegative(),
})

/** Path of what is shown of a file, and which of its pages, from 0. */
export const OpenFileInput = z.object({
  fileId: IdText,
  variant: z.enum(['RENDITION', 'THUMBNAIL']),
  page: z.coerce.number().int().min(0).max(999).default(0),
})

export type CreateQualificationInput = {
  kind: QualificationKind
  accountId?: string | undefined
  from?: string | undefined
}
export type QualificationInput = z.output<typeof QualificationInput>
type Overwritable<I extends { overwrite: unknown }> = Omit<I, 'overwrite'> & Partial<Pick<I, 'overwrite'>>

export type SaveFieldsInput = Overwritable<z.output<typeof SaveFieldsInput>>
export type SaveSignaturesInput = Overwritable<Omit<z.output<typeof SaveSignaturesInput>, 'signatures'>> & {
  signatures: DraftContent['signatures']
}
export type RemovePageInput = z.output<typeof RemovePageInput>
export type MovePageInput = z.output<typeof MovePageInput>
export type SubmitQualificationInput = z.output<typeof SubmitQualificationInput>
export type UploadSlot = z.output<typeof UploadSlot>
export type BeginUploadInput = z.output<typeof BeginUploadInput>
