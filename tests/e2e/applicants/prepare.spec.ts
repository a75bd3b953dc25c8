import { BUILT_IN_RULEBOOK } from '@/lib/rulebook/built-in'
import { aRegisteredApplicant } from '@/tests/factories/people'
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
})
