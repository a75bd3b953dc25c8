import { createQualification } from '@/lib/qualifications/draft/create-qualification'
import { aRegisteredApplicant } from '@/tests/factories/people'
import { OPERATOR } from '@/tests/setup/operator'
import { without } from '../support/missing-table'
import { drawing } from '../support/pictures'
import { personal } from '../support/records'
import { expect, flawsForAxe, portalUrl, test } from '../support/test'

test.use({ ownSystem: true })
test.describe.configure({ mode: 'default' }) // each test removes something that the others need

const UNEXPECTED = /出现了意外错误，我们已记录。如需帮助，请提供编号：\S+/

test('a save that fails is shown with a number, and the typed answer is saved after all', async ({ page, signIn }) => {
  const { actor } = await aRegisteredApplicant()
  const { id } = await createQualification(actor, { kind: 'INDIVIDUAL' })
  await signIn(actor)
  await page.goto(`/qualifications/${id}/identity`)
  await without('declared_fields', async () => {
    await page.getByLabel('姓名').fill(personal('诸葛月'))
    await page.getByLabel('证件号码').fill(personal('510107197908234117'))
    await expect(page.getByRole('main').getByRole('alert')).toContainText(UNEXPECTED)
    await expect(page.getByText('没有保存成功')).toBeVisible()
  })
  await expect(page.getByLabel('姓名')).toHaveValue('诸葛月')
  await page.getByRole('button', { name: '保存，稍后再填' }).click()
  await page.getByRole('link', { name: /^您的身份/ }).click()
  await expect(page.getByLabel('姓名')).toHaveValue('诸葛月')
})

test('a code that cannot be sent is shown with a number', async ({ page }) => {
  await page.goto('/register')
  await without('sign_in_codes', async () => {
    await page.getByLabel('手机号码').fill(personal('13987650123'))
    await page.getByRole('button', { name: '获取验证码' }).click()
    await expect(page.getByRole('main').getByRole('alert')).toContainText(UNEXPECTED)
  })
  await expect(page.getByLabel('手机号码')).toHaveValue('13987650123')
})

test('an upload that fails is answered with a number', async ({ page, signIn, baseURL }) => {
  const { actor } = await aRegisteredApplicant()
  const { id } = await createQualification(actor, { kind: 'INDIVIDUAL' })
  await signIn(actor)
  await without('stored_files', async () => {
    const answer = await page.request.post(`/api/qualifications/${id}/documents/ID_PORTRAIT`, {
      headers: { Origin: baseURL ?? '' },
      multipart: { file: { ...(await drawing('ID_PORTRAIT')), name: personal('诸葛月的身份证.jpg') } },
    })
    expect(answer.status()).toBe(500)
    expect(await answer.json()).toMatchObject({ status: 500, code: 'UNEXPECTED' })
  })
})

test('a page that fails says so with a number and whom to ask, and opens by its button', async ({
  browser,
  signIn,
}) => {
  const { actor } = await aRegisteredApplicant()
  const context = await browser.newContext({ baseURL: portalUrl(), viewport: { width: 390, height: 844 } }) // its console reports the failure
  await signIn(actor, context)
  const page = await context.newPage()
  await without('qualifications', async () => {
    await page.goto('/qualifications')
    await expect(page.getByRole('heading', { name: '系统出了问题' })).toBeVisible()
    await expect(page.getByText(/^问题编号：\S+$/)).toBeVisible()
    await expect(page.getByText(`运营者：${OPERATOR.OPERATOR_NAME}`)).toBeVisible()
    expect(await flawsForAxe(page)).toEqual([])
    await page.getByRole('button', { name: '重试' }).click()
    await expect(page.getByRole('heading', { name: '系统出了问题' })).toBeVisible()
  })
  await page.getByRole('button', { name: '重试' }).click()
  await expect(page.getByRole('heading', { name: '我的资质' })).toBeVisible()
  await context.close()
})
