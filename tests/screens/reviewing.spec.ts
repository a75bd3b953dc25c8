import type { Page } from '@playwright/test'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { expect, listenTo, portalUrl, signInTo, test } from '@/tests/e2e/support/test'
import { pictureIsThere } from '@/tests/e2e/support/workbench'
import { submit } from '@/tests/factories/journey'
import { anOrganisationDraft } from '@/tests/factories/organisation-drafts'
import { aColleague } from '@/tests/factories/people'
import { takeForDocs } from './docs-pictures'

test.use({ ownSystem: 'reviewing', settings: { UNDO_SECONDS: '10' } })

/** Takes the pictures of docs/reviewing.md: an organisation is reviewed by keys alone. */
test('an organisation, reviewed by keys', async ({ browser }) => {
  const { applicant, id } = await anOrganisationDraft()
  await submit(applicant.actor, id)
  const reviewer = (await aColleague({ roles: ['REVIEWER'], name: '陈默' })).actor
  await claimQualification(reviewer, { qualificationId: id })
  const viewport = { width: 1280, height: 720 }
  const context = await browser.newContext({ baseURL: portalUrl(), viewport, locale: 'en' })
  const complaints = listenTo(context)
  await signInTo(context, reviewer)
  const page = await context.newPage()
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  const current = page.getByRole('navigation', { name: 'Parts' }).locator('[aria-current=step]')
  const goTo = async (name: RegExp) => {
    for (let tries = 0; tries < 30 && !name.test((await current.textContent()) ?? ''); tries += 1) await press('j')
    await expect(current).toContainText(name)
    await pictureIsThere(page)
  }

  await page.goto(`/queue/${id}`, { waitUntil: 'networkidle' })
  await take(page, 1)
  await goTo(/licence/i)
  await press('a')
  await goTo(/portrait/)
  await press('c')
  await take(page, 2)
  await press('c')
  await press('r', '1')
  await expect(page.getByRole('searchbox', { name: 'Filter reasons' })).toBeFocused()
  await take(page, 3)
  await press('Escape', 'm')
  const layer = page.getByRole('application', { name: 'Outline an area' })
  await expect(layer).toBeFocused()
  await press('ArrowLeft', 'ArrowLeft', 'ArrowUp', 'Shift+ArrowLeft', 'Shift+ArrowLeft')
  await take(page, 4)
  await press('Enter')
  await expect(layer).toHaveCount(0)
  await press('Enter')
  await acceptTheRest(page, press)
  await take(page, 5)
  await press('Control+Enter')
  await expect(page.getByRole('dialog')).toBeVisible()
  await take(page, 6)
  expect(complaints).toEqual([])
  await context.close()
})

/** Accepts by one key each, having looked at each page. */
async function acceptTheRest(page: Page, press: (...keys: string[]) => Promise<void>): Promise<void> {
  const send = page.getByRole('button', { name: /^Send decision:/ })
  for (let tries = 0; tries < 60 && !(await send.isVisible()); tries += 1) {
    await pictureIsThere(page)
    await press('a')
  }
  await expect(send).toBeEnabled()
}

const take = (page: Page, number: number) => takeForDocs(page, `review-${number}`)
