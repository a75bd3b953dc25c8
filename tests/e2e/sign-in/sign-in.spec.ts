import type { Page } from '@playwright/test'
import { HOUR, SECOND } from '@/lib/core/clock'
import { database } from '@/lib/db/client'
import { age } from '@/tests/factories/codes'
import { aColleague, aPhone, aRegisteredApplicant } from '@/tests/factories/people'
import { aReadyDraft, IDENTITY } from '@/tests/factories/qualifications'
import { press, type } from '../support/keyboard'
import { languagesOf } from '../support/languages'
import { codeFor } from '../support/outbox'
import { photograph } from '../support/pictures'
import { personal } from '../support/records'
import { expect, flawsForAxe, portalUrl, test } from '../support/test'

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
const ENDING = IDENTITY['person.idNumber'].slice(-6)

/** Holds the words of the two pages, in each language. */
const WORDS = {
  'zh-CN': {
    number: '手机号码',
    send: '获取验证码',
    code: '验证码',
    sends: '输满后自动提交',
    wrong: '验证码不正确',
    last: '最后一步：阅读并同意',
    agree: '同意并完成注册',
    inside: '我的资质',
    confirm: '请确认您的身份',
    ending: '证件号码的最后六位',
    enter: '确认并登录',
    startAgain: '我是新用户，重新注册',
    wait: /秒后/,
    change: '更换号码',
  },
  en: {
    number: 'Mobile number',
    send: 'Send code',
    code: 'Code',
    sends: 'submitted automatically',
    wrong: 'That code is incorrect',
    last: 'Last step: read and agree',
    agree: 'Agree and finish',
    inside: 'My qualifications',
    confirm: 'Confirm your identity',
    ending: 'Last six characters of the ID number',
    enter: 'Confirm and sign in',
    startAgain: 'I’m a new user: register',
    wait: /^Resend in/,
    change: 'Use another number',
  },
} as const
type Words = (typeof WORDS)[keyof typeof WORDS]

/** Returns a person whose account declares an ID number, and who last signed in by the phone long ago. */
async function known({ daysAgo = 0 } = {}) {
  const person = await aRegisteredApplicant({ phone: personal(aPhone()) })
  await aReadyDraft({ applicant: { ...person.actor, accountId: person.accountId } })
  const phoneProvedAt = new Date(Date.now() - daysAgo * 24 * 60 * 60 * 1000)
  await database().user.update({ where: { id: person.id }, data: { phoneProvedAt } })
  return person
}

async function giveCode(page: Page, words: Words, phone: string, from = '/sign-in') {
  await page.goto(from)
  await page.getByLabel(words.number).fill(phone.slice(3))
  await page.getByRole('button', { name: words.send }).click()
  await expect(page.getByLabel(words.code, { exact: true })).toBeFocused()
  await page.getByLabel(words.code, { exact: true }).fill(await codeFor(page, phone))
}

/** Records every request of a browser: all must go to the portal. */
function askedBy(page: Page): string[] {
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  return asked
}

for (const locale of languagesOf(0)) {
  const words = WORDS[locale]
  test(`registering on a phone: the browser works for the code, and asks nobody else, in ${locale}`, async ({
    another,
  }) => {
    const page = await another(undefined, { ...PHONE, locale })
    const asked = askedBy(page)
    const phone = personal(aPhone())
    await giveCode(page, words, phone, '/register')
    await expect(page.getByRole('heading', { name: words.last })).toBeVisible()
    for (const consent of await page.getByRole('checkbox').all()) await consent.check()
    await page.getByRole('button', { name: words.agree }).click()
    await expect(page.getByRole('heading', { name: words.inside })).toBeVisible()
    expect(asked.filter((url) => !url.startsWith(portalUrl()) && !url.startsWith('blob:'))).toEqual([])
    expect(asked.some((url) => url.includes('worker'))).toBe(true)
  })
}

for (const locale of languagesOf(1)) {
  const words = WORDS[locale]
  test(`on a device not seen before nothing is shown until the ID number's end is right, in ${locale}`, async ({
    another,
  }) => {
    const { phone } = await known()
    const page = await another(undefined, { ...PHONE, locale })
    await giveCode(page, words, phone)
    await expect(page.getByRole('heading', { name: words.confirm })).toBeVisible()
    expect(await flawsForAxe(page)).toEqual([])
    await expect(page.getByRole('main')).not.toContainText(IDENTITY['person.name'])

    await page.getByLabel(words.ending).fill('000000')
    await page.getByRole('button', { name: words.enter }).click()
    await expect(page.getByRole('main').getByRole('alert')).toContainText('4')
    await page.getByLabel(words.ending).fill(ENDING)
    await page.getByRole('button', { name: words.enter }).click()
    await expect(page.getByRole('heading', { name: words.inside })).toBeVisible()
  })
}

