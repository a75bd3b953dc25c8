import { expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { DAY, dateIn } from '@/lib/core/clock'
import { database, databaseTime } from '@/lib/db/client'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { decideQualification } from '@/lib/review/decisions/decide-qualification'
import { isInOldest } from '@/tests/factories/contents'
import { seeAll } from '@/tests/factories/journey'
import { outcomesOf } from '@/tests/factories/outcomes'
import {
  aDocumentIn,
  aReadyDraft,
  asShown,
  aWrittenDraft,
  IDENTITY,
  INDIVIDUAL_DOCUMENTS,
  signAgain,
  submissionOf,
} from '@/tests/factories/qualifications'
import { someStaff } from '@/tests/factories/review'
import { withdrawQualification } from '../standing/withdraw-qualification'
import { createQualification } from './create-qualification'
import { readDraft } from './read-draft'
import { renewQualification } from './renew-qualification'
import { saveFields } from './save-fields'
import { saveSignatures } from './save-signatures'
import { submitQualification } from './submit-qualification'

const daysFromNow = async (days: number) => new Date((await databaseTime()).getTime() + days * DAY)
const draftOf = async (actor: PersonActor, id: string) => {
  const draft = await readDraft(actor, id)
  if (!draft) throw new Error('No such draft')
  return draft
}

async function answer(actor: PersonActor, qualificationId: string, answers: Record<string, string>) {
  const { seen } = await draftOf(actor, qualificationId)
  return saveFields(actor, { qualificationId, task: 'identity', seen: seen.fields, answers })
}

/** Rewrites the lists, with a text for the signature and the samples. */
async function write(actor: PersonActor, qualificationId: string, signature: string, ...samples: string[]) {
  const draft = await draftOf(actor, qualificationId)
  return saveSignatures(actor, {
    qualificationId,
    seen: draft.seen.signatures,
    signatures: draft.signatures.map(({ id, source, isOnBehalf }) => ({ id, source, isOnBehalf, text: signature })),
    samples: samples.map((text, index) => ({ id: draft.samples[index]?.id ?? crypto.randomUUID(), text })),
  })
}

const storedOf = async (qualificationId: string) => {
  const found = await database().shownFinding.findMany({
    where: { part: { submission: { qualificationId } } },
    orderBy: { position: 'asc' },
    include: { part: { include: { document: true } } },
  })
  return found.map(({ part, code, severity, field }) => [
    severity,
    code,
    part.document?.kind ?? part.fieldGroup ?? part.kind,
    field,
  ])
}

/** Copies the file of one slot into another, as a person does who uploads the same photograph twice. */
async function copyFile(qualificationId: string, from: 'ID_PORTRAIT', to: 'ID_EMBLEM') {
  const { documents } = await submissionOf(qualificationId)
  const fileIn = (kind: string) => documents.find((document) => document.kind === kind)?.pages[0]?.fileId ?? ''
  const { sha256 } = await database().storedFile.findUniqueOrThrow({ where: { id: fileIn(from) } })
  await database().storedFile.update({ where: { id: fileIn(to) }, data: { sha256 } })
}

test('what was shown is stored at its parts, in the order of the page, and says nothing personal', async () => {
  const { applicant, id } = await aReadyDraft()
  await write(applicant, id, '小明书屋', '您订的书到了。', '【小明书屋】您订的书到了。')
  await answer(applicant, id, { 'person.idValidTo': dateIn(await daysFromNow(20)) })
  await copyFile(id, 'ID_PORTRAIT', 'ID_EMBLEM')
  const { findings, samples } = await draftOf(applicant, id)
  await submitQualification(applicant, await asShown(applicant, id))

  expect(await storedOf(id)).toEqual([
    ['warn', 'ENDS_SOON', 'identity', 'person.idValidTo'],
    ['warn', 'SIGNATURE_NOT_OWN_NAME', 'SENDER_SIGNATURE', null],
    ['warn', 'SAMPLE_BRACKETS', 'SAMPLE_MESSAGES', samples[1]?.id],
    ['warn', 'SAME_FILE', 'ID_PORTRAIT', null],
    ['warn', 'SAME_FILE', 'ID_EMBLEM', null],
  ])
  expect((await storedOf(id)).map(([, code]) => code)).toEqual(findings.map(({ code }) => code))
  const rows = await database().$queryRaw<object[]>`SELECT to_jsonb(f) AS row FROM shown_findings f
    JOIN parts p ON p.id = f.part_id JOIN submissions s ON s.id = p.submission_id WHERE s.qualification_id = ${id}::uuid`
  expect(JSON.stringify(rows)).not.toMatch(/小明|书屋|您订的|11010519491231002X/)
})

test('a draft without fault stores nothing, and needs to show nothing', async () => {
  const { applicant, id } = await aWrittenDraft()
  await write(applicant, id, IDENTITY['person.name'], '您订的书到了。')
  for (const kind of INDIVIDUAL_DOCUMENTS) {
    await (kind === 'COMMITMENT_LETTER' ? signAgain(applicant, id) : aDocumentIn(id, applicant, kind))
  }
  const { revision, draftVersion } = await submissionOf(id)
  await submitQualification(applicant, { qualificationId: id, revision, draftVersion })
  expect(await storedOf(id)).toEqual([])
})

test('what is found is submitted only if it was shown', async () => {
  const { applicant, id } = await aReadyDraft()
  const shown = await asShown(applicant, id)
  for (const other of ['', 'x', `${shown.shown}x`]) {
    const attempt = submitQualification(applicant, { ...shown, shown: other })
    await expect(attempt).rejects.toMatchObject({ code: 'FINDINGS_CHANGED', subjectId: id })
  }
  expect((await submissionOf(id)).submittedAt).toBeNull()
  expect(await storedOf(id)).toEqual([])
  await submitQualification(applicant, shown)
  expect(await storedOf(id)).toHaveLength(1)
})

test('an edit by another member that brings a new finding shows it first', async () => {
  const { applicant, id } = await aReadyDraft()
  const before = await asShown(applicant, id)
  await write(applicant, id, '小明书屋', '【别家】您订的书到了。')
  await expect(submitQualification(applicant, before)).rejects.toMatchObject({ code: 'FINDINGS_CHANGED' })
  // Even by a form that has the new version of the draft, and the old list.
  const now = await asShown(applicant, id)
  const mixed = submitQualification(applicant, { ...now, shown: before.shown })
  await expect(mixed).rejects.toMatchObject({ code: 'FINDINGS_CHANGED' })
  await submitQualification(applicant, now)
  expect((await storedOf(id)).map(([, code]) => code)).toEqual(['SIGNATURE_NOT_OWN_NAME', 'SAMPLE_OTHER_SIGNATURE'])
})

test('an edit that is found nothing in is a conflict, as before', async () => {
  const { applicant, id } = await aReadyDraft()
  const before = await asShown(applicant, id)
  await write(applicant, id, '小明书屋', '您订的书已经到了。')
  await expect(submitQualification(applicant, before)).rejects.toMatchObject({ code: 'CONFLICT' })
})

test('what blocks is refused as such, regardless of what was shown', async () => {
  const { applicant, id } = await aReadyDraft()
  const shown = await asShown(applicant, id)
  await answer(applicant, id, { 'person.name': '王' })
  await expect(submitQualification(applicant, shown)).rejects.toMatchObject({ code: 'INCOMPLETE' })
})

test('two members who submit at once make one submission with one list', async () => {
  const { applicant, id } = await aReadyDraft()
  const shown = await asShown(applicant, id)
  const attempts = Array.from({ length: 5 }, () => submitQualification(applicant, shown))
  expect(new Set(await outcomesOf(attempts))).toEqual(new Set(['OK']))
  expect(await storedOf(id)).toHaveLength(1)
})

test('a renewal names the photographs that it carries over, and warns where their document is about to end', async () => {
  const { applicant, id } = await aReadyDraft({ source: 'TRADEMARK' })
  await answer(applicant, id, { 'person.idValidTo': dateIn(await daysFromNow(21)) })
  await submitQualification(applicant, await asShown(applicant, id))
  const data = { status: 'APPROVED', validUntil: await daysFromNow(21), decidedAt: new Date() } as const
  await database().qualification.update({ where: { id }, data })
  const { id: renewal } = await renewQualification(applicant, { qualificationId: id })

  const draft = await draftOf(applicant, renewal)
  expect(draft.tasks.find(({ task }) => task === 'identity')?.state).toBe('DONE')
  const found = draft.findings
    .filter(({ severity, place }) => severity !== 'block' && (!('kind' in place) || isInOldest(place.kind)))
    .map(({ severity, code, place }) => [severity, code, 'kind' in place ? place.kind : place.on])
  expect(found).toEqual([
    ['warn', 'ENDS_SOON', 'FIELD'],
    ['warn', 'CARRIED_ENDS_SOON', 'ID_PORTRAIT'],
    ['warn', 'CARRIED_ENDS_SOON', 'ID_EMBLEM'],
    ['note', 'CARRIED_OVER', 'SIGNATURE_EVIDENCE'],
  ])

  // The ID was replaced: its new validity is declared, and the photographs are still those of the old one.
  await answer(applicant, renewal, { 'person.idValidTo': dateIn(await daysFromNow(3_000)) })
  const missing = draft.slots.filter(({ slot, pages }) => pages.length < slot.min).map(({ slot }) => slot.kind)
  expect(missing.filter(isInOldest)).toEqual(['ID_IN_HAND', 'COMMITMENT_LETTER'])
  for (const kind of missing) await aDocumentIn(renewal, applicant, kind)
  await submitQualification(applicant, await asShown(applicant, renewal))
  expect((await storedOf(renewal)).filter(([, , part]) => isInOldest(part ?? ''))).toEqual([
    ['warn', 'CARRIED_BUT_CHANGED', 'ID_EMBLEM', null],
    ['note', 'CARRIED_OVER', 'ID_PORTRAIT', null],
    ['note', 'CARRIED_OVER', 'SIGNATURE_EVIDENCE', null],
  ])
})

test('an application that is filled from a withdrawn one names the photographs that it carries over, too', async () => {
  const { applicant, id } = await aReadyDraft({ source: 'TRADEMARK' })
  await answer(applicant, id, { 'person.idValidTo': dateIn(await daysFromNow(21)) })
  await withdrawQualification(applicant, { qualificationId: id })
  const { id: again } = await createQualification(applicant, { kind: 'INDIVIDUAL', from: id })
  const carried = async () =>
    (await draftOf(applicant, again)).findings
      .filter(({ code }) => code.startsWith('CARRIED_'))
      .map(({ severity, code, place }) => [severity, code, 'kind' in place ? place.kind : place.on])
  expect(await carried()).toEqual([
    ['warn', 'CARRIED_ENDS_SOON', 'ID_PORTRAIT'],
    ['warn', 'CARRIED_ENDS_SOON', 'ID_EMBLEM'],
    ['note', 'CARRIED_OVER', 'SIGNATURE_EVIDENCE'],
  ])
  const { slots } = await draftOf(applicant, again)
  expect(slots.find(({ slot }) => slot.kind === 'ID_IN_HAND')?.notReusable).toBe('EACH_TIME')

  await answer(applicant, again, { 'person.idValidTo': dateIn(await daysFromNow(3_000)) })
  for (const kind of ['ID_IN_HAND', 'COMMITMENT_LETTER'] as const) await aDocumentIn(again, applicant, kind)
  await submitQualification(applicant, await asShown(applicant, again))
  expect(await storedOf(again)).toEqual([
    ['warn', 'CARRIED_BUT_CHANGED', 'ID_EMBLEM', null],
    ['note', 'CARRIED_OVER', 'ID_PORTRAIT', null],
    ['note', 'CARRIED_OVER', 'SIGNATURE_EVIDENCE', null],
  ])
})

test('one that is filled from nothing, or from what was erased since, names none', async () => {
  const { applicant, id } = await aReadyDraft()
  const found = async (of: string) => (await draftOf(applicant, of)).findings.map(({ code }) => code)
  expect(await found(id)).not.toContain('CARRIED_OVER')
  await withdrawQualification(applicant, { qualificationId: id })
  const { id: again } = await createQualification(applicant, { kind: 'INDIVIDUAL', from: id })
  expect(await found(again)).toContain('CARRIED_OVER')
  const { dataKeyId } = await database().qualification.findUniqueOrThrow({ where: { id } })
  await database().dataKey.update({
    where: { id: dataKeyId },
    data: { wrapped: new Uint8Array(0), erasedAt: new Date() },
  })
  expect(await found(again)).not.toContain('CARRIED_OVER')
})

test('what was sent back and is submitted as it was is stored with the next revision', async () => {
  const { applicant, id } = await aReadyDraft()
  await submitQualification(applicant, await asShown(applicant, id))
  const reviewer = await someStaff()
  await claimQualification(reviewer, { qualificationId: id })
  await seeAll(reviewer, id)
  const { parts } = await submissionOf(id)
  const accepted = { verdict: 'ACCEPTED' as const, reasons: [], correction: null, correctionField: null, note: null }
  const correction = { correction: 'FIELD' as const, correctionField: 'samples', note: '请说明' }
  const refused = { verdict: 'REFUSED' as const, reasons: ['OTHER'], ...correction }
  const judged = parts.map(({ id: partId, kind }) => {
    return { partId, ...(kind === 'SAMPLE_MESSAGES' ? refused : accepted) }
  })
  await decideQualification(reviewer, { qualificationId: id, revision: 1, parts: judged })

  const { findings } = await draftOf(applicant, id)
  expect(findings).toMatchObject([{ severity: 'warn', code: 'NOT_CORRECTED', place: { on: 'SAMPLES' } }])
  await submitQualification(applicant, await asShown(applicant, id))
  expect(await storedOf(id)).toEqual([
    ['warn', 'SIGNATURE_NOT_OWN_NAME', 'SENDER_SIGNATURE', null],
    ['warn', 'NOT_CORRECTED', 'SAMPLE_MESSAGES', null],
  ])
})

test('a stored list can’t be changed or deleted, not even by a direct write', async () => {
  const { applicant, id } = await aReadyDraft()
  await submitQualification(applicant, await asShown(applicant, id))
  const where = { part: { submission: { qualificationId: id } } }
  await expect(database().shownFinding.updateMany({ where, data: { severity: 'note' } })).rejects.toThrow()
  await expect(database().shownFinding.deleteMany({ where })).rejects.toThrow('append-only')
  expect(await storedOf(id)).toHaveLength(1)
})
