import type { Page } from '@playwright/test'
import { createQualification } from '@/lib/qualifications/draft/create-qualification'
import { age } from '@/tests/factories/codes'
import { aMemberOf, anEmail, aPhone, aRegisteredApplicant } from '@/tests/factories/people'
import { untilAnswering } from '../support/arrival'
import { codeFor } from '../support/outbox'
import { giveCode } from '../support/own-code'
import { personal } from '../support/records'
import { virtualAuthenticator } from '../support/second-factor'
import { expect, flawsForAxe, test } from '../support/test'

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

const masked = (phone: string) => `${phone.slice(3, 6)}****${phone.slice(-4)}`

/** Returns an account of two members, with an open application. */
async function anAccountOfTwo() {
  const founder = await aRegisteredApplicant()
  const member = await aMemberOf(founder.accountId)
  const { id, reference } = await createQualification(founder.actor, { kind: 'INDIVIDUAL' })
  return { founder, member, id, reference }
}

/** Lets the time pass that a number waits for its next code. */
const anotherCodeMayBeSent = (phone: string) => age(phone, 120)

async function confirmIn(page: Page, label: string) {
  await page.getByRole('dialog').getByRole('button', { name: label }).click()
}

test('a colleague is invited by phone, registers, accepts, and sees what the account has', async ({ another }) => {
  const founder = await aRegisteredApplicant()
  const { reference } = await createQualification(founder.actor, { kind: 'INDIVIDUAL' })
  const phone = personal(aPhone())
  const page = await another(founder.actor, PHONE)
  await page.goto('/account')
  await page.getByLabel('对方的手机号码').fill('138')
  await page.getByRole('button', { name: '发送邀请' }).click()
  await expect(page.getByText('请填写 11 位的中国大陆手机号码')).toBeVisible()
  await page.getByLabel('对方的手机号码').fill(phone.slice(3))
  await page.getByRole('button', { name: '发送邀请' }).click()
  await giveCode(page, founder.phone, '发送邀请')
  await expect(page.getByText(/^邀请已发出/)).toBeVisible()
  await expect(page.getByLabel('对方的手机号码')).toHaveValue('')
  await expect(page.getByRole('listitem').filter({ hasText: masked(phone) })).toContainText('已邀请，尚未回应')

  const colleague = await another(undefined, PHONE)
  await colleague.goto('/register')
  await colleague.getByLabel('手机号码').fill(phone.slice(3))
  await colleague.getByRole('button', { name: '获取验证码' }).click()
  await expect(colleague.getByRole('heading', { name: '输入验证码' })).toBeVisible()
  await colleague.getByLabel('验证码').fill(await codeFor(colleague, phone))
  await expect(colleague.getByRole('heading', { name: '最后一步' })).toBeVisible()
  for (const box of await colleague.getByRole('checkbox').all()) await box.check()
  await colleague.getByRole('button', { name: '同意并完成注册' }).click()
  await expect(colleague.getByText('有人邀请您加入账户')).toBeVisible()
  await colleague.getByRole('link', { name: '查看邀请' }).click()
  await colleague.getByRole('button', { name: `接受 ${masked(founder.phone)} 的邀请` }).click()
  await anotherCodeMayBeSent(phone)
  await confirmIn(colleague, '确认加入')
  await giveCode(colleague, phone, '确认加入')
  await expect(colleague.getByText('您已加入账户。')).toBeVisible()
  await expect(colleague.getByRole('heading', { name: `账户（${masked(founder.phone)} 建立）的成员` })).toBeVisible()
  await colleague.getByRole('link', { name: '我的资质' }).click()
  await expect(colleague.getByText(reference)).toBeVisible()
})

