import { createQualification } from '@/lib/qualifications/create-qualification'
import { endedAgo } from '@/tests/factories/endings'
import { aHandedIn } from '@/tests/factories/journey'
import { aColleague, aPhone, aRegisteredApplicant } from '@/tests/factories/people'
import { type Picture, photograph, tinyPicture } from './support/pictures'
import { personal } from './support/records'
import { expect, test } from './support/test'

test.use({ javaScriptEnabled: false })

test('signing in begins without scripts', async ({ page }) => {
  await page.goto('/sign-in')
  await page.getByLabel('手机号码').fill(personal(aPhone().slice(3)))
  await page.getByRole('button', { name: '获取验证码' }).click()
  await expect(page.getByRole('heading', { name: '输入验证码' })).toBeVisible()
  await page.getByLabel('验证码').fill('000000')
  await page.getByRole('button', { name: '继续' }).click()
  await expect(page.getByRole('main').getByRole('alert')).toContainText('验证码不正确')
})

test('an application is filled in and kept without scripts', async ({ page, signIn }) => {
  const { actor } = await aRegisteredApplicant()
  const { id } = await createQualification(actor, { kind: 'INDIVIDUAL' })
  await signIn(actor)
  await page.goto(`/qualifications/${id}/identity`)
  await page.getByLabel('姓名').fill(personal('慕容白'))
  await page.getByLabel('证件号码').fill('123')
  await page.getByRole('button', { name: '保存并继续' }).click()
  await expect(page.getByRole('main').getByRole('alert')).toBeVisible()
  await expect(page.getByLabel('姓名')).toHaveValue('慕容白')
  await page.getByRole('button', { name: '保存，稍后再填' }).click()
  await expect(page.getByRole('heading', { name: '您的申请' })).toBeVisible()

  await page.goto(`/qualifications/${id}/signatures`)
  await page.getByRole('textbox', { name: '签名文字' }).fill(personal('慕容书店'))
  await page.getByRole('button', { name: '再加一个签名' }).click()
  await expect(page.getByRole('textbox', { name: '签名文字' })).toHaveCount(2)
  await expect(page.getByRole('textbox', { name: '签名文字' }).first()).toHaveValue('慕容书店')
})

test('a document is sent whole by a form, and a refusal said, without scripts', async ({ page, signIn }) => {
  const { actor } = await aRegisteredApplicant()
  const { id } = await createQualification(actor, { kind: 'INDIVIDUAL' })
  await signIn(actor)
  await page.goto(`/qualifications/${id}/documents`)
  const send = async (picture: Picture) => {
    await page.locator('#ID_PORTRAIT').locator('input[name=file]').setInputFiles(picture)
    await page.locator('#ID_PORTRAIT').getByRole('button', { name: '上传', exact: true }).click()
  }
  await send(await tinyPicture())
  await expect(page.locator('#ID_PORTRAIT').getByText(/短边/).last()).toBeVisible()
  await expect(page).toHaveURL(/documents\?.*refused=FILE_LOW_RESOLUTION.*#ID_PORTRAIT$/)
  await send(await photograph('ID_PORTRAIT'))
  await expect(page.getByRole('img', { name: /^查看大图: 证件人像面/ })).toBeVisible()
  await expect(page).toHaveURL(/documents#ID_PORTRAIT$/)
})

test('a lead marks an application urgent, and no longer, without scripts', async ({ page, signIn }) => {
  const { id, reference } = await aHandedIn()
  await signIn((await aColleague({ roles: ['LEAD'] })).actor)
  const row = page.getByRole('row', { name: reference })
  await page.goto(`/queue?reference=${reference}`)
  await row.getByRole('button', { name: `加急：${reference}` }).click()
  await expect(row.getByText('加急', { exact: true })).toBeVisible()
  await endedAgo(id, 'WITHDRAWN', 0)
  await row.getByRole('button', { name: `取消加急：${reference}` }).click()
  await expect(row.getByRole('alert')).toBeVisible()
})

test('an organisation is asked what its answers bring up, without scripts', async ({ page, signIn }) => {
  const { actor } = await aRegisteredApplicant()
  await signIn(actor)
  await page.goto('/qualifications/new')
  await page.getByRole('radio', { name: /国外登记/ }).check()
  await page.getByRole('button', { name: '开始申请' }).click()
  await expect(page.getByText('在中国内地以外登记的组织，暂不能申请')).toBeVisible()
  await page.getByRole('radio', { name: /^组织/ }).check()
  await page.getByRole('button', { name: '开始申请' }).click()
  await page.getByRole('link', { name: '继续：组织信息' }).click()

  await page.getByLabel('组织类型').selectOption('基金会')
  await page.getByRole('button', { name: '保存并继续' }).click()
  await expect(page.getByLabel('基金会名称')).toBeVisible()
  await page.getByRole('radio', { name: '基金会法人登记证书' }).check()
  await page.getByRole('button', { name: '保存并继续' }).click()
  await expect(page.getByLabel('统一社会信用代码')).toBeVisible()
  await expect(page.getByLabel('组织机构代码')).toBeHidden()

  await page.goto(page.url().replace('/organisation', '/administrator'))
  await expect(page.getByLabel('管理员姓名')).toBeHidden()
  await page.getByRole('radio', { name: '是另一个人' }).check()
  await page.getByRole('button', { name: '保存并继续' }).click()
  await expect(page.getByLabel('管理员姓名')).toBeVisible()
})
