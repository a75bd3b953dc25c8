import type { Page } from '@playwright/test'
import { database } from '@/lib/db/client'
import { anIncompleteSession, codeOf, withPasskey, withTotp } from '@/tests/factories/factors'
import { aColleague, PASSWORD } from '@/tests/factories/people'
import { press, type } from '../support/keyboard'
import { personal } from '../support/records'
import { setUpApp, virtualAuthenticator } from '../support/second-factor'
import { expect, flawsForAxe, test } from '../support/test'

test.use({ viewport: { width: 1440, height: 900 } })

async function givePassword(page: Page, email: string, next = '') {
  await page.goto(`/staff/sign-in${next ? `?next=${encodeURIComponent(next)}` : ''}`)
  await page.getByLabel('邮箱').fill(personal(email))
  await page.getByLabel('密码').fill(PASSWORD)
  await page.getByRole('button', { name: '登录', exact: true }).click()
}

/** Makes the second factor look as if it was given long ago. */
const makeStale = (userId: string) => database().$executeRaw`
  UPDATE sessions SET factors = (
    SELECT jsonb_agg(given || jsonb_build_object('at', clock_timestamp() - interval '16 minutes'))
    FROM jsonb_array_elements(factors) given)
  WHERE user_id = ${userId}::uuid`

test('an app is set up at the first sign-in, required at the next one, and a recovery code replaces it', async ({
  page,
  another,
}) => {
  const { email } = await aColleague()
  await givePassword(page, email, '/mine')
  await expect(page.getByRole('img', { name: '供身份验证器应用扫描的二维码' })).toBeVisible()
  expect(await flawsForAxe(page)).toEqual([])
  await page.goto('/queue') // after the first step only, the session may do nothing
  const { secret, codes } = await setUpApp(page)
  await expect(page.getByRole('heading', { name: '审核队列' })).toBeVisible()

  const next = await another()
  await givePassword(next, email, '/mine')
  await expect(next.getByRole('heading', { name: '还差一步' })).toBeVisible()
  expect(await flawsForAxe(next)).toEqual([])
  await next.getByLabel('身份验证器应用中的验证码').fill('000000')
  await next.getByRole('button', { name: '继续', exact: true }).click()
  await expect(next.getByText('验证未通过')).toBeVisible()
  await next.getByLabel('身份验证器应用中的验证码').fill(await codeOf(secret))
  await next.getByRole('button', { name: '继续', exact: true }).click()
  await expect(next).toHaveURL(/\/mine$/)

  const lost = await another()
  await givePassword(lost, email)
  for (const outcome of ['审核队列', '还差一步']) {
    await lost.getByText('设备丢失？使用恢复码').click()
    await lost.getByLabel('恢复码', { exact: true }).fill(codes[0]?.toLowerCase() ?? '')
    await lost.getByRole('button', { name: '使用恢复码' }).click()
    if (outcome === '还差一步') await expect(lost.getByText('验证未通过')).toBeVisible()
    await expect(lost.getByRole('heading', { name: outcome })).toBeVisible()
    if (outcome === '审核队列') {
      await lost.context().clearCookies()
      await givePassword(lost, email)
    }
  }
})

test('a passkey is set up at the first sign-in, and signs in alone', async ({ page, context }) => {
  const authenticator = await virtualAuthenticator(context, page)
  const { email } = await aColleague()
  await givePassword(page, email)
  await page.getByLabel('名称').fill(personal('办公室笔记本'))
  await page.getByRole('button', { name: '创建通行密钥' }).click()
  await expect(page.getByRole('region', { name: '您的恢复码' }).getByRole('listitem')).toHaveCount(10)
  expect(await authenticator.count()).toBe(1)
  await page.getByRole('link', { name: '继续', exact: true }).click()
  await expect(page.getByRole('heading', { name: '审核队列' })).toBeVisible()

  await context.clearCookies()
  await page.goto('/staff/sign-in?next=/security')
  await authenticator.recognise(false)
  await page.getByRole('button', { name: '使用通行密钥登录' }).click()
  await expect(page.getByText('没有用上通行密钥')).toBeVisible()
  await authenticator.recognise(true)
  await page.getByRole('button', { name: '使用通行密钥登录' }).click()
  await expect(page.getByRole('heading', { name: '登录与安全' })).toBeVisible()
  await expect(page.getByText('办公室笔记本')).toBeVisible()
  await expect(page.getByText(/^最近使用/)).toBeVisible()
  expect(await flawsForAxe(page)).toEqual([])
})