test('an invitation is confirmed by a code of its own: nothing typed is lost, and a copy of the session ends', async ({
  another,
}) => {
  const founder = await aRegisteredApplicant({ phone: personal(aPhone()) })
  const [phone, second] = [personal(aPhone()), personal(aPhone())]
  const [page, copied] = [await another(founder.actor, PHONE), await another(founder.actor)]
  await page.goto('/account')
  await page.getByLabel('对方的手机号码').fill(phone.slice(3))
  await page.getByText('同时邀请更多人').click()
  await page.getByLabel('第二位的手机号码').fill(second.slice(3))
  await page.getByRole('button', { name: '发送邀请' }).click()
  const field = page.getByLabel('验证码')
  await expect(field).toBeFocused()
  await expect(page.getByText(`验证码已发送到 ${masked(founder.phone)}。`)).toBeVisible()
  await expect(page.getByLabel('对方的手机号码')).toHaveValue(phone.slice(3))
  expect(await flawsForAxe(page)).toEqual([])
  const code = await codeFor(page, founder.phone)

  await copied.goto('/account')
  await expect(copied.getByLabel('对方的手机号码')).toBeVisible()
  await field.fill('12')
  await page.keyboard.press('Enter')
  await expect(page.getByText('请填写短信中的 6 位数字').first()).toBeVisible()
  await field.fill(code)
  await page.keyboard.press('Enter')
  await expect(page.getByText(/^2 份邀请已发出/)).toBeVisible()
  for (const one of [phone, second]) {
    await expect(page.getByRole('listitem').filter({ hasText: masked(one) })).toContainText('已邀请，尚未回应')
  }
  await copied.goto('/account')
  await expect(copied).toHaveURL(/\/sign-in/) // the copy stopped working with its token
})

test('a passkey confirms an act where no code can be sent', async ({ another }) => {
  const founder = await aRegisteredApplicant({ phone: personal(aPhone()) })
  const page = await another(founder.actor, PHONE)
  const authenticator = await virtualAuthenticator(page.context(), page)
  await page.goto('/account/sign-in')
  await page.getByRole('button', { name: /^发送通行密钥验证码到/ }).click()
  await expect(page.getByText(/^验证码已发送到/)).toBeVisible()
  await page.getByLabel('用于通行密钥的验证码').fill(await codeFor(page, founder.phone))
  await page.getByRole('button', { name: '创建通行密钥' }).click()
  await expect(page.getByText('通行密钥已添加，可以用它登录。')).toBeVisible()
  expect(await authenticator.count()).toBe(1)

  const phone = personal(aPhone())
  await page.goto('/account')
  await page.getByLabel('对方的手机号码').fill(phone.slice(3))
  await page.getByRole('button', { name: '发送邀请' }).click()
  await page.getByRole('button', { name: /^发送验证码到/ }).click()
  await expect(page.getByText(/^尝试次数过多/)).toBeVisible() // the last code was sent a moment ago
  expect(await flawsForAxe(page)).toEqual([])
  await page.getByRole('button', { name: '使用通行密钥' }).click()
  await expect(page.getByText(/^邀请已发出/)).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: masked(phone) })).toContainText('已邀请，尚未回应')
})

test('when two members change the same answer the later one is warned, and nothing is lost', async ({ another }) => {
  const { founder, member, id } = await anAccountOfTwo()
  const [one, other] = [await another(founder.actor, PHONE), await another(member.actor)]
  for (const page of [one, other]) await page.goto(`/qualifications/${id}/identity`)
  await one.getByLabel('姓名').fill(personal('慕容白'))
  await expect(one.getByText('已保存')).toBeVisible()

  await other.getByLabel('姓名').fill(personal('慕容柏'))
  await expect(other.getByText('这一页在别处改过')).toBeVisible()
  await expect(other.getByLabel('姓名')).toHaveValue('慕容柏')
  await other.getByRole('link', { name: '放弃我的修改，查看最新内容' }).click()
  await expect(other.getByLabel('姓名')).toHaveValue('慕容白')
  await untilAnswering(other)
  await other.getByLabel('证件有效期开始').fill('2021-03-01')
  await expect(other.getByText('已保存')).toBeVisible()
  await one.reload()
  await expect(one.getByLabel('姓名')).toHaveValue('慕容白')
  await expect(one.getByLabel('证件有效期开始')).toHaveValue('2021-03-01')
})

