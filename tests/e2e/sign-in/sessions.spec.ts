import { anIncompleteSession, codeOf, withTotp } from '@/tests/factories/factors'
import { aColleague, aPhone, aRegisteredApplicant, aSession } from '@/tests/factories/people'
import { giveCode } from '../support/own-code'
import { personal } from '../support/records'
import { expect, flawsForAxe, test } from '../support/test'

test('an applicant sees where they are signed in, ends one by a code and stays, then ends all', async ({
  page,
  signIn,
  another,
}) => {
  const { id, actor, phone } = await aRegisteredApplicant({ phone: personal(aPhone()) })
  await page.setViewportSize({ width: 390, height: 844 })
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
  await expect(page.getByLabel('验证码')).toBeFocused()
  expect(await flawsForAxe(page)).toEqual([])
  await giveCode(page, phone, '确认结束')
  await expect(page.getByText('已结束其他 1 个登录。')).toBeVisible()
  await expect(sessions).toHaveCount(2)

  await page.getByRole('button', { name: '结束全部登录，包括本次' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '全部结束' }).click()
  await expect(page.getByRole('heading', { name: '已退出全部登录' })).toBeVisible()
  expect(await flawsForAxe(page)).toEqual([])
  for (const browser of [lost, tablet, page]) {
    await browser.goto('/qualifications')
    await expect(browser).toHaveURL(/\/sign-in\?next=%2Fqualifications/)
  }
})

test('without scripts too all others are ended by a code, and all of them without', async ({ another }) => {
  const { id, actor, phone } = await aRegisteredApplicant({ phone: personal(aPhone()) })
  await aSession(id, 'APPLICANT')
  const page = await another(actor, { javaScriptEnabled: false })
  await page.goto('/account/sessions')
  await page.getByRole('button', { name: '结束其他登录，保留本次' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '结束其他登录' }).click()
  await giveCode(page, phone, '确认结束')
  await expect(page.getByText('已结束其他 1 个登录。')).toBeVisible()
  await expect(page.getByText('没有其他登录。')).toBeVisible()
  await aSession(id, 'APPLICANT')
  await page.reload()
  await page.getByRole('button', { name: '结束全部登录，包括本次' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '全部结束' }).click()
  await page.getByRole('link', { name: '去登录' }).click()
  await expect(page).toHaveURL(/\/sign-in$/)
})

test('staff end another session by their app, and stay', async ({ another }) => {
  const { id } = await aColleague({ roles: ['AUDITOR'] })
  const { actor, secret } = await withTotp(await anIncompleteSession(id))
  await aSession(id, 'STAFF')
  const page = await another(actor, { viewport: { width: 1440, height: 900 } })
  await page.goto('/staff/sessions')
  await page
    .getByRole('link', { name: /^结束 / })
    .first()
    .click()
  await page.getByLabel('身份验证器应用中的验证码').fill(await codeOf(secret, 1))
  expect(await flawsForAxe(page)).toEqual([])
  await page.getByRole('button', { name: '继续' }).click()
  await expect(page.getByText('已结束其他 1 个登录。')).toBeVisible()
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
