import type { Page } from '@playwright/test'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { anIncompleteSession, codeOf, withTotp } from '@/tests/factories/factors'
import { aSubmitted } from '@/tests/factories/journey'
import { aColleague, aPhone, aRegisteredApplicant, PASSWORD } from '@/tests/factories/people'
import { press, tabTo, type } from '../support/keyboard'
import { codeFor } from '../support/outbox'
import { photograph } from '../support/pictures'
import { personal } from '../support/records'
import { expect, test } from '../support/test'
import { pictureIsThere, searchByKey } from '../support/workbench'

test.use({ viewport: { width: 1440, height: 900 } })

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
const link = (page: Page, name: string | RegExp) => page.getByRole('link', { name })

test('registering by keyboard alone', async ({ page }) => {
  const phone = aPhone()
  await page.goto('/register')
  await page.keyboard.press('Tab')
  await expect(link(page, '跳到正文')).toBeFocused()
  await type(page, page.getByLabel('手机号码'), personal(phone.slice(3)))
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('验证码')).toBeFocused()
  await page.keyboard.insertText(await codeFor(page, phone))
  await expect(page.getByRole('heading', { name: '最后一步：阅读并同意' })).toBeVisible()
  for (const consent of await page.getByRole('checkbox').all()) await press(page, consent, 'Space')
  await press(page, button(page, '同意并完成注册'))
  await expect(page.getByRole('heading', { name: '我的资质' })).toBeVisible()
})

test('an application by keyboard alone', async ({ page, signIn }) => {
  await signIn((await aRegisteredApplicant()).actor)
  await page.goto('/qualifications')
  await press(page, link(page, '新的申请'))
  await press(page, page.getByRole('radio', { name: /^个人/ }), 'Space')
  await tabTo(page, page.getByLabel('证件类型'))
  await page.keyboard.press('ArrowDown')
  await expect(page.getByLabel('证件类型')).toHaveValue('HK_MACAO_PERMIT')
  await page.keyboard.press('ArrowUp')
  await expect(page.getByLabel('证件类型')).toHaveValue('RESIDENT_ID')
  await press(page, button(page, '开始申请'))

  await expect(page.getByRole('heading', { name: '证件和材料' })).toBeVisible()
  await upload(page, 'ID_PORTRAIT', '身份证人像面')
  await upload(page, 'ID_EMBLEM', '身份证国徽面')
  await upload(page, 'ID_IN_HAND', '手持证件正面照')
  await press(page, link(page, '继续'))

  await type(page, page.getByLabel('姓名'), personal('上官云'))
  await type(page, page.getByLabel('证件号码'), personal('310115198802143660'))
  await typeDate(page, '证件有效期开始', '2021-03-01')
  await press(page, page.getByRole('checkbox', { name: '长期' }), 'Space')
  await press(page, button(page, '保存并继续'))

  await press(page, page.getByRole('checkbox', { name: /^通知/ }), 'Space')
  await type(page, page.getByLabel('发给谁'), personal('在云记面馆订座的客人'))
  await press(page, page.getByRole('radio', { name: '1,000 条以内' }), 'Space')
  await press(page, button(page, '保存并继续'))

  await type(page, page.getByRole('textbox', { name: '签名文字' }), personal('云记面馆'))
  await type(page, page.getByRole('textbox', { name: '样例' }), personal('您订的六点半两位已留好座。'))
  await press(page, button(page, '保存并继续'))

  await upload(page, 'COMMITMENT_LETTER', '承诺函')
  await press(page, link(page, '继续'))
  await press(page, page.getByRole('button', { name: '提交', exact: true }))
  await expect(page.getByRole('heading', { name: '已提交，等待审核' })).toBeVisible()
})

