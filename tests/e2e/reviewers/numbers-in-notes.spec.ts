import type { Locator, Page } from '@playwright/test'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { aSubmitted, decide } from '@/tests/factories/journey'
import { aColleague } from '@/tests/factories/people'
import { fileWithMobile } from '@/tests/factories/supplements'
import { personal } from '../support/records'
import { expect, flawsForAxe, test } from '../support/test'
import { part } from '../support/workbench'

test.use({ locale: 'en', viewport: { width: 1440, height: 900 } })

const SAID = /The note contains a person’s ID, phone/
const NUMBER = '138 0013 8000'

/** Expects that a note says that it contains the number, and where, and nothing of it once it is gone. */
async function expectSaid(page: Page, note: Locator, place: Locator) {
  await note.fill(personal(`call ${NUMBER} after nine`))
  await expect(note).toHaveAccessibleDescription(SAID)
  await expect(place.locator('mark')).toHaveText(NUMBER)
  expect(await flawsForAxe(page)).toEqual([])
  await note.fill(personal('call after nine'))
  await expect(place.getByText(SAID)).toBeHidden()
}

test('a number in the note of a refusal is said at the note before anything else is chosen', async ({
  page,
  signIn,
}) => {
  const { id } = await aSubmitted()
  const reviewer = (await aColleague({ roles: ['REVIEWER'] })).actor
  await claimQualification(reviewer, { qualificationId: id })
  await signIn(reviewer)
  await page.goto(`/queue/${id}`)
  await part(page, 'Commitment letter').click()
  await page.getByRole('button', { name: /^Refuse/ }).click()
  const note = page.getByRole('textbox', { name: /^Note/ })
  await expectSaid(page, note, page.getByRole('main'))
  await expect(page.getByText('Choose at least one reason.')).toBeHidden()

  await note.fill(personal(`call ${NUMBER}`))
  await page.getByRole('checkbox', { name: /^Blurred/ }).check()
  await expect(part(page, 'Commitment letter')).toContainText('Unfinished')
  await page.getByRole('searchbox', { name: 'Filter reasons' }).press('Enter')
  await expect(note).toBeFocused()
  expect(
    await note.evaluate((area: HTMLTextAreaElement) => area.value.slice(area.selectionStart, area.selectionEnd)),
  ).toBe(NUMBER)
})

test('a number in the note of a suspension, of a request for material, and in what a carrier said, is said and not sent', async ({
  page,
  signIn,
}) => {
  const { id } = await aSubmitted()
  await decide((await aColleague()).actor, id)
  await fileWithMobile(id)
  await signIn((await aColleague({ roles: ['ADMIN'] })).actor)
  await page.goto(`/cases/${id}`)

  await test.step('a suspension', async () => {
    await page.getByRole('button', { name: 'Suspend…' }).click()
    const dialog = page.getByRole('dialog')
    await expectSaid(page, dialog.getByRole('textbox', { name: /^Note/ }), dialog)
    await page.keyboard.press('Escape')
  })

  await test.step('a request for material', async () => {
    const request = page.locator('#supplements')
    await request.getByText('Request material', { exact: true }).click()
    const note = request.getByLabel('What is needed')
    await expectSaid(page, note, request)
    await note.fill(personal(`call ${NUMBER}`))
    await request.getByRole('button', { name: 'Send request' }).click()
    await expect(note).toBeFocused()
    await expect(request.getByText('Not uploaded yet')).toBeHidden()
  })

  await test.step('what a carrier said', async () => {
    await page.getByRole('button', { name: /^Record the filing of .* China Mobile$/ }).click()
    const form = page.getByRole('form', { name: /China Mobile$/ })
    await form.getByLabel('Status').selectOption('Failed')
    const reason = form.getByRole('textbox', { name: 'Carrier’s reason' })
    await expectSaid(page, reason, form)
    await reason.fill(personal(`call ${NUMBER}`))
    await form.getByRole('button', { name: 'Save' }).click()
    await expect(reason).toBeFocused()
    await reason.fill(personal('the licence does not match'))
    await form.getByRole('button', { name: 'Save' }).click()
    await expect(form).toBeHidden()
    await expect(page.getByRole('row', { name: /China Mobile Failed/ })).toContainText('the licence does not match')
  })
})