for (const locale of languagesOf(2)) {
  const words = WORDS[locale]
  test(`a reload and a way back keep the code page and the consents, in ${locale}`, async ({ another }) => {
    const page = await another(undefined, { ...PHONE, locale })
    const phone = personal(aPhone())
    await page.goto('/register')
    await page.getByLabel(words.number).fill(phone.slice(3))
    await page.getByRole('button', { name: words.send }).click()
    const field = page.getByLabel(words.code, { exact: true })
    await expect(field).toBeFocused()
    await page.reload()
    await expect(page.getByRole('main')).toContainText(phone.slice(-4))
    await expect(page.getByRole('button', { name: words.wait })).toBeDisabled()
    const held = (await page.context().cookies()).find(({ name }) => name === 'zhunxin.phone-step')
    expect(held).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
    expect(held?.value).not.toContain(phone.slice(3))

    await page.goto('/')
    await page.goBack()
    await expect(page.getByText(words.sends)).toBeVisible() // the scripts of this page run
    await field.fill(await codeFor(page, phone))
    await expect(page.getByRole('heading', { name: words.last })).toBeVisible()
    await page.reload()
    await expect(page.getByRole('heading', { name: words.last })).toBeVisible()
    expect(await flawsForAxe(page)).toEqual([])
    for (const consent of await page.getByRole('checkbox').all()) await consent.check()
    await page.getByRole('button', { name: words.agree }).click()
    await expect(page.getByRole('heading', { name: words.inside })).toBeVisible()
    expect((await page.context().cookies()).filter(({ name }) => name === 'zhunxin.phone-step')).toEqual([])
  })
}

for (const locale of languagesOf(3)) {
  const words = WORDS[locale]
  test(`another number is one press away, and the code in hand still works for the first one, in ${locale}`, async ({
    another,
  }) => {
    const page = await another(undefined, { ...PHONE, locale })
    const phone = personal(aPhone())
    await page.goto('/register')
    await page.getByLabel(words.number).fill(phone.slice(3))
    await page.getByRole('button', { name: words.send }).click()
    const field = page.getByLabel(words.code, { exact: true })
    await expect(field).toBeFocused()
    const code = await codeFor(page, phone)
    await page.getByRole('button', { name: words.change }).click()
    await expect(page.getByLabel(words.number)).toHaveValue(phone)
    await page.goto('/register')
    await expect(page.getByLabel(words.number)).toHaveValue('')

    await page.getByLabel(words.number).fill(phone.slice(3))
    await page.getByRole('button', { name: words.send }).click()
    await expect(field).toBeFocused()
    await expect(page.getByRole('main')).toContainText(phone.slice(-4))
    await expect(page.getByRole('button', { name: words.wait })).toBeDisabled()
    expect(await flawsForAxe(page)).toEqual([])
    await field.fill(code === '000000' ? '000001' : '000000')
    await expect(page.getByRole('main').getByRole('alert')).toContainText(words.wrong)
    await field.fill(code)
    await expect(page.getByRole('heading', { name: words.last })).toBeVisible()
  })
}

test('the page shows the proof of work to a person who waits, and where it fails there is a way on', async ({
  page,
}) => {
  await page.route('**/turbopack-worker*', (route) => route.abort())
  await page.goto('/sign-in')
  await page.getByLabel('手机号码').fill(personal(aPhone()).slice(3))
  await page.getByRole('button', { name: '获取验证码' }).click()
  await expect(page.getByRole('heading', { name: '正在准备发送验证码' })).toBeVisible()
  await expect(page.getByText('您的浏览器没有完成确认')).toBeVisible()
  expect(await flawsForAxe(page)).toEqual([])
  await page.getByRole('button', { name: '直接发送验证码' }).click()
  await expect(page.getByRole('heading', { name: '输入验证码' })).toBeVisible()
})

test('by keyboard alone, on an unknown device, and again on a known one', async ({ page }) => {
  const { phone } = await known()
  await page.goto('/sign-in')
  await type(page, page.getByLabel('手机号码'), phone.slice(3))
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('验证码')).toBeFocused()
  await page.keyboard.insertText(await codeFor(page, phone))
  await expect(page.getByLabel('证件号码的最后六位')).toBeFocused()
  await page.keyboard.insertText(ENDING)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: '我的资质' })).toBeVisible()
  await press(page, page.getByRole('button', { name: '退出登录' }).first())
  await expect(page.getByRole('button', { name: '退出登录' })).toHaveCount(0)
  await age(phone, HOUR / SECOND)
  await giveCode(page, WORDS['zh-CN'], phone)
  await expect(page.getByRole('heading', { name: '我的资质' })).toBeVisible()
})

test('a person with a resold number registers as new, and sees nothing of the former owner', async ({ another }) => {
  const { phone, id } = await known({ daysAgo: 91 })
  const page = await another(undefined, PHONE)
  const words = WORDS['zh-CN']
  await giveCode(page, words, phone)
  await page.getByRole('button', { name: words.startAgain }).click()
  await expect(page.getByRole('heading', { name: words.last })).toBeVisible()
  for (const consent of await page.getByRole('checkbox').all()) await consent.check()
  await page.getByRole('button', { name: words.agree }).click()
  await expect(page.getByRole('heading', { name: words.inside })).toBeVisible()
  await expect(page.getByRole('main')).not.toContainText('ZX-')
  expect(await database().user.findUniqueOrThrow({ where: { id } })).toMatchObject({ phoneIndex: null })
})

