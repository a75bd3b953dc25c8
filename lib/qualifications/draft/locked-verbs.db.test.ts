import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { HOUR } from '@/lib/core/clock'
import { newId } from '@/lib/core/ids'
import { database } from '@/lib/db/client'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { decideQualification } from '@/lib/review/decisions/decide-qualification'
import { eventsAbout } from '@/tests/factories/audit'
import { seeAll, submit } from '@/tests/factories/journey'
import { aDocumentIn, aReadyDraft, signAgain, submissionOf } from '@/tests/factories/qualifications'
import { someStaff } from '@/tests/factories/review'
import { acceptDocument } from '../files/accept-document'
import { moveDocumentPage } from '../files/move-document-page'
import { removeDocumentPage } from '../files/remove-document-page'
import { startLetterLink } from '../phone/start-letter-link'
import { readDraft } from './read-draft'
import { saveFields } from './save-fields'
import { saveSignatures } from './save-signatures'

type Refused = {
  group?: string
  kind?: DocumentKind
  part?: 'SENDER_SIGNATURE' | 'SAMPLE_MESSAGES'
  correctionField?: string
}

/** Claims the qualification and decides it: the named parts are refused, the others accepted. */
async function refuse(qualificationId: string, ...refused: Refused[]) {
  const reviewer = await someStaff()
  await claimQualification(reviewer, { qualificationId })
  await seeAll(reviewer, qualificationId)
  const { revision, parts, documents } = await submissionOf(qualificationId)
  const kindOf = (documentId: string | null) => documents.find(({ id }) => id === documentId)?.kind
  await decideQualification(reviewer, {
    qualificationId,
    revision,
    parts: parts
      .filter(({ carriedFromId }) => carriedFromId === null)
      .map((part) => {
        const found = refused.find(({ group, kind, part: other }) => {
          return (group ?? kind ?? other) === (part.fieldGroup ?? kindOf(part.documentId) ?? part.kind)
        })
        const base = { partId: part.id, reasons: [], correction: null, correctionField: null, note: null }
        if (!found) return { ...base, verdict: 'ACCEPTED' }
        const { correctionField = null } = found
        const reason = part.kind === 'DOCUMENT' ? 'NAME_MISMATCH' : 'OTHER'
        const correction = correctionField ? 'FIELD' : 'PICTURE'
        return { ...base, reasons: [reason], note: '请修改', correctionField, correction, verdict: 'REFUSED' }
      }),
  })
}

/** Submits a draft that has a signature with evidence, and refuses the named parts. */
async function reopened(...refused: Refused[]) {
  const made = await aReadyDraft({ source: 'TRADEMARK' })
  await submit(made.applicant, made.id)
  await refuse(made.id, ...refused)
  return made
}

const fileIn = async (id: string, kind: DocumentKind) =>
  (await submissionOf(id)).documents.find((document) => document.kind === kind)?.pages[0]?.fileId ?? ''
async function replace(applicant: PersonActor & { accountId: string }, id: string, kind: DocumentKind) {
  await removeDocumentPage(applicant, { qualificationId: id, fileId: await fileIn(id, kind) })
  return aDocumentIn(id, applicant, kind)
}
async function save(applicant: PersonActor, id: string, answers: Record<string, string>) {
  const draft = await readDraft(applicant, id)
  const task = Object.keys(answers)[0]?.startsWith('use.') ? 'use' : 'identity'
  return saveFields(applicant, { qualificationId: id, task, seen: draft?.seen.fields ?? '', answers })
}
async function saveLists(
  applicant: PersonActor,
  id: string,
  change: (lists: Pick<NonNullable<Awaited<ReturnType<typeof readDraft>>>, 'signatures' | 'samples'>) => {
    signatures?: { id: string; source: 'OWN_NAME' | 'TRADEMARK'; text: string }[]
    samples?: { id: string; text: string }[]
  },
) {
  const draft = await readDraft(applicant, id)
  if (!draft) throw new Error('No draft')
  const { signatures, samples, seen } = draft
  return saveSignatures(applicant, {
    ...{ qualificationId: id, seen: seen.signatures, signatures, samples },
    ...change({ signatures, samples }),
  })
}
const partsOf = async (id: string) => {
  const { parts, documents } = await submissionOf(id)
  return parts.map((part) => ({
    name: part.fieldGroup ?? documents.find((document) => document.id === part.documentId)?.kind ?? part.kind,
    ...part,
  }))
}
const carriedIn = async (id: string) =>
  Object.fromEntries((await partsOf(id)).map(({ name, carriedFromId }) => [name, carriedFromId]))

const LOCKED = { code: 'LOCKED' }

