import 'server-only'
import { Readable } from 'node:stream'
import type { PersonActor } from '@/lib/auth/actor'
import { dateIn } from '@/lib/core/clock'
import { newId } from '@/lib/core/ids'
import { databaseTime } from '@/lib/db/client'
import type { DocumentKind, QualificationKind, SignatureSource } from '@/lib/db/generated/enums'
import { createQualification } from '@/lib/qualifications/create-qualification'
import { type DraftSlot, type DraftView, readDraft } from '@/lib/qualifications/read-draft'
import { removeDocumentPage } from '@/lib/qualifications/remove-document-page'
import { saveFields } from '@/lib/qualifications/save-fields'
import { saveSignatures } from '@/lib/qualifications/save-signatures'
import { submitQualification } from '@/lib/qualifications/submit-qualification'
import { takeInDocument } from '@/lib/qualifications/take-in-document'
import { FIELD_TASKS, type FieldTask, taskOfGroup } from '@/lib/qualifications/tasks'
import { randomFrom } from './specimens/random'
import { drawSpecimen, type Fault } from './specimens/specimen'

/** What someone has to say about themselves. */
export type Profile = {
  kind: QualificationKind
  fields: Readonly<Record<string, string>>
  signatures: readonly { text: string; source: SignatureSource; isOnBehalf?: boolean }[]
  samples: readonly string[]
  /** Pages of the commitment letter, and of SUPPORTING; otherwise one, and none. */
  supporting?: number
}

/** How far a draft is. */
export type Extent = 'BEGUN' | 'IDENTITY' | 'FIELDS' | 'SIGNATURES' | 'DOCUMENTS' | 'ALL'
const EXTENTS: readonly Extent[] = ['BEGUN', 'IDENTITY', 'FIELDS', 'SIGNATURES', 'DOCUMENTS', 'ALL']

export type Faults = Partial<Record<DocumentKind, Fault>>

/** Begins an application and writes it, as far as said. */
export async function write(actor: PersonActor, profile: Profile, upTo: Extent = 'ALL', faults: Faults = {}) {
  const { id } = await createQualification(actor, { kind: profile.kind })
  await fill(actor, id, profile, upTo, faults)
  return id
}

/** Writes what a draft still lacks. */
export async function fill(
  actor: PersonActor,
  id: string,
  profile: Profile,
  upTo: Extent = 'ALL',
  faults: Faults = {},
) {
  const isAsked = (extent: Extent) => EXTENTS.indexOf(upTo) >= EXTENTS.indexOf(extent)
  if (isAsked('IDENTITY'))
    await saveTasks(actor, id, profile, isAsked('FIELDS') ? FIELD_TASKS : FIELD_TASKS.slice(0, 2))
  if (isAsked('SIGNATURES')) await saveLists(actor, id, profile)
  if (!isAsked('DOCUMENTS')) return
  const draft = await openDraft(actor, id)
  const slots = draft.slots.filter(({ slot, pages }) => pages.length === 0 && wanted(profile, slot.kind) > 0)
  const isLetter = ({ slot }: DraftSlot) => slot.kind === 'COMMITMENT_LETTER'
  await upload(actor, draft, profile, isAsked('ALL') ? slots : slots.filter((slot) => !isLetter(slot)), faults)
}

const wanted = ({ supporting = 0 }: Profile, kind: DocumentKind) => (kind === 'SUPPORTING' ? supporting : 1)

async function saveTasks(actor: PersonActor, id: string, { kind, fields }: Profile, tasks: readonly FieldTask[]) {
  const { rules, seen } = await openDraft(actor, id)
  for (const task of tasks) {
    const groups = rules.groups.filter(({ key }) => taskOfGroup(kind, key) === task)
    const keys = groups.flatMap((group) => group.fields.map(({ key }) => key))
    const answers = Object.fromEntries(
      keys.flatMap((key) => (fields[key] === undefined ? [] : [[key, fields[key] ?? '']])),
    )
    if (Object.keys(answers).length > 0) {
      await saveFields(actor, { qualificationId: id, task, seen: seen.fields, overwrite: 'yes', answers })
    }
  }
}

