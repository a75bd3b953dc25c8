import type { Route } from '@playwright/test'
import { HOUR, SECOND } from '@/lib/core/clock'
import { database } from '@/lib/db/client'
import { age } from '@/tests/factories/codes'
import { aPhone, aRegisteredApplicant } from '@/tests/factories/people'
import { aReadyDraft, IDENTITY } from '@/tests/factories/qualifications'
import { press, type } from '../support/keyboard'
import { codeFor } from '../support/outbox'
import { personal } from '../support/records'
import { virtualAuthenticator } from '../support/second-factor'
import { expect, flawsForAxe, signInTo, test } from '../support/test'

const PHONE = { viewport: { width: 390, height: 844 } }
const ENDING = IDENTITY['person.idNumber'].slice(-6)

/** Returns a person whose account declares an ID number. */
async function known() {
  const person = await aRegisteredApplicant({ phone: personal(aPhone()) })
  await aReadyDraft({ applicant: { ...person.actor, accountId: person.accountId } })
  return person
}

test('a passkey is added by keyboard alone, signs in on a new device with the ID number, and is removed', async ({
  another,
}) => {
  const { phone, actor } = await known()
  const page = await another(actor, PHONE)
  const authenticator = await virtualAuthenticator(page.context(), page)
  const enterCode = async () => {
    await page.goto('/account/sign-in')
    await press(page, page.getByRole('button', { name: /^发送通行密钥验证码到/ }))
    await typeCode()
  }
  const typeCode = async () => {
    await expect(page.getByText(/^验证码已发送到/)).toBeVisible()
    await type(page, page.getByLabel('用于通行密钥的验证码'), await codeFor(page, phone))
  }
  const signIn = async () => press(page, page.getByRole('button', { name: '使用通行密钥登录' }))

  await enterCode()
  await type(page, page.getByLabel('名称'), personal('工作手机'))
  await page.keyboard.press('Enter')
  await expect(page.getByText('通行密钥已添加，可以用它登录。')).toBeVisible()
  expect(await authenticator.count()).toBe(1)
  expect(await flawsForAxe(page)).toEqual([])

  await page.context().clearCookies()
  await page.goto('/sign-in')
  expect(await flawsForAxe(page)).toEqual([])
  await authenticator.recognise(false)
  await signIn()
  await expect(page.getByText('没有用上通行密钥')).toBeVisible()
  await authenticator.recognise(true)
  await signIn()
  await expect(page.getByLabel('证件号码的最后六位')).toBeFocused()
  await expect(page.getByText('通行密钥正确，但这台设备还没有登录过这个账户')).toBeVisible()
  await expect(page.getByRole('button', { name: '我是新用户，重新注册' })).toHaveCount(0)
  expect(await flawsForAxe(page)).toEqual([])
  await page.keyboard.insertText('000000')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main').getByRole('alert')).toContainText('4')
  await page.getByLabel('证件号码的最后六位').fill(ENDING)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: '我的资质' })).toBeVisible()

  await press(page, page.getByRole('button', { name: '退出登录' }).first())
  await expect(page.getByRole('button', { name: '退出登录' })).toHaveCount(0)
  await page.goto('/sign-in?next=/account/sign-in')
  await signIn()
  await expect(page.getByRole('heading', { name: '登录方式' })).toBeVisible() // the browser is known by now

  await page.goto('/my-data')
  await expect(page.getByRole('main')).toContainText('工作手机')
  await expect(page.getByRole('main')).toContainText('最近使用')
  expect(await flawsForAxe(page)).toEqual([])

  await age(phone, HOUR / SECOND)
  await page.goto('/account/sign-in')
  await database().session.updateMany({ where: { userId: actor.id }, data: { endedAt: new Date() } })
  await press(page, page.getByRole('button', { name: /^发送通行密钥验证码到/ }))
  const dialog = page.getByRole('dialog', { name: '登录后继续' })
  await press(page, dialog.getByRole('button', { name: '使用通行密钥登录' }))
  await typeCode()
  await press(page, page.getByRole('button', { name: '移除“工作手机”' }))
  await expect(page.getByText('通行密钥已移除，其他设备均已退出登录。')).toBeVisible()
  await page.context().clearCookies()
  await page.goto('/sign-in')
  await signIn()
  await expect(page.getByText('验证未通过')).toBeVisible()
})

test('a wrong code creates no passkey, and the way back leads to the other ways, in English', async ({ another }) => {
  const { phone, actor } = await known()
  const page = await another(actor, { ...PHONE, locale: 'en' })
  const authenticator = await virtualAuthenticator(page.context(), page)
  await page.goto('/account/sign-in')
  await page.getByRole('button', { name: /^Send passkey code to/ }).click()
  await expect(page.getByText(/^A code was sent to/)).toBeVisible()
  const code = await codeFor(page, phone)
  const create = async (given: string) => {
    await page.getByLabel('Code for passkeys').fill(given)
    await page.getByRole('button', { name: 'Create a passkey' }).click()
  }
  await create(code === '000000' ? '000001' : '000000')
  await expect(page.getByRole('main').getByRole('alert')).toBeVisible()
  expect(await authenticator.count()).toBe(0)
  await create(code)
  await expect(page.getByText('The passkey was added. You can now sign in with it.')).toBeVisible()

  await page.context().clearCookies()
  await page.goto('/sign-in')
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await expect(page.getByLabel('Last six characters of the ID number')).toBeVisible()
  await page.getByRole('button', { name: 'Sign in another way' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in', exact: true })).toBeVisible()
})

test('nothing moves on the sign-in page when its scripts arrive', async ({ page }) => {
  const held: Route[] = []
  let isHeld = true
  await page.route(/\/_next\/static\/.*\.js/, async (route) => {
    if (isHeld) held.push(route)
    else await route.continue()
  })
  await page.goto('/sign-in', { waitUntil: 'commit' })
  const link = page.getByRole('link', { name: '用密码登录' })
  const passkey = page.getByRole('button', { name: '使用通行密钥登录' })
  // Its styles may come after it.
  await expect.poll(async () => (await link.boundingBox())?.height ?? 0).toBeGreaterThanOrEqual(40)
  const before = await link.boundingBox()
  await expect(passkey).toBeHidden()
  isHeld = false
  await Promise.all(held.map((route) => route.continue()))
  await expect(passkey).toBeVisible()
  expect(await link.boundingBox()).toEqual(before)
})

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false })

  test('no passkey is offered', async ({ page, context }) => {
    await page.goto('/sign-in')
    await expect(page.getByRole('button', { name: '获取验证码' })).toBeVisible()
    await expect(page.getByRole('button', { name: '使用通行密钥登录' })).toHaveCount(0)
    expect(await page.getByText('使用通行密钥登录').boundingBox()).toBeNull() // and no room is reserved for it
    await signInTo(context, (await known()).actor)
    await page.goto('/account/sign-in')
    await expect(page.getByText('这个浏览器不能创建通行密钥，或者已关闭 JavaScript。')).toBeVisible()
  })
})
