import { Readable } from 'node:stream'
import type { AuditAction } from '@/lib/audit/events/all'
import type { PersonActor } from '@/lib/auth/actor'
import { newId } from '@/lib/core/ids'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { readDraft } from '@/lib/qualifications/read-draft'
import { removeDocumentPage } from '@/lib/qualifications/remove-document-page'
import { saveFields } from '@/lib/qualifications/save-fields'
import { saveSignatures } from '@/lib/qualifications/save-signatures'
import { submitQualification } from '@/lib/qualifications/submit-qualification'
import { takeInDocument } from '@/lib/qualifications/take-in-document'
import type { FieldTask } from '@/lib/qualifications/tasks'
import { submissionOf } from '@/tests/factories/qualifications'
import { decideAtRandom } from './decide'
import { type Known, SAMPLE_TEXTS, SIGNATURE_TEXTS, type World } from './world'

/** What someone tries: whatever comes of it, the log says of each success what `event` is, once. */
export type Attempt = {
  act: string
  event: AuditAction | null
  /** What may be told besides. */
  besides?: readonly AuditAction[]
  actor: PersonActor | null
  /** Said twice it is one act: a success may leave nothing to tell. */
  mayBeNothing?: boolean
  /** Of a job of the clock: how many it told of. */
  run: () => Promise<unknown>
}

export type Make = (world: World, known: Known, actor: PersonActor) => Attempt

export const own = (
  actor: PersonActor,
  act: string,
  event: AuditAction,
  run: Attempt['run'],
  more: Partial<Attempt> = {},
) => ({
  ...{ act, event, actor, run },
  ...more,
})

export const decision = (world: World, known: Known, actor: PersonActor): Attempt =>
  own(actor, 'decide', 'review.decided', () => decideAtRandom(world, known, actor))

/** A picture of its own each time, of which only the row is kept: its bytes are another test's. */
export const upload = (
  actor: PersonActor,
  { id }: Known,
  kind: DocumentKind,
  senderSignatureId: string | null,
): Attempt =>
  own(
    actor,
    'upload',
    'document.taken_in',
    () =>
      takeInDocument(actor, {
        ...{ qualificationId: id, kind, senderSignatureId, fileName: '照片.jpg' },
        source: Readable.from(['']),
      }),
    { besides: ['document.removed'] },
  )

export const remove = (actor: PersonActor, { id }: Known, fileId: () => Promise<string> | string): Attempt =>
  own(actor, 'remove page', 'document.removed', async () => {
    return removeDocumentPage(actor, { qualificationId: id, fileId: await fileId() })
  })

export const save = (actor: PersonActor, { id }: Known, task: FieldTask, answers: Record<string, string>): Attempt =>
  own(
    actor,
    'save fields',
    'qualification.draft_saved',
    () => saveFields(actor, { qualificationId: id, task, seen: '', overwrite: 'yes', answers }),
    { mayBeNothing: true },
  )

export const hand = (actor: PersonActor, { id }: Known, past = 0): Attempt =>
  own(
    actor,
    'submit',
    'qualification.submitted',
    async () => {
      const { revision, draftVersion } = await submissionOf(id)
      return submitQualification(actor, { qualificationId: id, revision: revision - past, draftVersion })
    },
    { besides: ['document.removed'], mayBeNothing: true },
  )

export const changeLists = (
  { random }: World,
  { id }: Known,
  actor: PersonActor,
  change?: (row: { id: string }) => boolean,
): Attempt =>
  own(
    actor,
    'save signatures',
    'qualification.draft_saved',
    async () => {
      const now = await readDraft(actor, id)
      const kept = (now?.signatures ?? []).map(({ id, source, text, isOnBehalf }) => ({ id, source, text, isOnBehalf }))
      const samples = now?.samples ?? []
      const sources = now?.rules.signatures.sources.map(({ source }) => source) ?? ['APP']
      const unused = SIGNATURE_TEXTS.filter((text) => kept.every((row) => row.text !== text))
      const fresh = () => ({
        id: newId(),
        source: random.pick(sources),
        text: random.pick(unused.length > 0 ? unused : SIGNATURE_TEXTS),
        isOnBehalf: random.chance(0.5),
      })
      const isOnBehalf = now?.fields['use.onBehalf'] === 'ON_BEHALF'
      const signatures =
        kept.length === 0
          ? [{ ...fresh(), isOnBehalf }]
          : change
            ? kept.map((row) => (change(row) ? { ...row, text: fresh().text, isOnBehalf } : row))
            : random.chance(0.3)
              ? [...kept, fresh()].slice(0, 4)
              : random.chance(0.3)
                ? kept.slice(1)
                : kept.map((row) => (random.chance(0.5) ? { ...row, text: fresh().text } : row))
      const isSampleChanged = samples.length === 0 || (change ? change({ id: 'samples' }) : random.chance(0.3))
      return saveSignatures(actor, {
        ...{ qualificationId: id, seen: '', overwrite: 'yes', signatures },
        samples: isSampleChanged
          ? [{ id: newId(), text: random.pick(SAMPLE_TEXTS.filter((text) => text !== samples[0]?.text)) }]
          : samples,
      })
    },
    { besides: ['document.removed'], mayBeNothing: true },
  )

export const anyFile = async ({ id }: Known, { random }: World): Promise<string> => {
  const files = (await submissionOf(id)).documents.flatMap(({ pages }) => pages.map(({ fileId }) => fileId))
  return files.length === 0 ? newId() : random.pick(files)
}