async function saveLists(actor: PersonActor, id: string, { signatures, samples }: Profile) {
  const draft = await openDraft(actor, id)
  await saveSignatures(actor, {
    qualificationId: id,
    seen: draft.seen.signatures,
    signatures: signatures.map(({ isOnBehalf = false, ...signature }, i) => ({
      id: draft.signatures[i]?.id ?? newId(),
      isOnBehalf,
      ...signature,
    })),
    samples: samples.map((text, i) => ({ id: draft.samples[i]?.id ?? newId(), text })),
  })
}

/** Photographs and uploads, each a fresh drawing. */
export async function upload(
  actor: PersonActor,
  { id, reference, revision }: DraftView,
  profile: Profile,
  slots: readonly DraftSlot[],
  faults: Faults = {},
): Promise<void> {
  const date = dateIn(await databaseTime())
  const pictures = slots.map(async ({ slot: { kind }, senderSignatureId, signatureText }) => {
    const fault = faults[kind]
    const own = profile.signatures.filter(({ text }) => signatureText === null || text === signatureText)
    const { fields } = profile
    const seed = `${reference} ${revision} ${fault ?? ''}`
    const picture = await drawSpecimen({
      kind,
      fields,
      reference,
      signatures: own,
      date,
      seed,
      ...(fault ? { fault } : {}),
    })
    const fileName = nameOf(kind, seed)
    await takeInDocument(actor, {
      qualificationId: id,
      kind,
      senderSignatureId,
      fileName,
      source: Readable.from(picture),
    })
  })
  await Promise.all(pictures)
}

/** As phones and people call their pictures. */
function nameOf(kind: DocumentKind, seed: string): string {
  const random = randomFrom(`name ${kind} ${seed}`)
  const number = random.whole(1000, 9999)
  return random.pick([
    `IMG_${number}.jpg`,
    `IMG_${number}.JPG`,
    `mmexport16${number}${number}.jpg`,
    `微信图片_${number}.jpg`,
    `扫描件${number}.jpg`,
  ])
}

/** Hands in what is there. */
export async function handIn(actor: PersonActor, id: string): Promise<void> {
  const { revision, draftVersion, problems } = await openDraft(actor, id)
  if (problems.length > 0) {
    const told = problems.map(({ code, place }) => `${code} ${JSON.stringify(place)}`).join('; ')
    throw new Error(`What is to be handed in isn't complete: ${told}`)
  }
  await submitQualification(actor, { qualificationId: id, revision, draftVersion })
}

/** What was refused, done again: new pictures, and answers as they should be. */
export async function mend(actor: PersonActor, id: string, profile: Profile, faults: Faults = {}): Promise<void> {
  const { refusals } = await openDraft(actor, id)
  const isRefused = (kind: DraftView['refusals'][number]['kind']) => refusals.some((refusal) => refusal.kind === kind)
  if (isRefused('FIELDS')) await saveTasks(actor, id, profile, FIELD_TASKS)
  if (isRefused('SENDER_SIGNATURE') || isRefused('SAMPLE_MESSAGES')) await saveLists(actor, id, profile)
  const draft = await openDraft(actor, id)
  const redone = draft.slots.filter(
    ({ slot, senderSignatureId, pages }) =>
      (slot.min > 0 && pages.length === 0) ||
      refusals.some((refusal) => refusal.documentKind === slot.kind && refusal.senderSignatureId === senderSignatureId),
  )
  for (const { slot, pages } of redone) {
    // Where several may be, a new one comes beside those that are there.
    for (const { fileId } of slot.max > 1 ? pages : []) await removeDocumentPage(actor, { qualificationId: id, fileId })
  }
  await upload(actor, draft, profile, redone, faults)
}

async function openDraft(actor: PersonActor, id: string): Promise<DraftView> {
  const draft = await readDraft(actor, id)
  if (!draft) throw new Error('There is no such draft')
  return draft
}
