import { randomBytes } from 'node:crypto'
import type { Page } from '@playwright/test'
import { tokenHash } from '@/lib/accounts/link-token'
import { database } from '@/lib/db/client'
import { SMS_TEMPLATES } from '@/lib/notifications/templates'
import { aDraftOfSomebody } from '@/tests/factories/phones'
import { TENCENT } from '@/tests/setup/providers/tencent'
import { press } from '../support/keyboard'
import { flawsOf } from '../support/layout'
import { photograph, tinyPicture } from '../support/pictures'
import { expect, flawsForAxe, portalUrl, test } from '../support/test'

// Under a name that is not this machine's, the portal needs a gateway for messages. None is sent here.
const settings = {
  SMS_PROVIDER: 'tencent',
  SMS_ENDPOINT: 'http://127.0.0.1:9',
  SMS_SIGN_NAME: '准信',
  SMS_TEMPLATES: JSON.stringify(Object.fromEntries(SMS_TEMPLATES.map((name) => [name, '1']))),
  SMTP_URL: 'smtp://127.0.0.1:9',
  MAIL_FROM: '准信 <no-reply@qualify.example.cn>',
  ...TENCENT,
}
test.use({ ownSystem: 'phone', hostname: 'portal.localhost', settings, viewport: { width: 1440, height: 900 } })

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

const panel = (page: Page) => page.locator('section').filter({ has: page.getByRole('heading', { name: '用手机拍照' }) })
const portrait = (page: Page) => page.getByRole('img', { name: /^查看大图: 证件人像面/ })

/** Shows a code, and returns the link to which a camera would lead: the test gives the row a token that it knows. */
async function showCode(page: Page, qualificationId: string): Promise<string> {
  await panel(page)
    .getByRole('button', { name: /^显示(新的)?二维码$/ })
    .click()
  await expect(panel(page).getByRole('img', { name: '在手机上打开的二维码' })).toBeVisible()
  const token = randomBytes(32).toString('base64url')
  const which = { endedAt: null, submission: { qualificationId } }
  const { count } = await database().phoneSession.updateMany({ where: which, data: { tokenHash: tokenHash(token) } })
  expect(count).toBe(1)
  return `/phone/${token}`
}

async function bind(phone: Page, link: string): Promise<void> {
  await phone.goto(link)
  await phone.getByRole('button', { name: '用本手机上传' }).click()
  await expect(phone.getByRole('heading', { name: '手机拍照上传', level: 1 })).toBeVisible()
}

async function choose(phone: Page, picture: Awaited<ReturnType<typeof photograph>>): Promise<void> {
  const chooser = phone.waitForEvent('filechooser')
  await phone.getByRole('button', { name: /^(选择照片|更换)/ }).click()
  await (await chooser).setFiles(picture)
  // A picture that is doubted is used all the same.
  const use = phone.getByRole('button', { name: /仍然使用/ })
  const sent = phone.getByRole('list', { name: '本手机上传的图片' })
  await expect(use.or(sent).first()).toBeVisible()
  if (await use.isVisible()) await use.click()
}

test('pictures that are taken on a phone appear on the computer as they arrive', async ({ page, signIn, another }) => {
  const { applicant, qualificationId } = await aDraftOfSomebody()
  await signIn(applicant)
  await page.goto(`/qualifications/${qualificationId}/documents`)
  const link = await showCode(page, qualificationId)
  expect(await flawsForAxe(page)).toEqual([])
  await expect(panel(page).getByText('剩余 14 分钟')).toBeVisible()

  const [phone, other] = [await another(undefined, PHONE), await another(undefined, PHONE)]
  await other.goto(link) // a preview: it consumes nothing
  await expect(other.getByRole('button', { name: '用本手机上传' })).toBeVisible()
  await bind(phone, link)
  await expect(panel(page).getByText('手机已连接')).toBeVisible()
  await other.getByRole('button', { name: '用本手机上传' }).click()
  await expect(other.getByRole('alert').filter({ hasText: '已在另一部手机' })).toBeVisible()
  await other.goto(link)
  await expect(other.getByRole('heading', { name: '二维码已在另一个浏览器中打开' })).toBeVisible()

  await choose(phone, await photograph('ID_PORTRAIT'))
  await expect(phone.getByRole('list', { name: '本手机上传的图片' }).getByText('已接收')).toBeVisible()
  await expect(portrait(page)).toBeVisible()
  await expect(panel(page).getByRole('list', { name: '手机上传的图片' })).toContainText('证件人像面')
  expect(await flawsForAxe(phone)).toEqual([])
  expect(await flawsOf(phone)).toEqual([])

  await phone.goto(link) // the code opened again, in the same browser
  await expect(phone).toHaveURL(/\/phone\?slot=/)
  await phone.goto('/phone?slot=ID_PORTRAIT')
  await expect(phone.getByRole('link', { name: '下一项：证件国徽面' })).toBeVisible()
  await phone.getByRole('button', { name: '删除: 图片 1' }).click()
  await expect(portrait(page)).toHaveCount(0)
  await expect(phone.getByRole('list', { name: '本手机上传的图片' })).toHaveCount(0)

  await phone.goto(`/qualifications/${qualificationId}`)
  await expect(phone).toHaveURL(/\/sign-in/) // it is not signed in
  await phone.goto('/phone')
  await phone.getByRole('button', { name: '完成' }).click()
  await expect(phone.getByRole('heading', { name: '已完成' })).toBeVisible()
  await expect(panel(page).getByRole('button', { name: '显示二维码' })).toBeVisible()
})

