import { beforeEach, expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { dateIn } from '@/lib/core/clock'
import { newId } from '@/lib/core/ids'
import { database, databaseTime } from '@/lib/db/client'
import { submitQualification } from '@/lib/qualifications/draft/submit-qualification'
import { decide, submit } from '@/tests/factories/journey'
import { aDocumentIn, aReadyDraft, asShown, IDENTITY, submissionOf } from '@/tests/factories/qualifications'
import { aReading, readAs, readPortraitAs } from '@/tests/factories/readings'
import { someStaff } from '@/tests/factories/review'

let reviewer: PersonActor
let before: Date
/** Each test reads by models of its own. */
let engine: string
beforeEach(async () => {
  reviewer = await someStaff()
  engine = newId()
  before = await databaseTime(database())
})

const outcomes = async () =>
  (
    await database().readingOutcome.findMany({ where: { engine }, orderBy: [{ field: 'asc' }, { isRight: 'asc' }] })
  ).map(({ documentKind, field, isRight }) => [documentKind, field, isRight])

const ASKEW = { name: '王大明', idNumber: IDENTITY['person.idNumber'] }

test('what is accepted says whether it was read right, and nothing else is stored of it', async () => {
  const { applicant, id } = await aReadyDraft()
  await readPortraitAs(id, aReading({ engine, fields: ASKEW }))
  await submit(applicant, id)
  await decide(reviewer, id)
  expect(await outcomes()).toEqual([
    ['ID_PORTRAIT', 'name', false],
    ['ID_PORTRAIT', 'idNumber', true],
    ['ID_PORTRAIT', 'birthDate', true], // which the number contains
  ])
  const [first] = await database().readingOutcome.findMany({ where: { engine } })
  expect(Object.keys(first ?? {}).sort()).toEqual(['day', 'documentKind', 'engine', 'field', 'id', 'isRight'])
  expect(first?.day.toISOString().slice(0, 10)).toBe(dateIn(before))
})

test('of a photograph that is refused, or was not read, nobody knows', async () => {
  const unread = await aReadyDraft()
  await submit(unread.applicant, unread.id)
  await decide(reviewer, unread.id)
  const { applicant, id } = await aReadyDraft()
  await readPortraitAs(id, aReading({ engine, fields: ASKEW }))
  await submit(applicant, id)
  await decide(reviewer, id, { ID_PORTRAIT: 'BLURRED' })
  expect(await outcomes()).toEqual([])
})

test('what was accepted before is not counted again; an answer that was is right for another photograph', async () => {
  const { applicant, id } = await aReadyDraft()
  const { documents } = await submissionOf(id)
  const emblem = documents.find(({ kind }) => kind === 'ID_EMBLEM')?.pages[0]?.fileId ?? ''
  await readPortraitAs(id, aReading({ engine, fields: ASKEW }))
  await readAs(emblem, aReading({ engine, side: 'EMBLEM', fields: { validTo: IDENTITY['person.idValidTo'] } }))
  await submit(applicant, id)
  await decide(reviewer, id, { ID_PORTRAIT: 'BLURRED' })
  expect(await outcomes()).toEqual([['ID_EMBLEM', 'validTo', true]])
  const draft = { kind: 'ID_PORTRAIT', submission: { qualificationId: id, submittedAt: null } } as const
  await database().documentPage.deleteMany({ where: { document: draft } })
  const other = await aDocumentIn(id, applicant, 'ID_PORTRAIT')
  await readAs(other, aReading({ engine, fields: { name: IDENTITY['person.name'] } }))
  await submitQualification(applicant, await asShown(applicant, id))
  await decide(reviewer, id)
  expect(await outcomes()).toEqual([
    ['ID_PORTRAIT', 'name', true],
    ['ID_EMBLEM', 'validTo', true],
  ])
})

test('what was counted is not changed', async () => {
  const row = { day: before, documentKind: 'LICENCE', field: 'code', engine: 'x', isRight: true } as const
  const { id } = await database().readingOutcome.create({ data: row })
  await expect(database().readingOutcome.update({ where: { id }, data: { isRight: false } })).rejects.toThrow()
  await expect(database().readingOutcome.delete({ where: { id } })).rejects.toThrow()
})
