import { BUILT_IN_RULEBOOK } from '@/lib/rulebook/built-in'
import { aPhone, aRegisteredApplicant } from '@/tests/factories/people'
import { codeFor } from '../support/outbox'
import { personal } from '../support/records'
import { expect, flawsForAxe, test } from '../support/test'

test.use({ viewport: { width: 390, height: 844 } })

const documents = { name: /份材料$/ }

test('three questions lead to one’s own list and its letter, before any sign-up', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByLabel('组织类型')).toBeHidden()
  await page.getByRole('radio', { name: '在中国内地登记的组织' }).check()
  await expect(page.getByLabel('您的证件', { exact: true })).toBeHidden()
  await page.getByLabel('组织类型').selectOption('个体工商户')
  await page.getByLabel('有没有公章').selectOption('没有公章')
  await page.getByLabel('法定代表人的证件').selectOption('护照')
  await page.getByRole('radio', { name: '另一个人' }).check()
  await page.getByLabel('管理员的证件').selectOption('居民身份证')
  await page.getByLabel('为谁发送').selectOption({ index: 1 })
  await page.getByLabel('短信签名用什么名字').selectOption('商标')
  expect(await flawsForAxe(page)).toEqual([])
  await page.getByRole('button', { name: '查看我的清单' }).click()

  await expect(page).toHaveURL(/\/prepare\?/)
  await expect(page.getByText(/个体工商户 · 没有公章 · 护照/)).toBeVisible()
  const list = page.getByRole('region', documents)
  for (const name of ['营业执照', '经营者护照资料页', '管理员身份证国徽面', '签名依据', '授权委托书', '承诺函']) {
    await expect(list.getByRole('heading', { name, exact: true })).toBeVisible()
  }
  await expect(list.getByRole('heading', { name: /经营者.*(背面|国徽面|签注页)/ })).toHaveCount(0)
  expect(await flawsForAxe(page)).toEqual([])

  await page.getByText('经营者手写签字并按手印').locator('..').getByRole('link').click()
  await expect(page.getByRole('heading', { name: '函件样本' })).toBeVisible()
  await expect(page.getByRole('article')).toContainText('手印')
  await expect(page.getByRole('main')).toContainText('样本 SPECIMEN')
})

test('what was answered for the list is not asked again by the application', async ({ page, signIn }) => {
  await page.goto(
    '/prepare?who=ORGANISATION&type=FOUNDATION&rep=PASSPORT&admin=SAME&use=OWN_USE&source=TRADEMARK&purpose=MARKETING',
  )
  await page.getByRole('link', { name: '开始申请' }).click()
  await expect(page).toHaveURL(/\/register\?next=/)
  const next = new URL(page.url()).searchParams.get('next') ?? ''
  await signIn((await aRegisteredApplicant()).actor)
  await page.goto(next)
  await expect(page.getByRole('radio', { name: /^组织/ })).toBeChecked()
  await expect(page.getByText(/基金会 · 护照/)).toBeVisible()
  await expect(page.getByLabel('组织类型', { exact: true })).toHaveValue('FOUNDATION')
  await expect(page.getByLabel('法定代表人证件类型')).toHaveValue('PASSPORT')
  await expect(page.getByRole('radio', { name: '法定代表人（经营者、负责人）本人' })).toBeChecked()
  expect(await flawsForAxe(page)).toEqual([])
  await page.getByRole('button', { name: '开始申请' }).click()
  await expect(page.getByRole('heading', { name: '证件和材料', level: 1 })).toBeVisible()
  await page.goto(page.url().replace('documents', 'who'))
  await expect(page.getByLabel('组织类型', { exact: true })).toHaveValue('FOUNDATION')
  await expect(page.getByRole('radio', { name: '基金会法人登记证书' })).toHaveCount(0)
  await expect(page.getByRole('main')).toContainText('基金会法人登记证书')
  await expect(page.getByLabel('法定代表人证件类型')).toHaveValue('PASSPORT')
  await page.goto(page.url().replace('who', 'signatures'))
  await expect(page.getByLabel('签名来源')).toHaveValue('TRADEMARK')
  await page.goto(page.url().replace('signatures', 'use'))
  await expect(page.getByRole('checkbox', { name: '营销' })).toBeChecked()
})

/** Holds the words of a start and of the registration after it, in both languages. */
const STARTING = [
  {
    locale: 'zh-CN',
    who: '在中国内地登记的组织',
    type: '组织类型',
    rep: '法定代表人的证件',
    passport: '护照',
    start: '开始申请',
    phone: '手机号码',
    send: '获取验证码',
    code: '验证码',
    next: '继续',
    consent: /^我已阅读并同意/,
    agree: '同意并完成注册',
    carriedOver: /基金会 · 护照/,
  },
  {
    locale: 'en',
    who: 'An organisation registered in mainland China',
    type: 'Type of organisation',
    rep: 'ID of the legal representative',
    passport: 'Passport',
    start: 'Start application',
    phone: 'Mobile number',
    send: 'Send code',
    code: 'Code',
    next: 'Continue',
    consent: /^I have read and agree/,
    agree: 'Agree and finish',
    carriedOver: /Foundation · Passport/,
  },
]

