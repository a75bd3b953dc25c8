import { beforeEach, expect, test } from 'vitest'
import { DAY, dateIn, startOfDay } from '@/lib/core/clock'
import { writeTime } from '@/lib/core/languages/write-time'
import { database } from '@/lib/db/client'
import { aClient } from '@/tests/factories/api-keys'
import { anAdministrator } from '@/tests/factories/people'
import { aReadyDraft, submissionOf } from '@/tests/factories/qualifications'
import { publishedLetters } from '@/tests/factories/rules'
import { avoidMidnight } from '@/tests/setup/boundaries'
import { readEvaluations } from './read-evaluations'

beforeEach(avoidMidnight)

/** Makes a draft, its files and its letters older than a text of letters. */
async function anOldDraft() {
  const draft = await aReadyDraft()
  const { id, documents } = await submissionOf(draft.id)
  const createdAt = new Date(Date.now() - 20 * DAY)
  await database().submission.update({ where: { id }, data: { createdAt } })
  const fileIds = documents.flatMap(({ pages }) => pages.map(({ fileId }) => fileId))
  await database().storedFile.updateMany({ where: { id: { in: fileIds } }, data: { createdAt } })
  const issuedAt = new Date(createdAt.getTime() - DAY)
  await database().letter.updateMany({ where: { qualificationId: draft.id }, data: { issuedAt } })
  return draft
}

test('the sentence about an outdated letter writes its day as the check page does, in both languages', async () => {
  const { applicant, id } = await anOldDraft()
  const client = await aClient({ accountId: applicant.accountId })
  const day = dateIn(new Date(Date.now() - 3 * DAY))
  await publishedLetters(await anAdministrator(), day, 10)

  const { findings } = await readEvaluations(client, id)
  const { text } = findings.find(({ code }) => code === 'LETTER_OUTDATED') ?? {}
  expect(text?.['zh-CN']).toContain(`自${writeTime(startOfDay(day), 'zh-CN', 'day')}起`)
  expect(text?.en).toContain(`since ${writeTime(startOfDay(day), 'en', 'day')},`)
  expect(JSON.stringify(text)).not.toContain(day)
})
