import { z } from 'zod'
import { many } from '@/lib/core/forms/form-values'
import { IdText } from '@/lib/core/id-text'
import { DocumentKind, PictureDoubt, QualificationKind, SignatureSource } from '@/lib/db/generated/enums'
import type { DraftContent } from '@/lib/rulebook/answers'
import type { DraftVersion } from './draft/draft'
import { FIELD_TASKS, type FieldTask } from './draft/tasks'
import { answersOf, type PreparationAnswers } from './preparation'

/**
 * Checks hard limits only: unfinished and malformed values are stored as typed, and the rulebook names what is wrong.
 * The limits are far above those of any rulebook.
 */
const typed = (max: number) => z.string().max(max, 'TOO_LONG')

const FIELD_KEY = /^[a-z][A-Za-z]*\.[a-z][A-Za-z]*$/

/** Digests of what the form showed when it was opened: see `merge-answers.ts`. */
const seen = typed(4_000).default('')
/** Says that the person saw a conflict and wants their own value. */
const overwrite = z.literal('yes').nullable().default(null)
/** The slots that were shown as those that a change would empty. */
const drop = z
  .string()
  .max(4_000)
  .default('')
  .transform((text) => text.split(',').filter((key) => key !== ''))
/** The names of what was typed since the last save, or was in conflict: see `merge-answers.ts`. */
const touched = typed(2_000)
  .default('')
  .transform((text) => text.split(',').filter((name) => name !== ''))
const qualificationId = IdText

/**
 * `from` names an ended one of theirs, to fill the new one from. `prepared` is the query with what they answered before
 * they applied. What decides which documents are required comes under its field keys.
 */
export const CreateQualificationInput = z
  .object({
    kind: z.enum(QualificationKind),
    accountId: IdText.optional(),
    from: IdText.optional(),
    prepared: z.string().max(2_000).transform(answersOf).optional(),
  })
  .catchall(typed(200))

export const QualificationInput = z.object({ qualificationId })

/**
 * Parses the answers of one page, each under its field key; choices come as several values. Fields that the form has
 * but did not send, such as boxes of which none is ticked, are named in `asked`.
 */
export const SaveFieldsInput = z
  .object({
    ...{ qualificationId, seen, overwrite, drop, touched },
    task: z.enum(FIELD_TASKS),
    asked: typed(2_000).default(''),
  })
  .catchall(z.union([typed(4_000), z.array(typed(200)).max(50)]))
  .transform(({ qualificationId, seen, overwrite, drop, touched, task, asked, ...rest }) => ({
    ...{ qualificationId, seen, overwrite, drop, touched, task },
    answers: answersIn({ ...Object.fromEntries(asked.split(',').map((key) => [key, ''])), ...rest }),
  }))

/** Returns the answers in a form, by their keys. */
export const answersIn = (sent: Readonly<Record<string, string | string[]>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(sent).flatMap(([key, value]) => (FIELD_KEY.test(key) ? [[key, [value].flat().join(',')]] : [])),
  )

const SignatureInput = z.object({
  id: IdText,
  source: z.enum(SignatureSource),
  text: typed(200),
  isOnBehalf: z.boolean(),
})
const SampleInput = z.object({ id: IdText, text: typed(4_000) })

/** Turns lists, which forms send column by column, into rows; an unknown id is a new row. */
export const SaveSignaturesInput = z
  .object({
    ...{ qualificationId, seen, overwrite, drop, touched },
    'signature.id': many(IdText, 20),
    'signature.source': many(z.enum(SignatureSource), 20),
    'signature.text': many(typed(200), 20),
    /** The ids of the signatures whose box is ticked. */
    'signature.onBehalf': many(IdText, 20),
    'sample.id': many(IdText, 20),
    'sample.text': many(typed(4_000), 20),
  })
  .transform((sent) => ({
    qualificationId: sent.qualificationId,
    seen: sent.seen,
    overwrite: sent.overwrite,
    drop: sent.drop,
    /** A column of a list stands for the list. */
    touched: (['signatures', 'samples'] as const).filter((list) =>
      sent.touched.some((name) => name === list || `${name.split('.')[0]}s` === list),
    ),
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
      drop: z.array(z.string()),
      touched: z.array(z.enum(['signatures', 'samples'])),
      signatures: z.array(SignatureInput),
      samples: z.array(SampleInput),
    }),
  )

