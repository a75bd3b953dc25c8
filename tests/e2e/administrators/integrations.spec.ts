import { aColleague } from '@/tests/factories/people'
import { anApprovedSender } from '@/tests/factories/senders'
import { personal } from '../support/records'
import { expect, test } from '../support/test'

test.use({ viewport: { width: 1440, height: 900 } })

test('a key is made by keyboard and shown once, opens the gate, and is revoked', async ({ page, signIn, request }) => {
  const { check } = await anApprovedSender()
  await signIn((await aColleague({ roles: ['ADMIN'] })).actor)
  await page.goto('/')
  await page.getByRole('navigation').getByRole('link', { name: '系统集成' }).click()
  const name = `网关${Date.now()}`
  await page.getByLabel('名称').focus()
  await page.keyboard.type(name)
  await page.keyboard.press('Enter')
  await expect(page.getByText(`密钥已创建：${name}`)).toBeVisible()
  const secret = personal(await page.getByLabel('密钥', { exact: true }).inputValue())
  expect(secret).toMatch(/^zx_live_[\w-]{43}$/)
  const row = page.getByRole('row', { name })
  await expect(row).toContainText('有效')
  await expect(row).toContainText('尚未使用')

  const ask = () =>
    request.get('/api/v1/senders/check', { params: check, headers: { authorization: `Bearer ${secret}` } })
  const answer = await ask()
  expect([answer.status(), await answer.json()]).toEqual([200, expect.objectContaining({ allowed: true })])
  await page.reload()
  await expect(row).toBeVisible()
  expect(await page.content()).not.toContain(secret)

  await row.getByRole('button', { name: `撤销密钥：${name}` }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('也就不能再发送短信')
  await dialog.getByRole('button', { name: '撤销密钥' }).click()
  await expect(page.getByText('密钥已撤销。')).toBeVisible()
  await expect(row).toContainText('已撤销')
  expect((await ask()).status()).toBe(401)
})

test('what is wrong is said at its field, and what was typed stays', async ({ page, signIn }) => {
  await signIn((await aColleague({ roles: ['ADMIN'] })).actor)
  await page.goto('/integrations')
  await page.getByRole('button', { name: '创建密钥' }).click()
  await expect(page.getByText('请填写名称')).toBeVisible()
  await page.getByLabel('名称').fill(personal('短信网关'))
  await page.getByLabel('仅限这个账户').fill(crypto.randomUUID())
  await page.getByLabel('仅限这些来源地址').fill('10.0.0.0/8 到处')
  await page.getByRole('button', { name: '创建密钥' }).click()
  await expect(page.getByText('请填写地址或网段')).toBeVisible()
  await page.getByLabel('仅限这些来源地址').fill('10.0.0.0/8')
  await page.getByRole('button', { name: '创建密钥' }).click()
  await expect(page.getByText('没有这个编号的账户')).toBeVisible()
  await expect(page.getByLabel('名称')).toHaveValue('短信网关')
  await expect(page.getByLabel('仅限这些来源地址')).toHaveValue('10.0.0.0/8')
})

test('a test key says that it is one', async ({ page, signIn }) => {
  await signIn((await aColleague({ roles: ['ADMIN'] })).actor)
  await page.goto('/integrations')
  const name = `试用${Date.now()}`
  await page.getByLabel('名称').fill(name)
  await page.getByRole('radio', { name: '测试账户' }).check()
  await page.getByRole('button', { name: '创建密钥' }).click()
  await expect(page.getByText(`密钥已创建：${name}`)).toBeVisible()
  expect(personal(await page.getByLabel('密钥', { exact: true }).inputValue())).toMatch(/^zx_test_[\w-]{43}$/)
  await expect(page.getByRole('row', { name })).toContainText('测试')
})
