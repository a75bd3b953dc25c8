import { afterEach, beforeEach, expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { env } from '@/lib/core/env'
import { addresseeOfNew, holdEntered, operator } from '@/lib/core/operator'
import { database } from '@/lib/db/client'
import { digestOf } from '@/lib/rulebook/editing/digest'
import { withFactorGiven } from '@/tests/factories/assurance'
import { decide, submit } from '@/tests/factories/journey'
import { aColleague, anAdministrator } from '@/tests/factories/people'
import { aDraft, aReadyDraft } from '@/tests/factories/qualifications'
import { someStaff } from '@/tests/factories/review'
import { interleaveWith } from '@/tests/setup/interleave'
import { OPERATOR } from '@/tests/setup/operator'
import { readEntered } from './editions'
import { enterOperator } from './enter-operator'
import { readOperator } from './read-operator'
import { EnterOperatorInput } from './schemas'

const NOBODY = { name: null, phone: null, email: null }
const FIRST = { name: '样本短信有限公司', phone: '010-0000 0001', email: null }

/** Gives the portal these settings alone, as a start with others does. */
const withSettings = (given: Partial<typeof OPERATOR> & { isLoopback?: boolean } = {}) =>
  void Object.assign(env(), {
    OPERATOR_NAME: undefined,
    OPERATOR_PHONE: undefined,
    OPERATOR_EMAIL: undefined,
    ...given,
  })

beforeEach(async () => {
  withSettings()
  await readEntered()
})
afterEach(() => {
  withSettings({ ...OPERATOR, isLoopback: true })
  holdEntered(NOBODY)
})

const newest = () => database().operatorEdition.findFirst({ orderBy: { edition: 'desc' } })
const seen = async () => (await newest())?.edition ?? 0
const enter = async (actor: PersonActor, given: Record<string, unknown>) => {
  const typed = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null))
  return enterOperator(actor, EnterOperatorInput.parse({ edition: await seen(), voids: 'yes', ...typed }))
}
const ofOperator = () =>
  database().auditEvent.findMany({ where: { action: 'operator.entered' }, orderBy: { at: 'asc' } })

test('what an administrator entered is what applicants read and letters address, and is recorded', async () => {
  const actor = await anAdministrator()
  const before = await seen()
  await enter(actor, { name: ' 样本短信有限公司\n', phone: FIRST.phone, email: '' })
  expect(await newest()).toMatchObject({ ...FIRST, edition: before + 1, enteredById: actor.id })
  expect(operator()).toEqual(FIRST)
  expect(addresseeOfNew()).toBe(FIRST.name)
  const event = (await ofOperator()).at(-1)
  expect(event).toMatchObject({
    ...{ actorId: actor.id, capabilities: ['rules.manage'], subjectId: null },
    data: { edition: before + 1, digest: digestOf(FIRST) },
  })
  expect(JSON.stringify(event?.data)).not.toContain(FIRST.name)

  const recorded = (await ofOperator()).length
  await enter(actor, FIRST)
  expect(await seen()).toBe(before + 1) // nothing changed
  expect(await ofOperator()).toHaveLength(recorded)
  const { entered, given, unnamed } = await readOperator(actor)
  expect(entered).toMatchObject({ ...FIRST, edition: before + 1, by: expect.any(String), at: expect.any(Date) })
  expect({ given, unnamed }).toEqual({ given: NOBODY, unnamed: null })
})

test('another process decides by it too, once it read it', async () => {
  await enter(await anAdministrator(), FIRST)
  holdEntered(NOBODY)
  expect(operator()).toEqual(NOBODY)
  await readEntered()
  expect(operator()).toEqual(FIRST)
})

test('what the environment says wins, and does not overwrite what was entered', async () => {
  const actor = await anAdministrator()
  await enter(actor, FIRST)
  withSettings({ OPERATOR_NAME: OPERATOR.OPERATOR_NAME })
  expect(operator()).toEqual({ ...FIRST, name: OPERATOR.OPERATOR_NAME })
  await enter(actor, { name: '别的公司', phone: '', email: 'help@zhunxin.example' })
  expect(await newest()).toMatchObject({ name: FIRST.name, phone: null, email: 'help@zhunxin.example' })
  expect((await readOperator(actor)).given).toEqual({ ...NOBODY, name: OPERATOR.OPERATOR_NAME })
  withSettings()
  expect(operator().name).toBe(FIRST.name)
})

