import { beforeEach, expect, test } from 'vitest'
import type { Reading } from '@/lib/checks/reading'
import { database } from '@/lib/db/client'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { decideQualification } from '@/lib/review/decisions/decide-qualification'
import { letterCode } from '@/lib/rulebook/letters/letter-code'
import { letterKey } from '@/lib/rulebook/letters/letter-key'
import { seeAll, submit } from '@/tests/factories/journey'
import { aReadyDraft, asShown, IDENTITY, submissionOf } from '@/tests/factories/qualifications'
import { aLetterReading, aReading, readAs } from '@/tests/factories/readings'
import { someStaff } from '@/tests/factories/review'
import { interleave, WAITS } from '@/tests/setup/interleave'
import { issueLetters } from '../draft/letters/issue-letters'
import { readDraft } from '../draft/read-draft'
import { saveSignatures } from '../draft/save-signatures'
import { submitQualification } from '../draft/submit-qualification'
import { settleLateReading } from './settle-late-reading'

// Each test settles what is its own.
beforeEach(async () => void (await database().lateReading.deleteMany()))

const BLURRED = aReading({ quality: { blur: true } })
const SAYS = { name: IDENTITY['person.name'], idNumber: IDENTITY['person.idNumber'] }

async function fileIn(qualificationId: string, kind: DocumentKind) {
  const { documents } = await submissionOf(qualificationId)
  return documents.find((document) => document.kind === kind)?.pages[0]?.fileId ?? ''
}

/** Returns an application that was submitted while a machine had not read these of its photographs. */
async function aSubmitted(...unread: DocumentKind[]) {
  const { applicant, id } = await aReadyDraft()
  for (const kind of unread) await database().reading.create({ data: { fileId: await fileIn(id, kind) } })
  await submit(applicant, id)
  return { applicant, id }
}

const isReadAs = async (id: string, kind: DocumentKind, reading: Reading) => readAs(await fileIn(id, kind), reading)

const lateIn = async (qualificationId: string) => {
  const found = await database().lateFinding.findMany({
    where: { part: { submission: { qualificationId } } },
    orderBy: { position: 'asc' },
    include: { part: { include: { document: true } } },
  })
  return found.map(({ position, part, code, severity, field }) => [
    position,
    `${severity} ${code}`,
    part.document?.kind ?? part.fieldGroup,
    field,
  ])
}
const unreadIn = (qualificationId: string) =>
  database().lateReading.count({ where: { submission: { qualificationId } } })
/** Ends the leases, as time does. */
const again = () =>
  database().$executeRaw`UPDATE late_readings SET leased_until = clock_timestamp() - interval '1 second'`

test('what is read after submitting is stored at its part, next to what was shown', async () => {
  const { id } = await aSubmitted('ID_PORTRAIT', 'ID_EMBLEM')
  expect(await unreadIn(id)).toBe(2)
  expect(await settleLateReading()).toBe(false)
  await isReadAs(id, 'ID_PORTRAIT', BLURRED)
  expect(await settleLateReading()).toBe(true)
  expect(await lateIn(id)).toEqual([[0, 'warn BLURRED', 'ID_PORTRAIT', null]])
  expect(await unreadIn(id)).toBe(1)

  await isReadAs(id, 'ID_EMBLEM', aReading({ side: 'PORTRAIT' }))
  expect([await settleLateReading(), await settleLateReading()]).toEqual([true, false])
  expect(await lateIn(id)).toEqual([
    [0, 'warn BLURRED', 'ID_PORTRAIT', null],
    [1, 'warn WRONG_SIDE', 'ID_EMBLEM', null],
  ])
  const shown = await database().shownFinding.findMany({ where: { part: { submission: { qualificationId: id } } } })
  expect(shown.map(({ code }) => code)).toEqual(['SIGNATURE_NOT_OWN_NAME'])
})