test('a passkey is set up by keyboard alone', async ({ page, context }) => {
  const authenticator = await virtualAuthenticator(context, page)
  const { email } = await aColleague()
  await page.goto('/staff/sign-in')
  await type(page, page.getByLabel('邮箱'), personal(email))
  await type(page, page.getByLabel('密码'), PASSWORD)
  await page.keyboard.press('Enter')
  await type(page, page.getByLabel('名称'), personal('办公室笔记本'))
  await press(page, page.getByRole('button', { name: '创建通行密钥' }))
  await expect(page.getByRole('region', { name: '您的恢复码' }).getByRole('listitem')).toHaveCount(10)
  expect(await authenticator.count()).toBe(1)
  await press(page, page.getByRole('link', { name: '继续', exact: true }))
  await expect(page.getByRole('heading', { name: '审核队列' })).toBeVisible()
})

test('an act that does harm requires a fresh factor in a dialog, and then continues with what was typed', async ({
  page,
  signIn,
}) => {
  const { id } = await aColleague({ roles: ['ADMIN'] })
  const { secret, actor } = await withTotp(await anIncompleteSession(id))
  await signIn(actor)
  await page.goto('/people')
  await page.getByRole('checkbox', { name: /^审计员/ }).check()
  await makeStale(id)
  await page.getByRole('button', { name: '生成邀请链接' }).click()
  const dialog = page.getByRole('dialog', { name: '请确认是您本人' })
  await expect(dialog).toBeVisible()
  expect(await flawsForAxe(page)).toEqual([])
  await dialog.getByLabel('身份验证器应用中的验证码').fill(await codeOf(secret))
  await dialog.getByRole('button', { name: '继续', exact: true }).click()
  await expect(page.getByText('邀请链接已生成：审计员')).toBeVisible()
  await expect(dialog).toBeHidden()
})

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false })

  test('an app is set up, and a page of its own asks for a fresh factor', async ({ page, context }) => {
    const { id, email } = await aColleague({ roles: ['ADMIN'] })
    await givePassword(page, email)
    const { secret } = await setUpApp(page)
    await page.goto('/people')
    await makeStale(id)
    await page.getByRole('checkbox', { name: /^审计员/ }).check()
    await page.getByRole('button', { name: '生成邀请链接' }).click()
    const opened = context.waitForEvent('page')
    await page.getByRole('link', { name: '确认（新窗口）' }).click()
    const confirming = await opened
    await confirming.getByLabel('身份验证器应用中的验证码').fill(await codeOf(secret))
    await confirming.getByRole('button', { name: '继续', exact: true }).click()
    await expect(confirming).toHaveURL(/\/people$/)
    await expect(page.getByRole('checkbox', { name: /^审计员/ })).toBeChecked()
    await page.getByRole('button', { name: '生成邀请链接' }).click()
    await expect(page.getByText('邀请链接已生成：审计员')).toBeVisible()
  })
})

