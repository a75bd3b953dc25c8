import { Readable } from 'node:stream'
import type { PersonActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { saveJudgementDrafts } from '@/lib/review/decisions/save-judgement-drafts'
import { aFullDraft, submit } from '@/tests/factories/journey'
import { aColleague } from '@/tests/factories/people'
import { submissionOf } from '@/tests/factories/qualifications'
import { specimen } from '@/tests/factories/specimens'
import { uploadReady } from '@/tests/factories/uploads'
import { flawsOf } from '../support/layout'
import { expect, flawsForAxe, test } from '../support/test'
import { part, pictureIsThere, send } from '../support/workbench'

test.use({ locale: 'en', viewport: { width: 1440, height: 900 } })

/** Returns a claimed case. Its letter has as many pages. */
async function aClaimedCase(letterPages = 1) {
  const { applicant, id: qualificationId } = await aFullDraft()
  const slot = { qualificationId, kind: 'COMMITMENT_LETTER', senderSignatureId: null } as const
  for (let page = 1; page < letterPages; page += 1) {
    const source = Readable.from(await specimen('COMMITMENT_LETTER', page))
    await uploadReady(applicant.actor, { ...slot, fileName: `${page}.jpg`, source })
  }
  await submit(applicant.actor, qualificationId)
  const reviewer = (await aColleague({ roles: ['REVIEWER'] })).actor
  await claimQualification(reviewer, { qualificationId })
  return { id: qualificationId, url: `/queue/${qualificationId}`, reviewer }
}

async function acceptedUnseen(reviewer: PersonActor, qualificationId: string) {
  const { parts } = await submissionOf(qualificationId)
  const accepted = { verdict: 'ACCEPTED' as const, reasons: [], correction: '', note: '' }
  const drafts = Object.fromEntries(parts.map(({ id }) => [id, accepted]))
  await saveJudgementDrafts(reviewer, { qualificationId, revision: 1, drafts })
}

test('an approval takes one key a part and two to send it, where each part has one page', async ({ page, signIn }) => {
  const { id, url, reviewer } = await aClaimedCase()
  await signIn(reviewer)
  await page.goto(url)
  const parts = page.getByRole('navigation', { name: 'Parts' }).getByRole('button')
  const count = await parts.count()
  let keys = 0
  const press = async (key: string) => {
    keys += 1
    await page.keyboard.press(key)
  }
  for (let done = 1; done <= count; done += 1) {
    await pictureIsThere(page)
    await press('a')
    await expect(page.getByText(`${done} / ${count} judged`)).toBeVisible()
  }
  await press('Control+Enter')
  await expect(page.getByRole('button', { name: 'Send and claim next' })).toBeFocused()
  await press('Enter')
  expect(keys).toBeLessThanOrEqual(count + 2)
  console.info(`an approval of ${count} parts by keys: ${keys}`)
  await expect
    .poll(async () => (await database().qualification.findUniqueOrThrow({ where: { id } })).status)
    .toBe('APPROVED')
})

test('a page that was not viewed is shown before its part is accepted', async ({ page, signIn }) => {
  const { url, reviewer } = await aClaimedCase(2)
  await signIn(reviewer)
  await page.goto(url)
  const letter = part(page, 'Commitment letter')
  await expect(letter).toContainText('Not viewed yet')
  await letter.click()
  await expect(page.getByRole('application', { name: 'Picture of Commitment letter 1' })).toBeVisible()
  await pictureIsThere(page)
  await page.keyboard.press('a')
  await expect(page.getByText('Page 2 has not been viewed yet.')).toBeVisible()
  await expect(page.getByRole('application', { name: 'Picture of Commitment letter 2' })).toBeVisible()
  await expect(letter).toContainText('Not judged')
  expect([await flawsOf(page), await flawsForAxe(page)]).toEqual([[], []])
  await pictureIsThere(page)
  await expect(letter).not.toContainText('Not viewed yet')
  await page.keyboard.press('a')
  await expect(letter).toContainText('Accepted')
})

test('what was accepted unseen is not sent, and the server says which page is missing', async ({ page, signIn }) => {
  const { id, url, reviewer } = await aClaimedCase()
  await acceptedUnseen(reviewer, id)
  await signIn(reviewer)
  await page.goto(url)
  await expect(part(page, 'Photo with ID in hand')).toContainText('Unfinished')
  await expect(page.getByRole('button', { name: /left to judge$/ })).toBeDisabled()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('dialog')).toBeHidden()
  for (const name of ['ID card, portrait side', 'ID card, emblem side', 'Photo with ID in hand', 'Commitment letter']) {
    await part(page, name).click()
    await expect(part(page, name)).toContainText('Accepted')
  }

  await test.step('the server knows of no look', async () => {
    await database().seenPage.deleteMany({ where: { submission: { qualificationId: id } } })
    await page.getByRole('button', { name: 'Send decision: Approved' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Send decision', exact: true }).click()
    await expect(page.getByText(/^“.+” was accepted, but you have not viewed its page 1 in full\./)).toBeVisible()
    expect((await database().qualification.findUniqueOrThrow({ where: { id } })).status).toBe('IN_REVIEW')
    // The page is shown again, and counts.
    await expect.poll(() => database().seenPage.count({ where: { submission: { qualificationId: id } } })).toBe(1)
  })

  await test.step('after a reload, all that is missing is looked at', async () => {
    await page.reload()
    for (const name of ['Photo with ID in hand', 'ID card, emblem side', 'Commitment letter']) {
      await part(page, name).click()
      await expect(part(page, name)).toContainText('Accepted')
    }
    await send(page, 'Approved')
  })
})

test('a part of text needs no picture', async ({ page, signIn }) => {
  const { url, reviewer } = await aClaimedCase()
  await signIn(reviewer)
  await page.goto(url)
  const samples = part(page, 'Sample messages')
  await expect(samples).not.toContainText('Not viewed yet')
  await samples.click()
  await page.keyboard.press('a')
  await expect(samples).toContainText('Accepted')
})
