import 'server-only'
import { Readable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import type { PersonActor } from '@/lib/actor/actor'
import { dateIn } from '@/lib/core/clock'
import { newId } from '@/lib/core/ids'
import { databaseTime } from '@/lib/db/client'
import type { DocumentKind, QualificationKind, SignatureSource } from '@/lib/db/generated/enums'
import { createQualification } from '@/lib/qualifications/draft/create-qualification'
import { issueLetters } from '@/lib/qualifications/draft/letters/issue-letters'
import { type DraftSlot, type DraftView, readDraft } from '@/lib/qualifications/draft/read-draft'
import { saveFields } from '@/lib/qualifications/draft/save-fields'
import { saveSignatures } from '@/lib/qualifications/draft/save-signatures'
import { submitQualification } from '@/lib/qualifications/draft/submit-qualification'
import { FIELD_TASKS, type FieldTask, groupsOfTask } from '@/lib/qualifications/draft/tasks'
import { acceptDocument } from '@/lib/qualifications/files/accept-document'
import { examineNext } from '@/lib/qualifications/files/examination/examine-next'
import { removeDocumentPage } from '@/lib/qualifications/files/remove-document-page'
import { DOCUMENT_KINDS } from '@/lib/rulebook/document-kinds'
import { randomFrom } from './specimens/random'
import { drawSpecimen, type Fault } from './specimens/specimen'

const LOOK_EVERY_MS = 100
const MOST_LOOKS = 1_200

/** Holds what someone declares about themselves. */
export type Profile = {
  kind: QualificationKind
  fields: Readonly<Record<string, string>>
  signatures: readonly { text: string; source: SignatureSource; isOnBehalf?: boolean }[]
  samples: readonly string[]
  /** Counts the pages of the commitment letter, and of SUPPORTING; by default one, and none. */
  supporting?: number
}

/** Says how far a draft is written. */
export type Extent = 'BEGUN' | 'IDENTITY' | 'FIELDS' | 'SIGNATURES' | 'DOCUMENTS' | 'ALL'
const EXTENTS: readonly Extent[] = ['BEGUN', 'IDENTITY', 'FIELDS', 'SIGNATURES', 'DOCUMENTS', 'ALL']

export type Faults = Partial<Record<DocumentKind, Fault>>

/** Starts an application and writes it, as far as given. */
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
    await saveTasks(actor, id, profile, isAsked('FIELDS') ? FIELD_TASKS : FIELD_TASKS.slice(0, 3))
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
    const groups = groupsOfTask(kind, rules.groups, task)
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

/** Photographs and uploads documents, each a fresh drawing. */
export async function upload(
  actor: PersonActor,
  { id, reference, revision }: DraftView,
  profile: Profile,
  slots: readonly DraftSlot[],
  faults: Faults = {},
): Promise<void> {
  // Letters are printed before they are signed.
  if (slots.some(({ slot }) => DOCUMENT_KINDS[slot.kind].task === 'letter')) await issueLetters(actor, id)
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
    await acceptDocument(actor, {
      qualificationId: id,
      kind,
      senderSignatureId,
      fileName,
      source: Readable.from(picture),
    })
  })
  await Promise.all(pictures)
  await examineFiles(actor, id)
}

/** Examines what waits, until nothing of this draft does: another lane may be at one of its files. */
export async function examineFiles(actor: PersonActor, id: string): Promise<void> {
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    // One after the other: a decoder serves one account, and starting another one costs more than a picture.
    while (await examineNext());
    const { slots } = await openDraft(actor, id)
    const refused = slots.flatMap(({ slot, refused }) => refused.map(({ code }) => `${slot.kind} ${code}`))
    if (refused.length > 0) throw new Error(`Files were refused: ${refused.join(', ')}`)
    if (slots.every(({ waiting }) => waiting.length === 0)) return
    await setTimeout(LOOK_EVERY_MS)
  }
  throw new Error('Files of an application still wait for their examination after two minutes')
}

/** Returns a file name as phones and people choose it. */
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

/** Submits what is there. */
export async function submit(actor: PersonActor, id: string): Promise<void> {
  const { revision, draftVersion, problems, seen } = await openDraft(actor, id)
  if (problems.length > 0) {
    const description = problems.map(({ code, place }) => `${code} ${JSON.stringify(place)}`).join('; ')
    throw new Error(`The submission isn't complete: ${description}`)
  }
  await submitQualification(actor, { qualificationId: id, revision, draftVersion, shown: seen.findings })
}

/** Corrects what was refused: with new pictures, and answers as they should be. */
export async function correct(actor: PersonActor, id: string, profile: Profile, faults: Faults = {}): Promise<void> {
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
    // Where several are permitted, a new page comes next to those that are there.
    for (const { fileId } of slot.max > 1 ? pages : []) await removeDocumentPage(actor, { qualificationId: id, fileId })
  }
  await upload(actor, draft, profile, redone, faults)
}

export async function openDraft(actor: PersonActor, id: string): Promise<DraftView> {
  const draft = await readDraft(actor, id)
  if (!draft) throw new Error('There is no such draft')
  return draft
}
