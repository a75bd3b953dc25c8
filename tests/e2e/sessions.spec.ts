import { aColleague, aRegisteredApplicant, aSession } from '@/tests/factories/people'
import { expect, flawsForAxe, test } from './support/test'

test('an applicant sees where they are signed in, ends one, then all others, and stays', async ({
  page,
  signIn,
  another,
}) => {
  const { id, actor } = await aRegisteredApplicant()
  await signIn(actor)
  const [lost, tablet] = [
    await another(await aSession(id, 'APPLICANT')),
    await another(await aSession(id, 'APPLICANT')),
  ]
  for (const browser of [lost, tablet]) {
    await browser.goto('/qualifications')
    await expect(browser.getByRole('heading', { level: 1 })).toBeVisible()
  }
  await page.goto('/account')
  await page.getByRole('link', { name: '查看登录情况' }).click()
  await expect(page.getByRole('heading', { name: '登录管理' })).toBeVisible()
  const sessions = page.getByRole('main').getByRole('listitem')
  await expect(sessions).toHaveCount(3)
  await expect(sessions.first()).toContainText('本次登录')
  expect(await flawsForAxe(page)).toEqual([])

  await sessions.nth(1).getByRole('button', { name: /^结束/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: '确认结束' }).click()
  await expect(page.getByText('该登录已结束。')).toBeVisible()
  await expect(sessions).toHaveCount(2)

  await page.getByRole('button', { name: '结束其他全部登录' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '全部结束' }).click()
  await expect(page.getByText('已结束其他 1 个登录。')).toBeVisible()
  await expect(page.getByText('没有其他登录。')).toBeVisible()

  for (const browser of [lost, tablet]) {
    await browser.goto('/qualifications')
    await expect(browser).toHaveURL(/\/sign-in\?next=%2Fqualifications/)
  }
  await page.goto('/qualifications')
  await expect(page).toHaveURL(/\/qualifications$/)
})

test('staff get there by their name, and read it in English', async ({ page, signIn }) => {
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.context().addCookies([{ name: 'locale', value: 'en', url: process.env.ZHUNXIN_URL ?? '' }])
  const { actor } = await aColleague({ roles: ['AUDITOR'], name: '高原' })
  await signIn(actor)
  await page.goto('/queue')
  await page.getByRole('link', { name: '高原' }).click()
  await page.getByRole('link', { name: 'Signed-in devices' }).click()
  await expect(page.getByRole('heading', { name: 'Signed-in devices' })).toBeVisible()
  await expect(page.getByText('You are not signed in anywhere else.')).toBeVisible()
  await expect(page.getByText('signed out automatically after 30 minutes without activity')).toBeVisible()
  expect(await flawsForAxe(page)).toEqual([])
})