for (const { locale, ...words } of STARTING) {
  test(`what was answered on the landing page comes along from its own start, through registration (${locale})`, async ({
    another,
  }) => {
    const page = await another(undefined, { locale, viewport: { width: 390, height: 844 } })
    await page.goto('/')
    const start = page.getByRole('button', { name: words.start, exact: true })
    await expect(page.getByRole('link', { name: words.start })).toHaveAttribute(
      'href',
      '/register?next=%2Fqualifications%2Fnew',
    )
    await expect(start).toBeHidden() // there is nothing to carry over yet
    await page.getByRole('radio', { name: words.who }).check()
    await page.getByLabel(words.type, { exact: true }).selectOption('FOUNDATION')
    await page.getByLabel(words.rep).selectOption(words.passport)
    await expect(page.getByRole('link', { name: words.start })).toBeHidden()
    expect(await flawsForAxe(page)).toEqual([])
    await start.click()

    await expect(page).toHaveURL(/\/register\?next=/)
    const phone = personal(aPhone().slice(3))
    await page.getByLabel(words.phone).fill(phone)
    await page.getByRole('button', { name: words.send }).click()
    await page.getByLabel(words.code, { exact: true }).fill(await codeFor(page, phone))
    const consents = page.getByRole('checkbox', { name: words.consent })
    await expect(consents).toHaveCount(4)
    for (const consent of await consents.all()) await consent.check()
    await page.getByRole('button', { name: words.agree }).click()

    await expect(page).toHaveURL(/\/qualifications\/new\?.*type=FOUNDATION/)
    await expect(page.getByText(words.carriedOver)).toBeVisible()
    await expect(page.getByLabel(words.type, { exact: true })).toHaveValue('FOUNDATION')
  })
}

test('the button below the questions starts with all of them, and shows who can’t apply why', async ({ page }) => {
  await page.goto('/')
  const start = page.getByRole('button', { name: '按这些回答开始申请' })
  await start.click()
  await expect(page).toHaveURL(/\/register\?next=.*who%3DINDIVIDUAL/)
  await page.goto('/')
  await page.getByRole('radio', { name: '在中国内地以外登记的组织' }).check()
  await expect(start).toBeHidden()
  await page.getByRole('button', { name: '开始申请', exact: true }).click()
  await expect(page.getByText('在中国内地以外登记的组织不能申请')).toBeVisible()
})

test('language, theme and sign-in decide what one sees of a page that all visitors share', async ({ page, signIn }) => {
  await page.goto('/')
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByRole('button', { name: 'Switch to dark' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await signIn((await aRegisteredApplicant()).actor)
  await page.goto('/prepare?who=INDIVIDUAL&id=PASSPORT&purpose=NOTIFICATION')
  await expect(page.locator('a[href^="/qualifications/new?"]')).toBeVisible()
  await page.goto('/')
  await expect(page).toHaveURL(/\/qualifications/)
})

test('a person who can’t apply reads so in one sentence, and the alternative', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('radio', { name: '在中国内地以外登记的组织' }).check()
  await expect(page.getByLabel('发送哪类短信')).toBeHidden()
  await page.getByRole('button', { name: '查看我的清单' }).click()
  await expect(page.getByText('在中国内地以外登记的组织不能申请')).toBeVisible()
  await expect(page.getByRole('region', documents)).toHaveCount(0)
  const age = BUILT_IN_RULEBOOK.terms.adultAge
  await page.getByRole('radio', { name: `个人，未满 ${age} 周岁` }).check()
  await page.getByRole('button', { name: '查看我的清单' }).click()
  await expect(page.getByText(`未满 ${age} 周岁不能申请`)).toBeVisible()
})

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false })

  test('the questions are shown and can be answered, too', async ({ page }) => {
    await page.goto('/')
    await page.getByLabel('您的证件', { exact: true }).selectOption('护照')
    await page.getByRole('button', { name: '查看我的清单' }).click()
    const list = page.getByRole('region', documents)
    await expect(list.getByRole('heading', { name: '护照资料页', exact: true })).toBeVisible()
    await page.getByRole('link', { name: '开始申请' }).click()
    await expect(page).toHaveURL(/\/register\?next=/)
  })

  test('an answer on the landing page comes along from its start, too', async ({ page }) => {
    await page.goto('/')
    await page.getByLabel('您的证件', { exact: true }).selectOption('护照')
    await page.getByRole('button', { name: '开始申请', exact: true }).click()
    await expect(page).toHaveURL(/\/register\?next=.*id%3DPASSPORT/)
  })
})
