import type { APIRequestContext, Page } from '@playwright/test'
import { database } from '@/lib/db/client'
import { aClient } from '@/tests/factories/api-keys'
import { aReturnAddress, RETURN_URL } from '@/tests/factories/handovers'
import { aColleague, aPhone, aRegisteredApplicant } from '@/tests/factories/people'
import { flawsOf } from '../support/layout'
import { codeFor } from '../support/outbox'
import { personal } from '../support/records'
import { expect, flawsForAxe, test } from '../support/test'

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
test.use(PHONE)

const CONTINUE = { name: '继续', exact: true } as const

/** Hands a customer over, as the platform's console does. */
async function handOver(request: APIRequestContext, body: object) {
  await aReturnAddress()
  const { secret } = await aClient({ name: '云控制台', scopes: ['HANDOVERS_CREATE', 'HANDOVERS_VOUCH'] })
  const headers = { authorization: `Bearer ${secret}`, 'idempotency-key': crypto.randomUUID() }
  const answer = await request.post('/api/v1/handovers', { headers, data: { returnUrl: RETURN_URL, ...body } })
  expect(answer.status()).toBe(201)
  const { id, url } = (await answer.json()) as { id: string; url: string }
  const path = new URL(url).pathname
  personal(path.split('/').at(-1) ?? '') // it must be in no log
  return { id, path, read: async () => (await request.get(`/api/v1/handovers/${id}`, { headers })).json() }
}

/** Serves the platform's console, and returns the requests to it, each with the page that led to it. */
async function consoleOf(page: Page) {
  const visits: { url: string; referer: string | undefined }[] = []
  await page.route('https://console.example.cn/**', async (route) => {
    const request = route.request()
    visits.push({ url: request.url(), referer: (await request.allHeaders()).referer })
    await route.fulfill({ contentType: 'text/html', body: '<h1>console</h1>' })
  })
  return visits
}

test('a customer without any account comes, proves their number, and goes back', async ({ page, request, another }) => {
  const { id: account } = await database().account.create({ data: { externalRef: `C-${Date.now()}` } })
  const phone = personal(aPhone().slice(3))
  const { id, path, read } = await handOver(request, { account, phone, purpose: 'BEGIN' })
  const visits = await consoleOf(page)

  const preview = await another(undefined, PHONE)
  await preview.goto(path)
  await expect(preview.getByRole('button', CONTINUE)).toBeVisible()
  expect(await read()).toMatchObject({ state: 'OPEN' })

  await page.goto(path)
  await expect(page.getByText('“云控制台”', { exact: false }).first()).toBeVisible()
  await expect(page.getByText('开始申请')).toBeVisible()
  expect(await flawsForAxe(page)).toEqual([])
  expect(await flawsOf(page)).toEqual([])
  await page.getByRole('button', CONTINUE).click()
  await expect(page.getByText('请用您在平台登记的手机号登录或注册')).toBeVisible()
  expect(await read()).toMatchObject({ state: 'USED', result: null })

  // The copied link is worth nothing from now on.
  await preview.getByRole('button', CONTINUE).click()
  await expect(preview.getByRole('main').getByRole('alert').filter({ hasText: '该链接已被使用' })).toBeVisible()
  await preview.goto(path)
  await expect(preview.getByText('每个链接只能使用一次')).toBeVisible()

  // Who registers reads it as well.
  await page.getByRole('link', { name: '注册' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '注册' })).toBeVisible()
  await expect(page.getByText('请用您在平台登记的手机号登录或注册')).toBeVisible()
  await page.getByLabel('手机号码').fill(phone)
  await page.getByRole('button', { name: '获取验证码' }).click()
  await page.getByLabel('验证码').fill(await codeFor(page, phone))
  const consents = page.getByRole('checkbox')
  await expect(consents.first()).toBeVisible()
  for (const consent of await consents.all()) await consent.check()
  await page.getByRole('button', { name: '同意并完成注册' }).click()
  await expect(page).toHaveURL(new RegExp(`/qualifications/new\\?account=${account}$`))
  expect(await database().account.findFirst({ where: { id: account }, select: { members: true } })).toMatchObject({
    members: [{ accountId: account }],
  })
  expect(await read()).toMatchObject({ state: 'ENTERED' })

  await page.getByRole('button', { name: '返回 console.example.cn' }).click()
  await page.getByRole('link', { name: '前往 console.example.cn' }).click()
  await expect(page.getByRole('heading', { name: 'console' })).toBeVisible()
  expect(visits).toEqual([{ url: `${RETURN_URL}?handover=${id}`, referer: undefined }])
  expect(await read()).toMatchObject({ state: 'FINISHED' })
  await page.goto('/account')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible() // a code was given: the session is theirs, and continues
  await expect(page).toHaveURL(/\/account$/)
})

for (const javaScriptEnabled of [true, false]) {
  test.describe(`with scripts: ${javaScriptEnabled}`, () => {
    test.use({ javaScriptEnabled })

    test('a customer for whom the platform vouches sees one account, and goes back signed out', async ({
      page,
      request,
    }) => {
      const { accountId: account, phone } = await aRegisteredApplicant()
      const { id, path, read } = await handOver(request, { account, phone, purpose: 'SEE', vouch: true })
      await page.goto(path)
      await expect(page.getByText(`${phone.slice(3, 6)}****${phone.slice(-4)}`)).toBeVisible()
      await expect(page.getByText('无需验证码')).toBeVisible()
      await page.getByRole('button', CONTINUE).click()
      await expect(page.getByRole('heading', { name: '我的资质' })).toBeVisible()
      await expect(page.getByText('手机号已由平台核验')).toBeVisible()
      await expect(page.getByRole('link', { name: '我的资料' })).toHaveCount(0)
      for (const refused of ['/account', '/account/sign-in', '/account/sessions', '/my-data', '/my-data/erase']) {
        expect((await page.goto(refused))?.status(), refused).toBe(403)
      }
      await page.goto('/qualifications')
      await page.getByRole('button', { name: '返回 console.example.cn' }).click()
      const back = page.getByRole('link', { name: '前往 console.example.cn' })
      await expect(back).toHaveAttribute('href', `${RETURN_URL}?handover=${id}`)
      expect(await read()).toMatchObject({ state: 'FINISHED', vouched: true })
      await page.goto('/qualifications')
      await expect(page).toHaveURL(/\/sign-in/)
      await page.goto(path)
      await expect(page).toHaveURL(/\/handover$/) // this browser used it
    })
  })
}

test('an administrator allows an address and removes it; what is none is said at its field', async ({
  page,
  signIn,
}) => {
  await signIn((await aColleague({ roles: ['ADMIN'] })).actor)
  await page.goto('/integrations')
  const field = page.getByLabel('地址', { exact: true })
  await field.fill('http://console.example.cn/')
  await page.getByRole('button', { name: '添加地址' }).click()
  await expect(page.getByText('请输入以 https:// 开头的小写地址')).toBeVisible()
  await expect(field).toHaveValue('http://console.example.cn/')
  const address = `https://console.example.cn/${crypto.randomUUID()}/`
  await field.fill(address)
  await page.getByRole('button', { name: '添加地址' }).click()
  await expect(page.getByText(`已添加：${address}`)).toBeVisible()
  await page.getByRole('button', { name: `移除地址：${address}` }).click()
  await page.getByRole('dialog').getByRole('button', { name: '移除地址' }).click()
  await expect(page.getByText('地址已移除。')).toBeVisible()
})
