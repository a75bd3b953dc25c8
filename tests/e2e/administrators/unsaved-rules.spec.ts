import type { Page } from '@playwright/test'
import { aColleague } from '@/tests/factories/people'
import { theRuleDraft } from '@/tests/factories/rules'
import { expect, test } from '../support/test'
import { searchByKey } from '../support/workbench'

// Only one draft exists at a time.
test.use({ ownSystem: true, viewport: { width: 1440, height: 900 } })

/** Answers the next question of the page. */
const answer = (page: Page, isYes: boolean) =>
  new Promise<string>((resolve) => {
    page.once('dialog', async (dialog) => {
      await (isYes ? dialog.accept() : dialog.dismiss())
      resolve(dialog.message())
    })
  })

test('what was typed into a draft of rules is not left without a question: by back, by a search, by a link', async ({
  page,
  signIn,
}) => {
  const { actor } = await aColleague({ roles: ['ADMIN'] })
  const version = await theRuleDraft(actor, 'RULEBOOK')
  await signIn(actor)
  await page.goto('/rules')
  await page.getByRole('link', { name: version, exact: true }).click()
  const claim = page.getByRole('spinbutton', { name: '审核领取时限' })
  await expect(claim).toBeVisible()
  const url = page.url()
  await claim.click()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('20') // the browser lets a page object to *back* only after keys or clicks

  await test.step('back', async () => {
    const asked = answer(page, false)
    await page.evaluate(() => history.back())
    expect(await asked).toContain('尚未保存')
    await expect(claim).toHaveValue('20')
    expect(page.url()).toBe(url)
  })

  await test.step('a search', async () => {
    const asked = answer(page, false)
    await page.getByRole('heading').first().click()
    await searchByKey(page, '王小明')
    expect(await asked).toContain('尚未保存')
    await expect(claim).toHaveValue('20')
    expect(page.url()).toBe(url)
  })

  await test.step('a link, and then a search that is meant', async () => {
    const asked = answer(page, false)
    await page.getByRole('link', { name: '审核队列' }).first().click()
    await asked
    await expect(claim).toHaveValue('20')
    const meant = answer(page, true)
    await page.getByRole('heading').first().click()
    await searchByKey(page, '王小明')
    await meant
    await expect(page).toHaveURL(/\/queue\?found=/)
  })
})
