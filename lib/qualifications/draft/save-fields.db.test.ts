import { expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import { eventsAbout } from '@/tests/factories/audit'
import { aDraft, aReadyDraft, aRegisteredApplicant, IDENTITY, PHONE } from '@/tests/factories/qualifications'
import { aClaimedQualification, someStaff, unclaimed } from '@/tests/factories/review'
import { interleave, interleaveWith } from '@/tests/setup/interleave'
import { SaveFieldsInput } from '../schemas'
import { createQualification } from './create-qualification'
import { readDraft } from './read-draft'
import { saveFields } from './save-fields'

const save = (actor: PersonActor, qualificationId: string, answers: Record<string, string>, seen = '') =>
  saveFields(actor, { qualificationId, task: 'identity', seen, answers })
const fieldsOf = async (actor: PersonActor, id: string) => (await readDraft(actor, id))?.fields

test('a qualification starts as a draft of the account, with the verified phone and nothing else', async () => {
  const applicant = await aRegisteredApplicant()
  const { id, reference } = await createQualification(applicant, { kind: 'INDIVIDUAL' })

  expect(await readDraft(applicant, id)).toMatchObject({
    reference: expect.stringMatching(/^ZX-\d{8}-.{6}$/),
    status: 'DRAFT',
    revision: 1,
    draftVersion: 0,
    fields: { 'contact.phone': PHONE },
    refusals: [],
  })
  expect(await eventsAbout(id)).toMatchObject([
    { action: 'qualification.created', actorId: applicant.id, data: { reference, kind: 'INDIVIDUAL' } },
  ])
})

test('a double click starts one draft; once something is written to it, another can be started', async () => {
  const applicant = await aRegisteredApplicant()
  const started = await Promise.all(
    Array.from({ length: 5 }, () => createQualification(applicant, { kind: 'INDIVIDUAL' })),
  )
  expect(new Set(started.map(({ id }) => id)).size).toBe(1)
  const { id } = await aDraft(applicant)
  expect(id).toBe(started[0]?.id)
  await save(applicant, id, IDENTITY)
  expect((await aDraft(applicant)).id).not.toBe(id)
})

test('a person without an account starts none', async () => {
  await expect(createQualification(await someStaff(), { kind: 'INDIVIDUAL' })).rejects.toMatchObject({
    code: 'FORBIDDEN',
  })
  const left = { ...(await aRegisteredApplicant()), accountIds: [] }
  await expect(createQualification(left, { kind: 'INDIVIDUAL' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
})

test('unfinished answers are stored, normalised and sealed; the event names their fields', async () => {
  const { applicant, id } = await aDraft()
  await save(applicant, id, {
    'person.name': ' 王 小明 ',
    'person.idNumber': '1101 0519 4912 3100 2x',
    'person.birthDate': '49年',
  })

  expect(await fieldsOf(applicant, id)).toMatchObject({
    'person.name': '王 小明',
    'person.idNumber': '11010519491231002X',
    'person.birthDate': '49年',
  })
  const [row] = await database().declaredField.findMany({
    where: { submission: { qualificationId: id }, key: 'person.name' },
  })
  expect(Buffer.from(row?.valueSealed ?? []).toString()).not.toContain('王')
  expect(row?.valueIndex).toHaveLength(32)
  expect((await eventsAbout(id)).at(-1)).toMatchObject({
    action: 'qualification.draft_saved',
    capabilities: ['qualification.own'],
    data: { revision: 1, task: 'identity', fields: ['person.name', 'person.idNumber', 'person.birthDate'] },
  })
})

test('a date of birth that the ID number contains need not be sent, and follows the number', async () => {
  const { applicant, id } = await aDraft()
  const { 'person.birthDate': _, ...sent } = IDENTITY
  const { seen } = await save(applicant, id, sent)
  expect(await fieldsOf(applicant, id)).toMatchObject({ 'person.birthDate': '1949-12-31' })
  await save(applicant, id, { ...sent, 'person.idNumber': '440308199001050246' }, seen)
  expect(await fieldsOf(applicant, id)).toMatchObject({ 'person.birthDate': '1990-01-05' })
})

test('the same answers again are no change and no event; an emptied answer is deleted', async () => {
  const { applicant, id } = await aDraft()
  const first = await save(applicant, id, IDENTITY)
  const again = await save(applicant, id, IDENTITY, first.seen)
  expect(again).toEqual(first)
  expect(await eventsAbout(id)).toHaveLength(2)

  const { draftVersion } = await save(applicant, id, { 'person.name': '' }, first.seen)
  expect(draftVersion).toBe(first.draftVersion + 1)
  expect(await fieldsOf(applicant, id)).not.toHaveProperty('person.name')
})

test('neither the verified phone nor an answer of another page can be saved here', async () => {
  const { applicant, id } = await aDraft()
  await save(applicant, id, { 'contact.phone': '+8613900139000', 'use.audience': '所有人', 'made.up': 'x' })
  expect(await fieldsOf(applicant, id)).toEqual({ 'contact.phone': PHONE })
})

test('two devices can change different answers; the same answer is a conflict, and nothing is lost', async () => {
  const { applicant, id } = await aDraft()
  const { seen } = await save(applicant, id, IDENTITY)
  await save(applicant, id, { ...IDENTITY, 'person.name': '王晓明' }, seen)
  await save(applicant, id, { ...IDENTITY, 'person.idValidFrom': '2021-01-01' }, seen)
  expect(await fieldsOf(applicant, id)).toMatchObject({ 'person.name': '王晓明', 'person.idValidFrom': '2021-01-01' })

  const attempt = save(applicant, id, { ...IDENTITY, 'person.name': '王小名' }, seen)
  await expect(attempt).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await fieldsOf(applicant, id)).toMatchObject({ 'person.name': '王晓明' })
  const overwrite = { task: 'identity', seen, overwrite: 'yes', answers: { 'person.name': '王小名' } } as const
  await saveFields(applicant, { qualificationId: id, ...overwrite })
  expect(await fieldsOf(applicant, id)).toMatchObject({ 'person.name': '王小名', 'person.idValidFrom': '2021-01-01' })
})

test('what is typed back after a conflict is a conflict too, and wins with the date of birth that follows from it', async () => {
  const { applicant, id } = await aDraft()
  const { seen } = await save(applicant, id, IDENTITY)
  const theirs = { ...IDENTITY, 'person.idNumber': '110105199001010015', 'person.birthDate': '' }
  await save(applicant, id, theirs, seen)
  const mine = { ...IDENTITY, 'person.birthDate': '' }
  const back = { qualificationId: id, task: 'identity' as const, seen, answers: mine, touched: ['person.idNumber'] }

  await expect(saveFields(applicant, back)).rejects.toMatchObject({
    code: 'CONFLICT',
    params: { answers: 'person.idNumber,person.birthDate' },
  })
  expect(await fieldsOf(applicant, id)).toMatchObject({ 'person.birthDate': '1990-01-01' })
  await saveFields(applicant, { ...back, overwrite: 'yes' })
  expect(await fieldsOf(applicant, id)).toMatchObject({
    'person.idNumber': IDENTITY['person.idNumber'],
    'person.birthDate': IDENTITY['person.birthDate'],
  })
})

test('answers to another version of the draft, or to another revision, are a conflict and are not stored', async () => {
  const { applicant, id } = await aDraft()
  const saveAt = (at: { revision: number; draftVersion: number }) =>
    saveFields(applicant, { qualificationId: id, at, answers: { 'person.name': '王晓明' } })
  for (const other of [
    { revision: 1, draftVersion: 1 },
    { revision: 2, draftVersion: 0 },
  ]) {
    await expect(saveAt(other)).rejects.toMatchObject({ code: 'CONFLICT' })
  }
  expect(await fieldsOf(applicant, id)).toEqual({ 'contact.phone': PHONE })
  expect(await saveAt({ revision: 1, draftVersion: 0 })).toMatchObject({ draftVersion: 1 })
})

test('a tab that was opened earlier saves twice, and takes back nothing of what another tab saved', async () => {
  const { applicant, id } = await aDraft()
  const { seen } = await save(applicant, id, IDENTITY)
  await save(applicant, id, { ...IDENTITY, 'person.name': '王晓明' }, seen)
  const mine = { ...IDENTITY, 'person.idValidFrom': '2021-01-01' }
  const first = await save(applicant, id, mine, seen)
  await save(applicant, id, { ...mine, 'person.idValidFrom': '2021-02-01' }, first.seen)
  expect(await fieldsOf(applicant, id)).toMatchObject({ 'person.name': '王晓明', 'person.idValidFrom': '2021-02-01' })

  // Somebody who insists wins the answers that both changed, and those only.
  const others = (await readDraft(applicant, id))?.seen.fields ?? ''
  await save(applicant, id, { 'person.idValidTo': '2040-01-01' }, others)
  const typed = { ...mine, 'person.idValidFrom': '2021-02-01', 'person.name': '王小名' }
  await expect(save(applicant, id, typed, first.seen)).rejects.toMatchObject({ code: 'CONFLICT' })
  const insisting = { task: 'identity', seen: first.seen, overwrite: 'yes', answers: typed } as const
  await saveFields(applicant, { qualificationId: id, ...insisting })
  expect(await fieldsOf(applicant, id)).toMatchObject({ 'person.name': '王小名', 'person.idValidTo': '2040-01-01' })
})

test.each([
  [',LONG_TERM', 'LONG_TERM'],
  ['2030-01-01,LONG_TERM', 'LONG_TERM'],
  ['2030-1-1', '2030-01-01'],
])('the end of an ID that is sent as %s is stored as %s', async (sent, stored) => {
  const { applicant, id } = await aDraft()
  await save(applicant, id, { 'person.idValidTo': sent })
  expect(await fieldsOf(applicant, id)).toMatchObject({ 'person.idValidTo': stored })
})

test('a save that waited for another one sees what that one wrote', async () => {
  const { applicant, id } = await aDraft()
  const { seen } = await save(applicant, id, IDENTITY)
  const other = save.bind(null, applicant, id)
  const both = await Promise.allSettled([
    other({ ...IDENTITY, 'person.name': '甲甲' }, seen),
    other({ ...IDENTITY, 'person.name': '乙乙' }, seen),
  ])
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
})

test.each([
  ['a submission', { status: 'SUBMITTED' }],
  ['the next revision', { revision: 2 }],
] as const)('yields to %s that lands between its read and its write', async (_, change) => {
  const { applicant, id } = await aDraft()
  const attempt = () => save(applicant, id, IDENTITY)
  await expect(interleave(id, change, attempt)).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await eventsAbout(id)).toHaveLength(1)
})

test('yields to a freeze that lands between its read and its write', async () => {
  const { applicant, id } = await aReadyDraft()
  const freeze = { submittedAt: new Date(), submittedById: applicant.id }
  const { seen } = await save(applicant, id, IDENTITY)
  const attempt = () => save(applicant, id, { 'person.name': '王晓明' }, seen)
  const change = interleaveWith(
    (tx) => tx.submission.updateMany({ where: { qualificationId: id }, data: freeze }),
    attempt,
  )
  await expect(change).rejects.toMatchObject({ code: 'CONFLICT' })
})

test('refuses everyone but the members of its account, and everyone once it is submitted', async () => {
  const { id } = await aDraft()
  for (const stranger of [
    await aRegisteredApplicant(),
    await someStaff(),
    await someStaff({ roles: ['ADMIN', 'LEAD'] }),
  ]) {
    await expect(save(stranger, id, IDENTITY)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await readDraft(stranger, id)).toBeNull()
  }
  const { applicant, reviewer, qualification } = await aClaimedQualification()
  await expect(save(reviewer, qualification.id, IDENTITY)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(save(applicant, qualification.id, IDENTITY)).rejects.toMatchObject({ code: 'INVALID_STATE' })
  // A submitted revision never changes, in any status: the next revision is another row.
  await database().qualification.update({
    where: { id: qualification.id },
    data: { status: 'CHANGES_REQUESTED', ...unclaimed },
  })
  await expect(save(applicant, qualification.id, IDENTITY)).rejects.toMatchObject({ code: 'INVALID_STATE' })
  expect(await eventsAbout(qualification.id)).toEqual([])
})

test('a form: choices become one answer, no ticked box is an answer, and a text that is too long is an error', () => {
  const qualificationId = '01890000-0000-7000-8000-000000000000'
  const form = { qualificationId, task: 'use', asked: 'use.purposes,use.audience', 'use.audience': '顾客' }
  expect(SaveFieldsInput.parse(form).answers).toEqual({ 'use.purposes': '', 'use.audience': '顾客' })
  const chosen = SaveFieldsInput.parse({ ...form, 'use.purposes': ['NOTIFICATION', 'MARKETING'], stray: 'x' })
  expect(chosen.answers).toMatchObject({ 'use.purposes': 'NOTIFICATION,MARKETING' })
  expect(Object.keys(chosen.answers)).toHaveLength(2)
  expect(SaveFieldsInput.safeParse({ ...form, 'use.audience': 'x'.repeat(4_001) }).success).toBe(false)
})

test('a date of birth comes with the number, also where the type of ID was answered on another page', async () => {
  const { applicant, id } = await aDraft()
  const own = { qualificationId: id, seen: '' } as const
  await saveFields(applicant, { ...own, task: 'who', answers: { 'person.idType': 'RESIDENT_ID', 'person.name': '甲' } })
  await save(applicant, id, { 'person.idNumber': '11010519491231002X' })
  expect(await fieldsOf(applicant, id)).toMatchObject({ 'person.birthDate': '1949-12-31' })
  expect(await fieldsOf(applicant, id)).not.toHaveProperty('person.name') // of another page
})