test('a member who leaves sees nothing more of it, and when two leave at once one stays', async ({ another }) => {
  const { founder, member, id, reference } = await anAccountOfTwo()
  const pages = [await another(founder.actor), await another(member.actor, PHONE)]
  for (const page of pages) {
    await page.goto('/account')
    await page.getByRole('button', { name: `离开账户（${masked(founder.phone)} 建立）` }).click()
  }
  for (const [at, { phone }] of [founder, member].entries()) {
    const page = pages[at] as Page
    await confirmIn(page, '确认离开')
    await expect(page.getByText(/验证码已发送到/)).toBeVisible()
    await page.getByLabel('验证码').fill(await codeFor(page, phone))
  }
  await Promise.all(pages.map((page) => page.getByRole('button', { name: '确认离开', exact: true }).click()))
  const left = await Promise.all(
    pages.map(async (page) => {
      const gone = page.getByText('您已离开账户。')
      await expect(gone.or(page.getByText('您是这个账户的最后一位成员，不能离开'))).toBeVisible()
      return gone.isVisible()
    }),
  )
  expect(left.filter(Boolean)).toHaveLength(1)
  for (const [at, page] of pages.entries()) {
    await page.goto('/qualifications')
    await expect(page.getByText(reference)).toBeVisible({ visible: !left[at] })
    const answer = await page.goto(`/qualifications/${id}`)
    expect(answer?.status()).toBe(left[at] ? 404 : 200)
  }
})

test('members are removed by one code, and an invitation revoked, without scripts', async ({ another }) => {
  const { founder, member, id } = await anAccountOfTwo()
  const third = await aMemberOf(founder.accountId)
  const page = await another(founder.actor, { javaScriptEnabled: false })
  const phone = personal(aPhone())
  await page.goto('/account')
  await page.getByLabel('对方的手机号码').fill(phone.slice(3))
  await page.getByRole('button', { name: '发送邀请' }).click()
  await expect(page.getByLabel('对方的手机号码')).toHaveValue(phone.slice(3))
  await giveCode(page, founder.phone, '发送邀请')
  await expect(page.getByText(/^邀请已发出/)).toBeVisible()
  await page.getByRole('button', { name: `撤销给 ${masked(phone)} 的邀请` }).click()
  await confirmIn(page, '确认撤销')
  await expect(page.getByText('邀请已撤销。')).toBeVisible()
  await page.getByRole('button', { name: `移除 ${masked(member.phone)}` }).click()
  await confirmIn(page, '取消')
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.getByRole('button', { name: `移除 ${masked(member.phone)}` }).click()
  await anotherCodeMayBeSent(founder.phone)
  await confirmIn(page, '确认移除')
  await expect(page.getByRole('checkbox', { name: masked(member.phone) })).toBeChecked()
  await page.getByRole('checkbox', { name: masked(third.phone) }).check()
  await giveCode(page, founder.phone, '确认移除')
  await expect(page.getByText('已移除 2 位成员。')).toBeVisible()

  const removed = await another(member.actor)
  expect((await removed.goto(`/qualifications/${id}`))?.status()).toBe(404)
})

test('notices go to an address once a button on the page of its link was pressed', async ({ another }) => {
  const { actor, phone } = await aRegisteredApplicant({ phone: personal(aPhone()) })
  const page = await another(actor, PHONE)
  const email = personal(anEmail())
  await page.goto('/account')
  await page.getByRole('checkbox', { name: `短信 ${masked(phone)}` }).uncheck()
  await page.getByLabel('通知的语言').selectOption('English')
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('通知方式已保存。')).toBeVisible()
  await page.getByLabel('邮箱地址').fill(email)
  await page.getByRole('button', { name: '发送确认链接' }).click()
  await giveCode(page, phone, '发送确认链接')
  await expect(page.getByText('等待确认')).toBeVisible()

  const reader = await another(undefined, { javaScriptEnabled: false })
  await reader.goto('/dev/outbox')
  const mail = await reader.getByRole('row', { name: email }).first().textContent()
  const [link = ''] = /http:\S+\/notices\/confirm\/[\w-]+/.exec(mail ?? '') ?? []
  await reader.goto(link)
  await page.reload()
  await expect(page.getByText('等待确认')).toBeVisible()
  await reader.getByRole('button', { name: '确认邮箱' }).click()
  await expect(reader.getByText('邮箱已确认，以后的通知会发到这里。')).toBeVisible()
  await reader.goto(link)
  await reader.getByRole('button', { name: '确认邮箱' }).click()
  await expect(reader.getByText('此链接无效、已被使用或已过期')).toBeVisible()

  await page.reload()
  await expect(page.getByText('已确认', { exact: true })).toBeVisible()
  await expect(page.getByRole('checkbox', { name: `短信 ${masked(phone)}` })).not.toBeChecked()
  await page.getByRole('button', { name: '移除邮箱' }).click()
  await confirmIn(page, '确认移除')
  await expect(page.getByText('通知邮箱已移除。')).toBeVisible()
})
