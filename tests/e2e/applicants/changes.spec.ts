import type { Page } from '@playwright/test'
import { aSubmitted } from '@/tests/factories/journey'
import { aColleague } from '@/tests/factories/people'
import { drawing } from '../support/pictures'
import { personal } from '../support/records'
import { expect, test } from '../support/test'
import { acceptAll, open, part, refuse } from '../support/workbench'

test.use({ locale: 'en', viewport: { width: 1440, height: 900 } })

const corrections = (page: Page) => page.getByRole('region', { name: 'Needs correction' })

test('a refused part is shown with its reason, corrected, submitted again and approved', async ({
  page,
  signIn,
  another,
}) => {
  const { applicant, reference } = await aSubmitted()
  const reviewer = await another((await aColleague({ roles: ['REVIEWER'], name: 'Robin' })).actor)
  await signIn(applicant.actor)
  const note = personal('The lower left corner is behind your thumb.')

  await test.step('the reviewer refuses the portrait side and the use', async () => {
    await open(reviewer, reference)
    await acceptAll(reviewer)
    await part(reviewer, 'ID card, portrait side').click()
    await refuse(reviewer, { reason: 'Blurred', correct: 'A new picture', note })
    await part(reviewer, 'SMS use').click()
    await refuse(reviewer, { reason: 'Use unclear', correct: 'Correct: Recipients' })
    await reviewer.getByRole('button', { name: 'Send decision: Changes requested' }).click()
    await expect(reviewer.getByRole('dialog')).toContainText(note)
    await reviewer.getByRole('dialog').getByRole('button', { name: 'Send decision', exact: true }).click()
    await expect(reviewer.getByText('It has been decided.')).toBeVisible()
  })

  await test.step('the applicant sees exactly these two, in plain words', async () => {
    await page.goto('/qualifications')
    await expect(page.getByText('See what needs correction, then submit again')).toBeVisible()
    await page.getByRole('link', { name: reference }).click()
    await expect(page.getByText('The reviewer sent back 2 parts.')).toBeVisible()
    await expect(corrections(page).getByRole('link')).toHaveText([
      'Correct: SMS use',
      'Correct: ID card, portrait side',
    ])
    await expect(corrections(page)).toContainText('Wipe the lens, hold the phone still')
    await expect(corrections(page)).toContainText('Say whom you send to and on which occasions')
    await expect(corrections(page)).toContainText(`Reviewer’s note: ${note}`)
  })

  await test.step('the applicant corrects them', async () => {
    await corrections(page).getByRole('link', { name: 'Correct: ID card, portrait side' }).click()
    const portrait = page.getByRole('group', { name: 'Upload ID card, portrait side' })
    const picture = page.getByRole('img', { name: 'View larger: ID card, portrait side' })
    const before = await picture.getAttribute('src')
    const chooser = page.waitForEvent('filechooser')
    await portrait.getByRole('button', { name: 'Replace' }).click()
    await (await chooser).setFiles(await drawing('ID_PORTRAIT', 7))
    await expect(picture).not.toHaveAttribute('src', before ?? '')
    await expect(page.getByText('Changed; will be reviewed again after you submit')).toBeVisible()
    await page.getByRole('link', { name: 'Back to the application' }).first().click()
    await corrections(page).getByRole('link', { name: 'Correct: SMS use' }).click()
    await expect(page.getByRole('main')).toContainText('Use unclear')
    await page.getByLabel('Recipients').fill(personal('customers of my bookshop in Suzhou who ordered a book'))
    await page.getByRole('button', { name: 'Save and continue' }).click() // past what was accepted, and is locked
    await expect(page.getByText('customers of my bookshop in Suzhou')).toBeVisible()
  })

  await test.step('and a sample, which may change with the use', async () => {
    await page.goto(page.url().replace(/check$/, 'signatures'))
    await expect(page.getByRole('textbox', { name: 'Text' })).toHaveCount(0)
    await page.getByRole('textbox', { name: 'Sample' }).fill(personal('您订的书到了，请来取。退订回T'))
    await page.getByRole('button', { name: 'Save and continue' }).click()
    await expect(page.getByText('customers of my bookshop in Suzhou')).toBeVisible()
    await page.getByRole('button', { name: 'Submit' }).click()
    await expect(page.getByText('Submitted again after changes (no. 2)')).toBeVisible()
  })

  await test.step('the reviewer sees the earlier request, and approves the second revision', async () => {
    await open(reviewer, reference)
    await expect(reviewer.getByText('Submission 2', { exact: true })).toBeVisible()
    await expect(reviewer.getByText('Submission 1: Changes requested')).toBeVisible()
    await expect(part(reviewer, 'Sample messages')).toBeVisible()
    await acceptAll(reviewer)
    await reviewer.getByRole('button', { name: 'Send decision: Approved' }).click()
    await reviewer.getByRole('dialog').getByRole('button', { name: 'Send decision', exact: true }).click()
    await expect(reviewer.getByText('It has been decided.')).toBeVisible()
    await page.reload()
    await expect(page.getByRole('heading', { name: 'Approved', level: 1 })).toBeVisible()
    await expect(page.getByText('Changes requested')).toBeVisible()
  })
})
