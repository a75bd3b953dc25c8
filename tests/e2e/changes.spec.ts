import type { Page } from '@playwright/test'
import { aHandedIn } from '@/tests/factories/journey'
import { aColleague } from '@/tests/factories/people'
import { drawing } from './support/pictures'
import { personal } from './support/records'
import { expect, test } from './support/test'
import { acceptAll, open, part, refuse } from './support/workbench'

test.use({ locale: 'en', viewport: { width: 1440, height: 900 } })

const mends = (page: Page) => page.getByRole('region', { name: 'To be mended' })

test('what was refused is told with its reason, mended, handed in again and approved', async ({
  page,
  signIn,
  another,
}) => {
  test.setTimeout(120_000)
  const { applicant, reference } = await aHandedIn()
  const reviewer = await another((await aColleague({ roles: ['REVIEWER'], name: 'Robin' })).actor)
  await signIn(applicant.actor)
  const note = personal('The lower left corner is behind your thumb.')

  await test.step('the reviewer refuses the portrait side and the use', async () => {
    await open(reviewer, reference)
    await acceptAll(reviewer)
    await part(reviewer, 'ID card, portrait side').click()
    await refuse(reviewer, { reason: 'Blurred', mend: 'A new picture', note })
    await part(reviewer, 'Use of SMS').click()
    await refuse(reviewer, { reason: 'Use unclear', mend: 'Correct: Whom you send to' })
    await reviewer.getByRole('button', { name: 'Send decision: Changes requested' }).click()
    await expect(reviewer.getByRole('dialog')).toContainText(note)
    await reviewer.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).click()
    await expect(reviewer.getByText('It has been decided.')).toBeVisible()
  })

  await test.step('the applicant sees exactly these two, in plain words', async () => {
    await page.goto('/qualifications')
    await expect(page.getByText('See what has to be mended, then submit again')).toBeVisible()
    await page.getByRole('link', { name: reference }).click()
    await expect(page.getByText('The reviewer sent back 2 parts.')).toBeVisible()
    await expect(mends(page).getByRole('link')).toHaveText(['Mend: Use of SMS', 'Mend: ID card, portrait side'])
    await expect(mends(page)).toContainText('Wipe the lens, hold the phone still')
    await expect(mends(page)).toContainText('Say whom you send to and on which occasions')
    await expect(mends(page)).toContainText(`Reviewer’s note: ${note}`)
  })

  await test.step('and mends them', async () => {
    await mends(page).getByRole('link', { name: 'Mend: Use of SMS' }).click()
    await expect(page.getByRole('main')).toContainText('Use unclear')
    await page.getByLabel('Whom you send to').fill(personal('customers of my bookshop in Suzhou who ordered a book'))
    await page.getByRole('button', { name: 'Save and come back later' }).click()
    await mends(page).getByRole('link', { name: 'Mend: ID card, portrait side' }).click()
    const portrait = page.getByRole('group', { name: 'Upload ID card, portrait side' })
    const picture = page.getByRole('img', { name: 'View large: ID card, portrait side' })
    const before = await picture.getAttribute('src')
    const chooser = page.waitForEvent('filechooser')
    await portrait.getByRole('button', { name: 'Replace' }).click()
    await (await chooser).setFiles(await drawing('ID_PORTRAIT', 7))
    await expect(picture).not.toHaveAttribute('src', before ?? '')
    await expect(page.getByText('Changed; it is reviewed again once handed in')).toBeVisible()
    await page.getByRole('link', { name: 'Back to the application' }).first().click()
    await page.getByRole('link', { name: 'Continue: Check and submit' }).click()
    await expect(page.getByText('customers of my bookshop in Suzhou')).toBeVisible()
    await page.getByRole('button', { name: 'Submit' }).click()
    await expect(page.getByText('Submitted again after changes (no. 2)')).toBeVisible()
  })

  await test.step('the reviewer sees what was asked for before, and approves the second revision', async () => {
    await open(reviewer, reference)
    await expect(reviewer.getByText('Submission 2', { exact: true })).toBeVisible()
    await expect(reviewer.getByText('Submission 1: Changes requested')).toBeVisible()
    await acceptAll(reviewer)
    await reviewer.getByRole('button', { name: 'Send decision: Approved' }).click()
    await reviewer.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).click()
    await expect(reviewer.getByText('It has been decided.')).toBeVisible()
    await page.reload()
    await expect(page.getByRole('heading', { name: 'Approved', level: 1 })).toBeVisible()
    await expect(page.getByText('Changes asked for')).toBeVisible()
  })
})
