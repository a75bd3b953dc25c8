import { readFileSync } from 'node:fs'
import { anAdministrator } from '@/tests/factories/people'
import { aSubmittedQualification } from '@/tests/factories/review'
import { expect, flawsForAxe, test } from '../support/test'

test('an administrator sees how the review is going, reads the figures as a table and exports the report', async ({
  page,
  signIn,
}) => {
  await aSubmittedQualification()
  await signIn(await anAdministrator())
  await page.goto('/overview')
  const chart = page.getByRole('img', { name: /^每日收到与办结/ })
  await expect(chart.first()).toBeVisible()
  await page.locator('#volumes summary').click()
  await expect(page.getByRole('table', { name: '每日收到与办结' }).getByRole('row')).toHaveCount(31)

  await page.getByRole('link', { name: '最近 7 天' }).click()
  await expect(page).toHaveURL('/overview?period=7d')
  await page.locator('#volumes summary').click()
  await expect(page.getByRole('table', { name: '每日收到与办结' }).getByRole('row')).toHaveCount(8)

  expect(await flawsForAxe(page)).toEqual([])

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: '下载报告（PDF）' }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/^zhunxin-report-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.pdf$/)
  expect(
    readFileSync(await download.path())
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-')
})

test('an administrator sees the whole navigation at 1440 pixels, in English too', async ({ another }) => {
  const page = await another(await anAdministrator(), { locale: 'en', viewport: { width: 1440, height: 900 } })
  await page.goto('/overview')
  const navigation = page.getByRole('navigation', { name: 'Main' })
  await expect(navigation.getByRole('link', { name: 'Operations' })).toBeVisible()
  expect(await navigation.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0)
})
