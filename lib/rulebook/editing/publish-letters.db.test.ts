import { afterEach, beforeEach, expect, test } from 'vitest'
import { DAY, dateIn } from '@/lib/core/clock'
import { database } from '@/lib/db/client'
import { eventsAbout } from '@/tests/factories/audit'
import { anAdministrator } from '@/tests/factories/people'
import { aRuleDraft, publishedLetters } from '@/tests/factories/rules'
import { avoidMidnight } from '@/tests/setup/boundaries'
import { interleaveWith } from '@/tests/setup/interleave'
import { holdLetterTexts } from '../letters/registry'
import { publishRuleDraft } from './publish-rule-draft'
import { listRuleVersions, readRuleVersion } from './queries'
import { requiredFromDays } from './required-from'
import { PublishRuleDraftInput } from './schemas'

beforeEach(avoidMidnight)

afterEach(async () => {
  await database().ruleVersion.deleteMany({ where: { status: 'DRAFT' } })
})

const inDays = (days: number) => dateIn(new Date(Date.now() + days * DAY))

async function aDraftOfLetters() {
  const actor = await anAdministrator()
  const draftId = await aRuleDraft(actor, 'LETTERS')
  const { version } = await database().ruleVersion.findUniqueOrThrow({ where: { id: draftId } })
  return { actor, draftId, version, publish: (requiredFrom?: string) => publishOf(requiredFrom) }

  function publishOf(requiredFrom?: string) {
    return publishRuleDraft(actor, { draftId, edits: 1, ...(requiredFrom === undefined ? {} : { requiredFrom }) })
  }
}

test('letters are published with the day from which older ones are not accepted; it is stored, recorded and shown', async () => {
  const { actor, draftId, version, publish } = await aDraftOfLetters()
  const days = (await readRuleVersion(actor, 'LETTERS', version))?.requiredFromDays
  expect(days).toEqual({ first: inDays(0), usual: inDays(30), last: inDays(366) })
  await publish(inDays(30))
  expect((await eventsAbout(draftId, 'rules.published'))[0]?.data).toMatchObject({ requiredFrom: inDays(30) })
  const view = await readRuleVersion(actor, 'LETTERS', version)
  expect(view).toMatchObject({ requiredFrom: inDays(30), requiredFromDays: null })
  expect((await listRuleVersions(actor, 'LETTERS'))[0]).toMatchObject({ version, requiredFrom: inDays(30) })
  const change = database().ruleVersion.update({ where: { id: draftId }, data: { requiredFrom: new Date(inDays(3)) } })
  await expect(change).rejects.toThrow(/never change/)
})

test('a day that is missing, past or too far away is refused, and the draft stays', async () => {
  const { draftId, publish } = await aDraftOfLetters()
  for (const day of [undefined, '', inDays(-1), inDays(367)]) {
    await expect(publish(day)).rejects.toMatchObject({ code: 'INVALID_INPUT', params: { problem: 'LETTER_DAY' } })
  }
  const { status, requiredFrom } = await database().ruleVersion.findUniqueOrThrow({ where: { id: draftId } })
  expect({ status, requiredFrom }).toEqual({ status: 'DRAFT', requiredFrom: null })
  expect(PublishRuleDraftInput.safeParse({ draftId, edits: 1, requiredFrom: '2026-02-30' }).success).toBe(false)
  await publish(inDays(0))
})

test('the days are those of Shanghai', () => {
  expect(requiredFromDays(new Date('2026-12-04T15:59:59Z')).first).toBe('2026-12-04')
  expect(requiredFromDays(new Date('2026-12-04T16:00:00Z')).first).toBe('2026-12-05')
})

test('other rules have no such day', async () => {
  const actor = await anAdministrator()
  const draftId = await aRuleDraft(actor, 'REASONS')
  await publishRuleDraft(actor, { draftId, edits: 1, requiredFrom: inDays(5) })
  expect((await eventsAbout(draftId, 'rules.published'))[0]?.data).toMatchObject({ requiredFrom: null })
})

test('the database refuses a day before the publication, and one of a draft', async () => {
  const actor = await anAdministrator()
  await expect(publishedLetters(actor, inDays(-1))).rejects.toThrow(/required_from_check/)
  const draftId = await aRuleDraft(actor, 'LETTERS')
  const early = database().ruleVersion.update({ where: { id: draftId }, data: { requiredFrom: new Date(inDays(9)) } })
  await expect(early).rejects.toThrow(/required_from_check/)
})

test('a publication waits for the submissions that are being checked against the older text', async () => {
  const { publish } = await aDraftOfLetters()
  // This fails unless the publication waits.
  await interleaveWith(holdLetterTexts, () => publish(inDays(0)))
})