test('a review by keyboard alone', async ({ page }) => {
  const { reference } = await aSubmitted()
  await signInByKeys(page, await aColleague({ roles: ['REVIEWER'] }))
  await expect(page.getByRole('heading', { name: '审核队列' })).toBeVisible()
  await searchByKey(page, reference)
  await press(page, link(page, reference))
  await press(page, button(page, '领取这份申请'))
  await expect(page.getByRole('heading', { name: `审核 ${reference}` })).toBeVisible()

  await pictureIsThere(page)
  await page.keyboard.press('?')
  const keys = page.getByRole('dialog', { name: '快捷键' })
  await expect(keys.getByRole('link', { name: '各审核项如何判断、各角色的权限' })).toHaveAttribute('href', '/help')
  await page.keyboard.press('Escape')
  const picture = page.getByRole('application', { name: /的图片$/ })
  await tabTo(page, picture)
  for (const key of ['+', 'ArrowRight', 't', '0']) await page.keyboard.press(key)
  await page.getByRole('main').focus()

  await page.keyboard.press('r')
  await expect(page.getByRole('searchbox', { name: '查找原因' })).toBeFocused()
  await page.keyboard.press('1')
  await expect(page.getByRole('checkbox').first()).toBeChecked()
  await page.keyboard.press('Escape')
  await page.keyboard.press('u')
  await page.keyboard.press('u')
  await expect(page.getByText(/^已判断 0 \//)).toBeVisible()
  const parts = page.getByRole('navigation', { name: '审核项' }).getByRole('button')
  const count = await parts.count()
  for (let done = 1; done <= count; done += 1) {
    await pictureIsThere(page)
    await page.keyboard.press('a')
    await expect(page.getByText(`已判断 ${done} / ${count}`)).toBeVisible()
  }
  await page.keyboard.press('k')
  await expect(parts.nth(count - 2)).toHaveAttribute('aria-current', 'step')
  await page.keyboard.press('Control+Enter')
  await press(page, button(page, '确认提交'))
  await expect(page.getByText('审核结论已作出，内容不再显示。')).toBeVisible()
})

test('the keys of the workbench work wherever the focus is, except where text is typed', async ({ page, signIn }) => {
  const { id } = await aSubmitted()
  const reviewer = await aColleague({ roles: ['REVIEWER'] })
  await claimQualification(reviewer.actor, { qualificationId: id })
  await signIn(reviewer.actor)
  await page.goto(`/queue/${id}`)
  await pictureIsThere(page)
  const parts = page.getByRole('navigation', { name: '审核项' }).getByRole('button')
  const filter = page.getByRole('searchbox', { name: '查找原因' })
  const help = page.getByRole('dialog', { name: '快捷键' })
  const isAt = (index: number) => expect(parts.nth(index)).toHaveAttribute('aria-current', 'step')
  const refusing = async () => {
    await page.getByRole('main').focus()
    await page.keyboard.press('r')
    await expect(filter).toBeFocused()
  }
  const places: Record<string, () => Promise<void>> = {
    page: () => page.getByRole('main').focus(),
    list: () => parts.nth(0).focus(),
    picture: () => page.getByRole('application').first().focus(),
    reason: async () => {
      await refusing()
      await page.getByRole('checkbox').first().focus()
    },
    correction: async () => {
      await refusing()
      await page.getByRole('group', { name: '需要修改什么' }).getByRole('radio').first().focus()
    },
  }
  for (const [name, focus] of Object.entries(places)) {
    await test.step(name, async () => {
      await focus()
      await page.keyboard.press('J') // as with Caps Lock
      await isAt(1)
      await page.keyboard.press('k')
      await isAt(0)
      await focus()
      await page.keyboard.press('?')
      await expect(help).toBeVisible()
      await page.keyboard.press('Escape')
      await expect(help).toBeHidden()
      await page.keyboard.press('/')
      await expect(page.getByRole('searchbox', { name: /^按编号、/ }).filter({ visible: true })).toBeFocused()
    })
  }
  await refusing()
  await page.keyboard.type('ajk?/')
  await expect(filter).toHaveValue('ajk?/')
  await isAt(0)
})

test('an invitation by keyboard alone', async ({ page }) => {
  await signInByKeys(page, await aColleague({ roles: ['ADMIN'] }))
  await press(page, link(page, '人员'))
  await press(page, page.getByRole('checkbox', { name: /^审核员/ }), 'Space')
  await press(page, button(page, '生成邀请链接'))
  await expect(page.getByText('邀请链接已生成：审核员')).toBeVisible()
  const invitation = page.getByRole('textbox', { name: '邀请链接' })
  await tabTo(page, invitation)
  await expect(invitation).toHaveValue(/\/invitations\//)

  await press(page, page.getByRole('button', { name: /^撤销邀请：审核员/ }).first())
  await press(page, page.getByRole('dialog').getByRole('button', { name: '撤销邀请' }))
  await expect(page.getByText('邀请已撤销，链接不能再使用。')).toBeVisible()
})

/** Signs in with an authenticator app that was set up before. */
async function signInByKeys(page: Page, { id, email }: { id: string; email: string }) {
  const { secret } = await withTotp(await anIncompleteSession(id))
  await page.goto('/staff/sign-in')
  await type(page, page.getByLabel('邮箱'), personal(email))
  await type(page, page.getByLabel('密码'), PASSWORD)
  await page.keyboard.press('Enter')
  await type(page, page.getByLabel('身份验证器应用中的验证码'), await codeOf(secret))
  await page.keyboard.press('Enter')
}

/** Enters a date part by part, in the order of the browser's language. */
async function typeDate(page: Page, label: string, date: string) {
  const field = page.getByLabel(label)
  const [year = '', month = '', day = ''] = date.split('-')
  await tabTo(page, field)
  await page.keyboard.type(`${month}${day}${year}`)
  await expect(field).toHaveValue(date)
}

async function upload(page: Page, kind: Parameters<typeof photograph>[0], name: string) {
  const group = page.getByRole('group', { name: `上传${name}` })
  const chooser = page.waitForEvent('filechooser')
  await press(page, group.getByRole('button', { name: '选择照片' }))
  await (await chooser).setFiles(await photograph(kind))
  await expect(page.getByRole('img', { name: `查看大图: ${name}` })).toBeVisible()
}