test('no verb changes an accepted part, and a refused attempt writes nothing', async () => {
  const { applicant, id } = await reopened({ kind: 'ID_PORTRAIT' })
  const before = await eventsAbout(id)
  const { draftVersion } = await submissionOf(id)
  await expect(save(applicant, id, { 'person.name': '王晓明' })).rejects.toMatchObject(LOCKED)
  await expect(save(applicant, id, { 'use.audience': '' })).rejects.toMatchObject(LOCKED)

  const extra = { id: newId(), source: 'OWN_NAME', text: '小明书屋二店' } as const
  const changes: Parameters<typeof saveLists>[2][] = [
    () => ({ signatures: [] }),
    ({ signatures: [one] }) => ({ signatures: one ? [{ ...one, source: 'TRADEMARK', text: '小明书店' }] : [] }),
    ({ signatures: [one] }) => ({ signatures: one ? [{ ...one, source: 'OWN_NAME' }] : [] }),
    ({ signatures: [one] }) => ({ signatures: one ? [{ ...one, source: 'TRADEMARK' }, extra] : [] }),
    () => ({ samples: [{ id: newId(), text: '新的样例' }] }),
  ]
  for (const change of changes) await expect(saveLists(applicant, id, change)).rejects.toMatchObject(LOCKED)

  const { signatures } = await submissionOf(id)
  for (const [kind, senderSignatureId] of [
    ['ID_EMBLEM', null],
    ['SIGNATURE_EVIDENCE', signatures[0]?.id ?? ''],
  ] as const) {
    const page = { qualificationId: id, fileId: await fileIn(id, kind) }
    await expect(removeDocumentPage(applicant, page)).rejects.toMatchObject(LOCKED)
    await expect(moveDocumentPage(applicant, { ...page, direction: 'UP' })).rejects.toMatchObject(LOCKED)
    const slot = { qualificationId: id, kind, senderSignatureId, fileName: '照片.jpg' }
    const source = new Readable({ read: () => expect.unreachable('No byte is read') })
    await expect(acceptDocument(applicant, { ...slot, source })).rejects.toMatchObject(LOCKED)
  }
  const link = startLetterLink(applicant, { qualificationId: id, letter: 'COMMITMENT_LETTER' })
  await expect(link).rejects.toMatchObject(LOCKED)
  expect(await eventsAbout(id)).toEqual(before)
  expect((await submissionOf(id)).draftVersion).toBe(draftVersion)
})

test('a draft is read with what is locked in it and what is not', async () => {
  const { applicant, id } = await reopened({ kind: 'ID_PORTRAIT', correctionField: 'person.idNumber' })
  const draft = await readDraft(applicant, id)
  expect(draft?.locks.fields).toMatchObject({
    'person.name': { isLocked: true },
    'person.idNumber': { isLocked: false },
    'person.birthDate': { isLocked: false },
    'use.audience': { isLocked: true },
  })
  expect(draft?.locks.groups).toMatchObject({ identity: { isLocked: false, state: 'LOCKED' }, use: { isLocked: true } })
  expect(draft?.locks.mayAddSignatures).toBe(false)
  expect(draft?.locks.samples).toMatchObject({ isLocked: true })
  const slots = Object.fromEntries(draft?.slots.map(({ slot, lock }) => [slot.kind, lock]) ?? [])
  expect(slots).toMatchObject({
    ID_PORTRAIT: { isLocked: false, state: 'OPEN' },
    ID_EMBLEM: { isLocked: true, state: 'LOCKED', because: [] },
    SUPPORTING: { isLocked: false, state: 'OPEN' },
  })
})

test('only refused parts are judged again; the others are carried from the part that was judged, in each revision', async () => {
  const { applicant, id } = await reopened({ kind: 'ID_PORTRAIT' }, { kind: 'ID_IN_HAND' })
  const first = await partsOf(id)
  expect(first).toEqual([])
  const judged = await database().part.findMany({ where: { submission: { qualificationId: id, revision: 1 } } })
  await replace(applicant, id, 'ID_PORTRAIT')
  await replace(applicant, id, 'ID_IN_HAND')
  const { submittedAt } = await submit(applicant, id)
  const second = await carriedIn(id)
  expect([second.ID_PORTRAIT, second.ID_IN_HAND]).toEqual([null, null])
  expect(Object.values(second).filter((carried) => carried === null)).toHaveLength(2)
  expect(judged.map((part) => part.id)).toContain(second.identity)
  expect(await database().qualification.findUniqueOrThrow({ where: { id } })).toMatchObject({
    ...{ queuedAt: submittedAt, queuePlace: new Date(submittedAt.getTime() - 24 * HOUR) },
    ...{ purposes: ['NOTIFICATION'], organisationType: null, isOnBehalf: false },
  })

  await refuse(id, { kind: 'ID_IN_HAND' })
  await replace(applicant, id, 'ID_IN_HAND')
  await submit(applicant, id)
  const third = await carriedIn(id)
  expect(third.identity).toBe(second.identity)
  const portrait = await database().part.findFirstOrThrow({
    where: { submission: { qualificationId: id, revision: 2 }, document: { kind: 'ID_PORTRAIT' } },
  })
  expect(third.ID_PORTRAIT).toBe(portrait.id)
  expect(third.ID_IN_HAND).toBeNull()
})

test('a first submission is queued by its time', async () => {
  const { applicant, id } = await aReadyDraft()
  const { submittedAt } = await submit(applicant, id)
  expect(await database().qualification.findUniqueOrThrow({ where: { id } })).toMatchObject({ queuePlace: submittedAt })
})