test('a value that differs is stored at its field, and a good photograph says nothing', async () => {
  const { id } = await aSubmitted('ID_PORTRAIT')
  await isReadAs(id, 'ID_PORTRAIT', aReading({ fields: { ...SAYS, name: '王大明' } }))
  await settleLateReading()
  expect(await lateIn(id)).toEqual([[0, 'warn NAME_MISMATCH', 'identity', 'person.name']])

  const other = await aSubmitted('ID_PORTRAIT')
  await isReadAs(other.id, 'ID_PORTRAIT', aReading({ fields: SAYS }))
  expect(await settleLateReading()).toBe(true)
  expect([await lateIn(other.id), await unreadIn(other.id)]).toEqual([[], 0])
})

test('what was shown is not found again', async () => {
  const { applicant, id } = await aReadyDraft()
  await database().reading.create({ data: { fileId: await fileIn(id, 'ID_EMBLEM') } })
  await isReadAs(id, 'ID_PORTRAIT', BLURRED)
  await submit(applicant, id)
  await isReadAs(id, 'ID_EMBLEM', aReading({ side: 'EMBLEM', quality: { glare: true } }))
  await settleLateReading()
  expect(await lateIn(id)).toEqual([[0, 'warn GLARE', 'ID_EMBLEM', null]])
})

test('a letter of somebody else, which would have prevented the submission, is a warning for the reviewer', async () => {
  const other = await aReadyDraft()
  const [foreign] = await issueLetters(other.applicant, other.id)
  const version = 'cn-mainland/2024-10'
  const code = letterCode({ letterId: foreign?.id ?? '', page: 1, pages: 1, version }, await letterKey())
  const { id } = await aSubmitted('COMMITMENT_LETTER')
  await isReadAs(id, 'COMMITMENT_LETTER', aLetterReading(code, true))
  await settleLateReading()
  expect(await lateIn(id)).toContainEqual([0, 'warn LETTER_WRONG_PARTY', 'COMMITMENT_LETTER', null])
})

test('of files that were read, or can’t be, nothing waits', async () => {
  const { id } = await aSubmitted()
  expect(await unreadIn(id)).toBe(0)
  const unreadable = await aSubmitted('ID_PORTRAIT')
  const fileId = await fileIn(unreadable.id, 'ID_PORTRAIT')
  await database().reading.update({ where: { fileId }, data: { state: 'FAILED' } })
  expect(await settleLateReading()).toBe(true)
  expect([await lateIn(unreadable.id), await unreadIn(unreadable.id)]).toEqual([[], 0])
})

test('a reading that is stored while its application is submitted reaches the reviewer', async () => {
  const { applicant, id } = await aReadyDraft()
  const fileId = await fileIn(id, 'ID_PORTRAIT')
  await readAs(fileId, BLURRED)
  const { contentSealed } = await database().reading.findUniqueOrThrow({ where: { fileId } })
  await database().reading.delete({ where: { fileId } })
  await database().reading.create({ data: { fileId } })
  await database().$transaction(async (tx) => {
    await tx.reading.update({ where: { fileId }, data: { state: 'READ', contentSealed, readAt: new Date() } })
    await submitQualification(applicant, await asShown(applicant, id)) // sees it as it was
  }, WAITS)
  await settleLateReading()
  expect(await lateIn(id)).toEqual([[0, 'warn BLURRED', 'ID_PORTRAIT', null]])
})

test('one that is stored before it is among the findings of the check page', async () => {
  const { applicant, id } = await aReadyDraft()
  await isReadAs(id, 'ID_PORTRAIT', BLURRED)
  await submit(applicant, id)
  expect([await unreadIn(id), await settleLateReading(), await lateIn(id)]).toEqual([0, false, []])
})

test.each([
  ['decided', { status: 'REJECTED', decidedAt: new Date() }],
  ['sent back', { status: 'CHANGES_REQUESTED', decidedAt: new Date() }],
  ['withdrawn', { status: 'WITHDRAWN' }],
] as const)('of what is %s meanwhile nothing is stored', async (_, change) => {
  const { id } = await aSubmitted('ID_PORTRAIT')
  await isReadAs(id, 'ID_PORTRAIT', BLURRED)
  expect(await interleave(id, change, settleLateReading)).toBe(true)
  expect([await lateIn(id), await unreadIn(id)]).toEqual([[], 0])
})