export const RemovePageInput = z.object({ qualificationId, fileId: IdText })

/** A letter of a draft, by its document, to be forwarded. */
export const LetterLinkInput = z.object({ qualificationId, letter: z.enum(DocumentKind) })

/** Names the page whose place the next file of its slot takes; none of them when it isn't `isToReplace`. */
export const ReplacePageInput = z.object({
  qualificationId,
  fileId: IdText,
  isToReplace: z.enum(['yes', 'no']).transform((text) => text === 'yes'),
})

/** A page, and the slot that it belongs to. */
export const MoveToSlotInput = z.object({ qualificationId, fileId: IdText, kind: z.enum(DocumentKind) })

export const MovePageInput = z.object({ qualificationId, fileId: IdText, direction: z.enum(['UP', 'DOWN']) })

/** The revision and the state of the draft that were on the applicant's screen. */
export const SubmitQualificationInput = z.object({
  qualificationId,
  revision: z.coerce.number().int().positive(),
  draftVersion: z.coerce.number().int().nonnegative(),
  /** The digest of the findings that were on it: see `shownDigest`. Empty when there were none to continue past. */
  shown: typed(100).default(''),
})

/** Parses the address of an upload. */
export const UploadSlot = z.object({
  qualificationId,
  kind: z.enum(DocumentKind),
  senderSignatureId: IdText.nullable().default(null),
})

/** Describes the announcement of a file that arrives in several requests. */
export const StartUploadInput = UploadSlot.extend({
  fileName: z.string(),
  size: z.number().int().nonnegative(),
  /** Lists what the browser doubts in the picture, which its sender uses anyway. */
  doubts: z.array(z.enum(PictureDoubt)).max(Object.keys(PictureDoubt).length).default([]),
})

/** Parses the address of a picture of a file, with the page, from 0. */
export const OpenFileInput = z.object({
  fileId: IdText,
  variant: z.enum(['RENDITION', 'THUMBNAIL']),
  page: z.coerce.number().int().min(0).max(999).default(0),
})

export type CreateQualificationInput = {
  kind: QualificationKind
  accountId?: string | undefined
  from?: string | undefined
  prepared?: PreparationAnswers | undefined
  answers?: Readonly<Record<string, string>> | undefined
}
export type QualificationInput = z.output<typeof QualificationInput>
/** A form that saves says more than a program has to. */
type Overwritable<I extends { overwrite: unknown; drop: unknown; touched: unknown }> = Omit<
  I,
  'overwrite' | 'drop' | 'touched'
> &
  Partial<Pick<I, 'overwrite' | 'drop' | 'touched'>>

/** Says what its sender has seen: digests of each answer, or the version of the whole draft. */
type Seeing<I extends { seen: string }> = Omit<I, 'seen'> &
  ({ seen: string; at?: undefined } | { at: DraftVersion; seen?: undefined })

export type SaveFieldsInput = Seeing<Overwritable<Omit<z.output<typeof SaveFieldsInput>, 'task'>>> & {
  /** Names the page; without one, the answers may be of any field of the draft. */
  task?: FieldTask
}
export type SaveSignaturesInput = Seeing<Overwritable<Omit<z.output<typeof SaveSignaturesInput>, 'signatures'>>> & {
  signatures: DraftContent['signatures']
}
export type RemovePageInput = z.output<typeof RemovePageInput>
export type ReplacePageInput = z.output<typeof ReplacePageInput>
export type MoveToSlotInput = z.output<typeof MoveToSlotInput>
export type MovePageInput = z.output<typeof MovePageInput>
type Submitted = z.output<typeof SubmitQualificationInput>
export type SubmitQualificationInput = Omit<Submitted, 'shown'> & Partial<Pick<Submitted, 'shown'>>
export type UploadSlot = z.output<typeof UploadSlot>
export type StartUploadInput = z.input<typeof StartUploadInput> & UploadSlot
