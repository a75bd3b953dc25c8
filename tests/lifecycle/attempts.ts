import { Readable } from 'node:stream'
import type { PersonActor } from '@/lib/actor/actor'
import type { AuditAction } from '@/lib/audit/events/all'
import { newId } from '@/lib/core/ids'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { slotKey } from '@/lib/qualifications/draft/locks'
import { readDraft } from '@/lib/qualifications/draft/read-draft'
import { saveFields } from '@/lib/qualifications/draft/save-fields'
import { saveSignatures } from '@/lib/qualifications/draft/save-signatures'
import { submitQualification } from '@/lib/qualifications/draft/submit-qualification'
import type { FieldTask } from '@/lib/qualifications/draft/tasks'
import { removeDocumentPage } from '@/lib/qualifications/files/remove-document-page'
import { decideQualification } from '@/lib/review/decisions/decide-qualification'
import { sendDecision } from '@/lib/review/decisions/send-decision'
import { asShown, submissionOf } from '@/tests/factories/qualifications'
import { uploadReady } from '@/tests/factories/uploads'
import { decideAtRandom } from './decide'
import { type Known, SAMPLE_TEXTS, SIGNATURE_TEXTS, type World } from './world'

/** Describes an attempt: for each success the log contains `event` once, no matter what else happens. */
export type Attempt = {
  act: string
  event: AuditAction | null
  /** The other events that may be recorded. */
  besides?: readonly AuditAction[]
  actor: PersonActor | null
  /** A repeated act is one act: a success may record nothing. */
  mayBeNothing?: boolean
  /** For a scheduled job, it resolves with how often the job recorded `event`. */
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
  own(actor, 'decide', 'review.decided', () => decideAtRandom(world, known, actor, decideQualification))

/** Sends a decision: it is no event before it takes effect. */
export const sending = (world: World, known: Known, actor: PersonActor): Attempt => ({
  ...{ act: 'send', event: null, actor },
  run: () => decideAtRandom(world, known, actor, sendDecision),
})

/** Makes a picture of its own each time, of which only the row is stored: other tests cover its bytes. */
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
      uploadReady(actor, {
        ...{ qualificationId: id, kind, senderSignatureId, fileName: '照片.jpg' },
        source: Readable.from(['']),
      }),
    { besides: ['document.removed', 'document.ready'] },
  )

export const remove = (actor: PersonActor, { id }: Known, fileId: () => Promise<string> | string): Attempt =>
  own(actor, 'remove page', 'document.removed', async () => {
    return removeDocumentPage(actor, { qualificationId: id, fileId: await fileId() })
  })

/** Returns the slots of a draft: the person who changes it was shown what that removes. */
async function allSlots(actor: PersonActor, id: string): Promise<string[]> {
  const draft = await readDraft(actor, id)
  return (draft?.slots ?? []).map(({ slot, senderSignatureId }) => slotKey(slot.kind, senderSignatureId))
}

export const save = (actor: PersonActor, { id }: Known, task: FieldTask, answers: Record<string, string>): Attempt =>
  own(
    actor,
    'save fields',
    'qualification.draft_saved',
    async () => {
      const drop = await allSlots(actor, id)
      return saveFields(actor, { qualificationId: id, task, seen: '', overwrite: 'yes', drop, answers })
    },
    { besides: ['document.removed'], mayBeNothing: true },
  )

export const hand = (actor: PersonActor, { id }: Known, past = 0): Attempt =>
  own(
    actor,
    'submit',
    'qualification.submitted',
    async () => {
      const { revision, ...shown } = await asShown(actor, id)
      return submitQualification(actor, { ...shown, revision: revision - past })
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
        ...{ qualificationId: id, seen: '', overwrite: 'yes', drop: await allSlots(actor, id), signatures },
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