test('a number that was used recently is not given to another', async ({ another }) => {
  const { phone } = await known({ daysAgo: 89 })
  const page = await another(undefined, PHONE)
  const words = WORDS['zh-CN']
  await giveCode(page, words, phone)
  await page.getByRole('button', { name: words.startAgain }).click()
  await expect(page.getByRole('heading', { name: words.last })).toBeVisible()
  for (const consent of await page.getByRole('checkbox').all()) await consent.check()
  await page.getByRole('button', { name: words.agree }).click()
  await expect(page.getByRole('main').getByRole('alert')).toContainText('最近 90 天内')
})

test('a lost phone: identity documents submitted on a phone, granted by a reviewer, and in', async ({ another }) => {
  const { phone: oldPhone, id } = await known()
  const phone = personal(aPhone())
  const page = await another(undefined, PHONE)
  const words = WORDS['zh-CN']
  await giveCode(page, words, phone)
  await page.getByRole('button', { name: '我以前用别的号码注册过' }).click()
  await page.getByLabel('原来的手机号码').fill(oldPhone.slice(3))
  await page.getByLabel('证件号码').fill(IDENTITY['person.idNumber'])
  expect(await flawsForAxe(page)).toEqual([])
  await page.getByRole('button', { name: '下一步' }).click()
  await expect(page.getByRole('heading', { name: '核对身份' })).toBeVisible()
  expect(await flawsForAxe(page)).toEqual([])
  await page.getByLabel('人像面').setInputFiles(await photograph('ID_PORTRAIT'))
  await page.getByLabel('另一面').setInputFiles(await photograph('ID_EMBLEM'))
  await page.getByRole('button', { name: '提交核对' }).click()
  await expect(page.getByText('已提交，等待核对')).toBeVisible()

  const reviewer = await another((await aColleague()).actor)
  const { id: caseId } = await database().accessCase.findFirstOrThrow({ where: { userId: id } })
  await reviewer.goto('/access-cases')
  await reviewer.locator(`a[href="/access-cases/${caseId}"]`).click()
  await expect(reviewer.getByText('1101**********002X')).toBeVisible()
  await reviewer.getByRole('button', { name: '显示证件号码' }).click()
  await expect(reviewer.getByText(IDENTITY['person.idNumber'])).toBeVisible()
  await reviewer.getByRole('link', { name: '查看照片：人像面或资料页' }).press('Enter')
  await expect(reviewer.getByRole('img', { name: '人像面或资料页' })).toBeVisible()
  await expect(reviewer.getByText('您已查看')).toHaveCount(1)
  await expect(reviewer.getByText('尚未查看：另一面')).toBeVisible()
  await expect(reviewer.getByRole('button', { name: '不通过', exact: true })).toBeVisible()
  await expect(reviewer.getByRole('button', { name: '通过', exact: true })).toHaveCount(0)
  await reviewer.getByRole('link', { name: '查看照片：另一面' }).click()
  await expect(reviewer.getByText('您已查看')).toHaveCount(2)
  expect(await flawsForAxe(reviewer)).toEqual([])
  await reviewer.getByRole('button', { name: '通过', exact: true }).click()
  await reviewer.getByRole('dialog').getByRole('button', { name: '通过' }).click()
  await expect(reviewer).toHaveURL(/\/access-cases$/)

  await page.reload()
  await expect(page.getByText('核对通过')).toBeVisible()
  await age(phone, HOUR / SECOND)
  await giveCode(page, words, phone)
  await expect(page.getByRole('heading', { name: words.inside })).toBeVisible()
  expect((await database().user.findUniqueOrThrow({ where: { id } })).phoneProvedAt).not.toBeNull()
})

test('a code works in the browser that requested it; one that sends no cookies is shown why, and voids nothing', async ({
  page,
  context,
}) => {
  const phone = personal(aPhone())
  const words = WORDS['zh-CN']
  await page.goto('/register')
  await page.getByLabel(words.number).fill(phone.slice(3))
  await page.getByRole('button', { name: words.send }).click()
  const field = page.getByLabel(words.code, { exact: true })
  await expect(field).toBeFocused()
  const code = await codeFor(page, phone)
  const held = await context.cookies()
  expect(held.find(({ name }) => name === 'zhunxin.codes')).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
  await context.clearCookies()
  await field.fill(code)
  await expect(page.getByText('请在浏览器设置中允许 Cookie').first()).toBeVisible()
  expect(await flawsForAxe(page)).toEqual([])
  await context.addCookies(held)
  await field.fill(code)
  await expect(page.getByRole('heading', { name: words.last })).toBeVisible()
})