test('another name makes the signed letters of open applications void, once that is confirmed', async () => {
  const actor = await anAdministrator()
  await enter(actor, FIRST)
  const { signedLetters: others } = await readOperator(actor)
  await aReadyDraft()
  const corrected = await aReadyDraft()
  await submit(corrected.applicant, corrected.id)
  await aDraft() // nothing is signed yet
  expect((await readOperator(actor)).signedLetters).toBe(others + 1) // what was submitted stays
  await decide(await someStaff(), corrected.id, { ID_PORTRAIT: 'BLURRED' })
  expect((await readOperator(actor)).signedLetters).toBe(others + 2)

  const renamed = { ...FIRST, name: '改名后的公司' }
  await expect(enter(actor, { ...renamed, voids: undefined })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    params: { problem: 'VOIDS_LETTERS' },
  })
  expect(operator().name).toBe(FIRST.name)
  await enter(actor, { ...FIRST, phone: '010-0000 0002', voids: undefined }) // none is void for it
  await enter(actor, { ...renamed, phone: '010-0000 0002' })
  const [contact, name] = (await ofOperator()).slice(-2)
  expect(contact?.data).toMatchObject({ changed: ['PHONE'], voided: 0 })
  expect(name?.data).toMatchObject({ changed: ['NAME'], voided: others + 2 })
})

test('only those who manage the rules read and enter it, with a fresh factor', async () => {
  const { actor } = await aColleague({ roles: ['REVIEWER', 'LEAD', 'AUDITOR'] })
  await expect(readOperator(actor)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(enter(actor, FIRST)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  const stale = await withFactorGiven(await anAdministrator(), 16)
  await expect(enter(stale, FIRST)).rejects.toMatchObject({ code: 'FRESH_FACTOR_NEEDED' })
})

test.each([
  [{ name: '', phone: '12345678' }, 'NAME_MISSING'],
  [{ name: '样本', phone: '', email: '' }, 'CONTACT_MISSING'],
])('%o is refused: %s', async (given, problem) => {
  await expect(enter(await anAdministrator(), given)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    params: { problem },
  })
})

test.each([
  [{ name: '样本运营者' }, 'NAME_OF_SPECIMEN'],
  [{ name: '长'.repeat(101) }, 'NAME_INVALID'],
  [{ name: '样\u0007本' }, 'NAME_INVALID'],
  [{ phone: 'ask us' }, 'PHONE_INVALID'],
  [{ email: 'help at example' }, 'EMAIL_INVALID'],
])('%o is no entry: %s', (given, problem) => {
  const { error } = EnterOperatorInput.safeParse({ edition: 0, ...given })
  expect(error?.issues.map(({ message }) => message)).toEqual([problem])
})

test('who saves from an older page is refused, also when both save at once', async () => {
  const actor = await anAdministrator()
  await enter(actor, FIRST)
  const edition = await seen()
  const other = { edition: edition + 1, ...FIRST, name: '同时填写的公司', enteredById: actor.id }
  const attempt = interleaveWith(
    (tx) => tx.operatorEdition.create({ data: other }),
    () => enter(actor, { edition, ...FIRST, phone: '010-0000 0003' }),
  )
  await expect(attempt).rejects.toMatchObject({ code: 'CONFLICT' })
  await expect(enter(actor, { edition, ...FIRST })).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await newest()).toMatchObject({ name: '同时填写的公司' })
})

test('no edition is changed or removed afterwards', async () => {
  await enter(await anAdministrator(), FIRST)
  await expect(database().operatorEdition.updateMany({ data: { name: '别的公司' } })).rejects.toThrow()
  await expect(database().operatorEdition.deleteMany()).rejects.toThrow()
})
