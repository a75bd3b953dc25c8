import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { expect, listenTo, portalUrl, signInTo, test } from '@/tests/e2e/support/test'
import { part } from '@/tests/e2e/support/workbench'
import { aColleague } from '@/tests/factories/people'
import { EMPTY_BOX } from '@/tests/factories/readings'
import { aSubmittedLetter } from '../e2e/support/photographed-letter'
import { drawLetterForDocs, takeForDocs } from './docs-pictures'

test.use({ ownSystem: 'letters' })

/** Takes the pictures of docs/letters.md: the pages of a letter, and one that came back, in the workbench. */
test('the pages of a letter as they are issued', () => drawLetterForDocs('letter-pages'))

test('a page that lies flat, with what was recognised', async ({ browser }) => {
  const { id } = await aSubmittedLetter({
    altered: [{ confidence: 0.9, rectangle: { x: 0.1, y: 0.4, width: 0.2, height: 0.02 } }],
    signature: EMPTY_BOX,
    mark: { ...EMPTY_BOX, kind: 'thumbprint' },
  })
  const reviewer = (await aColleague({ roles: ['REVIEWER'], name: '陈默' })).actor
  await claimQualification(reviewer, { qualificationId: id })
  const viewport = { width: 1440, height: 900 }
  const context = await browser.newContext({ baseURL: portalUrl(), viewport, locale: 'en' })
  const complaints = listenTo(context)
  await signInTo(context, reviewer)
  const page = await context.newPage()
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto(`/queue/${id}`, { waitUntil: 'networkidle' })
  await part(page, 'Commitment letter').click()
  await page.getByRole('button', { name: 'Commitment letter 2', exact: true }).click()
  const altered = page.getByRole('img', { name: 'Differs from the letter as it was issued' })
  await expect(altered).toBeVisible()
  await page.keyboard.press('f')
  await expect(page.getByRole('button', { name: 'Flatten the page' })).toHaveAttribute('aria-pressed', 'true')
  await expect(altered).toBeVisible()
  await takeForDocs(page, 'letter-flat')
  expect(complaints).toEqual([])
  await context.close()
})