test('a refused part can’t be submitted unchanged, unless the refusal names no field', async () => {
  const { applicant, id } = await reopened(
    { kind: 'ID_PORTRAIT' },
    { part: 'SAMPLE_MESSAGES', correctionField: 'samples' },
  )
  await expect(submit(applicant, id)).rejects.toMatchObject({ code: 'INCOMPLETE', params: { problems: 1 } })
  expect(
    (await readDraft(applicant, id))?.refusals.map(({ isCorrected, mustCorrect }) => [isCorrected, mustCorrect]),
  ).toEqual([
    [false, true],
    [false, false],
  ])
  await replace(applicant, id, 'ID_PORTRAIT')
  expect((await submit(applicant, id)).revision).toBe(2)
})

test('a field named by a refusal opens in an accepted group; a change unlocks all that depends on it; the old value locks it again', async () => {
  const { applicant, id } = await reopened({ kind: 'ID_PORTRAIT', correctionField: 'person.name' })
  await save(applicant, id, { 'person.name': '王晓明' })
  const lockOf = async (kind: DocumentKind) =>
    (await readDraft(applicant, id))?.slots.find(({ slot }) => slot.kind === kind)?.lock
  const unlocked = { isLocked: false, state: 'UNLOCKED', because: ['person.name'] }
  expect(await lockOf('COMMITMENT_LETTER')).toEqual(unlocked)
  expect(await lockOf('ID_EMBLEM')).toMatchObject({ isLocked: true })

  await save(applicant, id, { 'person.name': '王小明' })
  expect(await lockOf('COMMITMENT_LETTER')).toMatchObject({ isLocked: true, state: 'LOCKED' })
  await save(applicant, id, { 'person.name': '王晓明' })
  await replace(applicant, id, 'ID_IN_HAND')
  await expect(submit(applicant, id)).rejects.toMatchObject({ code: 'INCOMPLETE', params: { problems: 1 } })
  await signAgain(applicant, id)
  await submit(applicant, id)
  const carried = await carriedIn(id)
  expect(
    Object.keys(carried)
      .filter((name) => carried[name] === null)
      .toSorted(),
  ).toEqual(['COMMITMENT_LETTER', 'ID_IN_HAND', 'ID_PORTRAIT', 'SENDER_SIGNATURE', 'SIGNATURE_EVIDENCE', 'identity'])
})

test('a file that was replaced while it was unlocked is reviewed again, even if the field got its old value back', async () => {
  const { applicant, id } = await reopened({ kind: 'ID_PORTRAIT', correctionField: 'person.name' })
  await save(applicant, id, { 'person.name': '王晓明' })
  await replace(applicant, id, 'COMMITMENT_LETTER')
  await save(applicant, id, { 'person.name': '王小明' })
  await replace(applicant, id, 'ID_PORTRAIT')
  await submit(applicant, id)
  const carried = await carriedIn(id)
  expect(carried.COMMITMENT_LETTER).toBeNull()
  expect(carried.identity).not.toBeNull()
})

test('a refused signature may be edited or removed, and others added; it is identified by the row that it was copied from', async () => {
  const { applicant, id } = await reopened({ part: 'SENDER_SIGNATURE', correctionField: 'signature' })
  const [before] = (await submissionOf(id)).signatures
  await saveLists(applicant, id, ({ signatures: [one] }) => ({
    signatures: [
      { id: one?.id ?? '', source: 'TRADEMARK', text: '小明书店' },
      { id: newId(), source: 'OWN_NAME', text: '王小明' },
    ],
  }))
  const { signatures } = await submissionOf(id)
  expect(signatures.map(({ id, previousId }) => [id, previousId])).toEqual([
    [before?.id, before?.previousId],
    [expect.any(String), null],
  ])
  expect(before?.previousId).not.toBeNull()
  await signAgain(applicant, id)
  await submit(applicant, id)
  const open = (await partsOf(id)).filter(({ carriedFromId }) => carriedFromId === null).map(({ name }) => name)
  expect(open).toEqual(['COMMITMENT_LETTER', 'SENDER_SIGNATURE', 'SIGNATURE_EVIDENCE', 'SENDER_SIGNATURE'])
})

test('a document without a signature is not mistaken for the evidence of an added signature', async () => {
  const { applicant, id } = await reopened(
    { kind: 'ID_PORTRAIT' },
    { part: 'SENDER_SIGNATURE', correctionField: 'signature' },
  )
  const added = { id: newId(), source: 'OWN_NAME', text: '王小明' } as const
  await saveLists(applicant, id, ({ signatures: [one] }) => ({
    signatures: [{ id: one?.id ?? '', source: 'TRADEMARK', text: '小明书店' }, added],
  }))
  const refusals = (await readDraft(applicant, id))?.refusals
  expect(refusals?.map(({ documentKind, senderSignatureId }) => [documentKind, senderSignatureId])).toEqual([
    ['ID_PORTRAIT', null],
    [null, expect.any(String)],
  ])
})