test('of a revision that was decided, and of a part that was accepted in it, nothing is stored', async () => {
  const { applicant, id } = await aSubmitted('ID_PORTRAIT')
  const reviewer = await someStaff()
  await claimQualification(reviewer, { qualificationId: id })
  await seeAll(reviewer, id)
  const { parts } = await submissionOf(id)
  const accepted = { verdict: 'ACCEPTED' as const, reasons: [], correction: null, correctionField: null, note: null }
  const refused = {
    verdict: 'REFUSED' as const,
    reasons: ['OTHER'],
    correction: 'FIELD' as const,
    correctionField: 'samples',
    note: '请说明',
  }
  const judged = parts.map(({ id: partId, kind }) => ({ partId, ...(kind === 'SAMPLE_MESSAGES' ? refused : accepted) }))
  await decideQualification(reviewer, { qualificationId: id, revision: 1, parts: judged })
  const draft = await readDraft(applicant, id)
  await saveSignatures(applicant, {
    qualificationId: id,
    seen: draft?.seen.signatures ?? '',
    signatures: (draft?.signatures ?? []).map(({ id: signatureId, source, isOnBehalf, text }) => {
      return { id: signatureId, source, isOnBehalf, text }
    }),
    samples: [{ id: draft?.samples[0]?.id ?? '', text: '您订的书已经到了。' }],
  })
  await submit(applicant, id)
  expect(await unreadIn(id)).toBe(2)

  await isReadAs(id, 'ID_PORTRAIT', BLURRED)
  expect([await settleLateReading(), await settleLateReading(), await settleLateReading()]).toEqual([true, true, false])
  expect([await lateIn(id), await unreadIn(id)]).toEqual([[], 0])
})

test('several workers store it once', async () => {
  const { id } = await aSubmitted('ID_PORTRAIT', 'ID_EMBLEM')
  await isReadAs(id, 'ID_PORTRAIT', BLURRED)
  await isReadAs(id, 'ID_EMBLEM', aReading({ side: 'EMBLEM', quality: { dark: true } }))
  await Promise.all(Array.from({ length: 5 }, settleLateReading))
  expect(await lateIn(id)).toEqual([
    [0, 'warn BLURRED', 'ID_PORTRAIT', null],
    [1, 'warn TOO_DARK', 'ID_EMBLEM', null],
  ])
})

test('a revision at which a worker failed comes after the others, and again', async () => {
  const [broken, sound] = [await aSubmitted('ID_PORTRAIT'), await aSubmitted('ID_PORTRAIT')]
  for (const { id } of [broken, sound]) await isReadAs(id, 'ID_PORTRAIT', BLURRED)
  const fileId = await fileIn(broken.id, 'ID_PORTRAIT')
  const { contentSealed } = await database().reading.findUniqueOrThrow({ where: { fileId } })
  await database().reading.update({ where: { fileId }, data: { contentSealed: new Uint8Array(40) } })
  const outcomes = [await settleLateReading().catch(() => 'FAILED'), await settleLateReading().catch(() => 'FAILED')]
  expect(new Set(outcomes)).toEqual(new Set(['FAILED', true]))
  expect(await settleLateReading()).toBe(false)
  expect([await lateIn(broken.id), await unreadIn(broken.id)]).toEqual([[], 1])
  expect(await lateIn(sound.id)).toHaveLength(1)

  await database().reading.update({ where: { fileId }, data: { contentSealed } })
  await again()
  expect(await settleLateReading()).toBe(true)
  expect(await lateIn(broken.id)).toHaveLength(1)
})

test('it can’t be changed or deleted, not even by a direct write', async () => {
  const { id } = await aSubmitted('ID_PORTRAIT')
  await isReadAs(id, 'ID_PORTRAIT', BLURRED)
  await settleLateReading()
  const where = { part: { submission: { qualificationId: id } } }
  await expect(database().lateFinding.updateMany({ where, data: { severity: 'note' } })).rejects.toThrow()
  await expect(database().lateFinding.deleteMany({ where })).rejects.toThrow('append-only')
})