test('a session that someone put into the browser before gains nothing by signing in', async ({ page, context }) => {
  const { id, email } = await aColleague()
  const { secret } = await withTotp(await anIncompleteSession(id))
  const tokens = async () => (await context.cookies()).find(({ name }) => name === 'zhunxin.session')?.value
  await givePassword(page, email)
  await expect(page.getByRole('heading', { name: '还差一步' })).toBeVisible()
  const fixed = await tokens()
  await page.getByLabel('身份验证器应用中的验证码').fill(await codeOf(secret))
  await page.getByRole('button', { name: '继续', exact: true }).click()
  await expect(page.getByRole('heading', { name: '审核队列' })).toBeVisible()
  expect(await tokens()).not.toBe(fixed)
  await context.addCookies([{ name: 'zhunxin.session', value: fixed ?? '', url: page.url() }])
  await page.goto('/queue')
  await expect(page).toHaveURL(/\/staff\/sign-in\?next=/)
})

test('a forgotten password is replaced by mail, once, and the second factor is still required', async ({
  page,
  another,
}) => {
  const { id, email } = await aColleague()
  const { secret } = await withTotp(await anIncompleteSession(id))
  await page.goto('/staff/forgotten')
  expect(await flawsForAxe(page)).toEqual([])
  await page.getByLabel('邮箱').fill(personal(email))
  await page.getByRole('button', { name: '发送链接' }).click()
  await expect(page.getByText('如果有同事用这个邮箱登录，链接已经发出。')).toBeVisible()
  const outbox = await another()
  await outbox.goto('/dev/outbox')
  const text = (await outbox.getByRole('row', { name: email }).first().textContent()) ?? ''
  const link = /http:\S+\/staff\/access\/[\w-]+/.exec(text)?.[0] ?? ''

  await page.goto(link)
  await page.getByLabel('新密码').fill('password1234')
  await page.getByRole('button', { name: '设置密码' }).click()
  await expect(page.getByRole('main').getByRole('alert')).toBeVisible()
  const other = personal('驺虞 Clarinet 九月 umber')
  await page.getByLabel('新密码').fill(other)
  await page.getByRole('button', { name: '设置密码' }).click()
  await expect(page.getByText('新密码已设置')).toBeVisible()
  await page.getByLabel('邮箱').fill(email)
  await page.getByLabel('密码').fill(other)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.getByLabel('身份验证器应用中的验证码').fill(await codeOf(secret))
  await page.getByRole('button', { name: '继续', exact: true }).click()
  await expect(page.getByRole('heading', { name: '审核队列' })).toBeVisible()
  await outbox.goto(link)
  await expect(outbox.getByRole('heading', { name: '这个链接不能使用' })).toBeVisible()
})

test('a person changes their own factors on one page: another factor, new codes, another password', async ({
  page,
  signIn,
}) => {
  const { id } = await aColleague()
  const { actor } = await withPasskey(await anIncompleteSession(id), { name: '旧手机' })
  await signIn(actor)
  await page.goto('/security')
  await expect(page.getByText('这是唯一的一个，不能移除。')).toBeVisible()
  await page.getByRole('link', { name: '添加' }).click()
  await expect(page.getByRole('heading', { name: '添加第二重验证' })).toBeVisible()
  const secret = ((await page.locator('[data-secret]').textContent()) ?? '').replaceAll(' ', '')
  await page.getByLabel('应用显示的验证码').fill(await codeOf(secret))
  await page.getByRole('button', { name: '完成设置' }).click()
  await page.getByRole('link', { name: '继续', exact: true }).click()
  await page.getByRole('button', { name: '移除“旧手机”' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '移除' }).click()
  await expect(page.getByText('旧手机')).toHaveCount(0)

  await page.getByRole('button', { name: '重新生成' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '生成十个新的恢复码' }).click()
  await expect(page.getByRole('region', { name: '您的恢复码' }).getByRole('listitem')).toHaveCount(10)

  await page.getByLabel('当前密码').fill(PASSWORD)
  await page.getByLabel('新密码').fill(personal('驺虞 Clarinet 九月 umber'))
  await page.getByRole('button', { name: '更改密码' }).click()
  await expect(page.getByText('密码已更改，其他会话已经结束。')).toBeVisible()
})
