import { database } from '@/lib/db/client'
import { aPhone, aRegisteredApplicant } from '@/tests/factories/people'
import { press, type } from '../support/keyboard'
import { codeFor } from '../support/outbox'
import { personal } from '../support/records'
import { expect, flawsForAxe, test } from '../support/test'

const PASSWORD = personal('驺虞 Clarinet 九月 umber')

const anApplicant = async () => aRegisteredApplicant({ phone: personal(aPhone()) })

test('a password is set by a code, ends other sessions, and signs in by keyboard alone', async ({
  page,
  signIn,
  another,
}) => {
  const { phone, actor } = await anApplicant()
  await signIn(actor)
  await page.goto('/account/sign-in')
  await page.getByRole('button', { name: /^发送验证码到/ }).click()
  await expect(page.getByText(/^验证码已发送到/)).toBeVisible()
  await page.getByLabel('验证码', { exact: true }).fill(await codeFor(page, phone))
  await page.getByLabel('登录密码', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: '设置密码' }).click()
  await expect(page.getByText('密码已生效，其他设备均已退出登录。')).toBeVisible()
  expect(await flawsForAxe(page)).toEqual([])

  const elsewhere = await another()
  await elsewhere.goto('/sign-in')
  await press(elsewhere, elsewhere.getByRole('link', { name: '用密码登录' }))
  await expect(elsewhere.getByRole('heading', { name: '用密码登录' })).toBeVisible() // both pages ask for the number
  await type(elsewhere, elsewhere.getByLabel('手机号码'), phone.slice(3))
  await type(elsewhere, elsewhere.getByLabel('登录密码'), `${PASSWORD}!`)
  await elsewhere.keyboard.press('Enter')
  await expect(elsewhere.getByRole('main').getByRole('alert')).toBeVisible()
  await type(elsewhere, elsewhere.getByLabel('登录密码'), PASSWORD)
  await elsewhere.keyboard.press('Enter')
  await expect(elsewhere.getByRole('heading', { name: '我的资质' })).toBeVisible()
})

test('a number is changed by codes to both: a wrong one changes nothing, and the new one signs in', async ({
  page,
  signIn,
}) => {
  const { id, phone, actor } = await anApplicant()
  const { phoneIndex: before } = await database().user.findUniqueOrThrow({ where: { id } })
  const next = personal(aPhone())
  await signIn(actor)
  await page.goto('/account/sign-in')
  await page.getByLabel('新的手机号码').fill(next.slice(3))
  await page.getByRole('button', { name: '向两个号码发送验证码' }).click()
  await expect(page.getByText('两个号码都已发送验证码。')).toBeVisible()
  const [ofOld, ofNew] = [await codeFor(page, phone), await codeFor(page, next)]
  const give = async (oldCode: string, newCode: string) => {
    await page.getByLabel('原号码收到的验证码').fill(oldCode)
    await page.getByLabel('新号码收到的验证码').fill(newCode)
    await page.getByRole('button', { name: '更换手机号' }).click()
  }
  await give(ofOld === '000000' ? '000001' : '000000', ofNew)
  await expect(page.getByRole('main').getByRole('alert')).toBeVisible()
  expect(await database().user.findUniqueOrThrow({ where: { id } })).toMatchObject({ phoneIndex: before })
  await give(ofOld, ofNew)
  await expect(page.getByText('手机号已更换，其他设备均已退出登录。')).toBeVisible()
  await expect(page.getByText(/^现在的号码/)).toContainText(next.slice(-4))
  expect(await flawsForAxe(page)).toEqual([])
})