test('the computer ends the phone, which says so, and what is there already can’t be replaced by it', async ({
  page,
  signIn,
  another,
}) => {
  const { applicant, qualificationId } = await aDraftOfSomebody()
  await signIn(applicant)
  await page.goto(`/qualifications/${qualificationId}/documents`)
  const phone = await another(undefined, PHONE)
  await bind(phone, await showCode(page, qualificationId))
  await expect(panel(page).getByText('手机已连接')).toBeVisible()
  await choose(phone, await tinyPicture())
  await expect(phone.getByRole('list', { name: '本手机上传的图片' }).getByText('未接收')).toBeVisible()
  await expect(panel(page).getByText('未接收')).toBeVisible()

  await panel(page).getByRole('button', { name: '结束' }).click()
  await expect(panel(page).getByRole('button', { name: '显示二维码' })).toBeVisible()
  await choose(phone, await photograph('ID_PORTRAIT'))
  await expect(phone.getByText('本手机已不能继续上传')).toBeVisible()
  await phone.reload()
  await expect(phone.getByRole('heading', { name: '已在电脑上结束' })).toBeVisible()
  await expect(portrait(page)).toHaveCount(0)
})

test('a phone without scripts uploads by a form', async ({ page, signIn, browser }) => {
  const { applicant, qualificationId } = await aDraftOfSomebody()
  await signIn(applicant)
  await page.goto(`/qualifications/${qualificationId}/documents`)
  const link = await showCode(page, qualificationId)
  const context = await browser.newContext({ ...PHONE, baseURL: portalUrl(), javaScriptEnabled: false })
  const phone = await context.newPage()
  await bind(phone, link)
  const send = async (picture: Awaited<ReturnType<typeof photograph>>) => {
    await phone.locator('input[name=file]').setInputFiles(picture)
    await phone.getByRole('button', { name: '上传', exact: true }).click()
  }
  await send({ name: 'a.txt', mimeType: 'image/jpeg', buffer: Buffer.from('text') })
  await expect(phone.getByText(/^这里不支持这种文件/)).toBeVisible()
  await expect(phone).toHaveURL(/\/phone\?.*slot=ID_PORTRAIT/)
  await send(await photograph('ID_PORTRAIT'))
  await expect(async () => {
    await phone.reload()
    await expect(phone.getByText('已接收')).toBeVisible({ timeout: 1_000 })
  }).toPass()
  await expect(portrait(page)).toBeVisible()
  await phone.getByRole('button', { name: '完成' }).click()
  await expect(phone.getByRole('heading', { name: '已完成' })).toBeVisible()
  await context.close()
})

test('by keyboard, a code is shown and ended, and a phone is connected', async ({ page, signIn, another }) => {
  const { applicant, qualificationId } = await aDraftOfSomebody()
  await signIn(applicant)
  await page.goto(`/qualifications/${qualificationId}/documents`)
  await press(page, panel(page).getByRole('button', { name: '显示二维码' }))
  await expect(panel(page).getByRole('img', { name: '在手机上打开的二维码' })).toBeVisible()
  await press(page, panel(page).getByRole('button', { name: '结束' }))
  const phone = await another(undefined, PHONE)
  await phone.goto(await showCode(page, qualificationId))
  await press(phone, phone.getByRole('button', { name: '用本手机上传' }))
  await press(phone, phone.getByRole('link', { name: '证件国徽面' }))
  await expect(phone.getByRole('heading', { name: '证件国徽面', level: 2 })).toBeVisible()
})

test('on a small screen nothing is offered: it is a phone', async ({ signIn, another }) => {
  const { applicant, qualificationId } = await aDraftOfSomebody()
  const small = await another(undefined, PHONE)
  await signIn(applicant, small.context())
  await small.goto(`/qualifications/${qualificationId}/documents`)
  await expect(small.locator('#ID_PORTRAIT')).toBeVisible()
  await expect(panel(small)).toBeHidden()
})
