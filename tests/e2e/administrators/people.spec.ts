import { aColleague, anEmail, PASSWORD } from '@/tests/factories/people'
import { personal } from '../support/records'
import { setUpApp } from '../support/second-factor'
import { expect, test } from '../support/test'

test.use({ viewport: { width: 1440, height: 900 } })

test('a colleague is invited by mail, with roles whose sum is said as they are ticked, and joins when a second administrator agreed', async ({
  page,
  signIn,
  another,
}) => {
  const inviter = personal(`周${anEmail().slice(0, 6)}`)
  const decider = (await aColleague({ roles: ['ADMIN'], name: personal('温言') })).actor
  await signIn((await aColleague({ roles: ['ADMIN'], name: inviter })).actor)
  const email = personal(anEmail())
  await page.goto('/people')
  await page.getByRole('checkbox', { name: /^审核员/ }).check()
  const may = page.getByText('这些角色合起来可以：').locator('..')
  await expect(may).toContainText('领取并审核申请')
  await expect(may).not.toContainText('导出审计日志')
  await page.getByRole('checkbox', { name: /^审计员/ }).check()
  await expect(may).toContainText('导出审计日志')
  await page.getByLabel('邮箱').fill(email)
  await page.getByRole('button', { name: '生成邀请链接' }).click()
  await expect(page.getByText(`同意后链接会发往 ${email}。`)).toBeVisible()
  const asked = page.getByRole('listitem').filter({ hasText: '授予使用邀请链接的人：审计员和审核员' }).first()
  await expect(asked).toContainText('由另一位管理员决定')

  const second = await another(decider)
  await second.goto('/people')
  await second
    .getByRole('listitem')
    .filter({ hasText: '授予使用邀请链接的人' })
    .filter({ hasText: inviter })
    .getByRole('button', { name: /^同意授予/ })
    .click()
  await second.getByRole('dialog').getByRole('button', { name: '确认同意' }).click()
  await expect(second.getByText('您已同意，变更已生效。')).toBeVisible()
  await page.goto('/people')
  await expect(page.getByRole('listitem').filter({ hasText: `已发往 ${email}` })).toBeVisible()

  const colleague = await another()
  await colleague.goto('/dev/outbox')
  const mail = colleague.getByRole('row', { name: email }).first()
  const shown = /http:\/\/\S+\/invitations\/[\w-]+/.exec((await mail.textContent()) ?? '')?.[0] ?? ''
  await colleague.goto(shown)
  await colleague.getByLabel('姓名').fill(personal('柳如烟'))
  await colleague.getByLabel('邮箱').fill(email)
  await colleague.getByLabel('密码').fill(PASSWORD)
  await colleague.getByRole('button', { name: '完成并登录' }).click()
  await setUpApp(colleague)
  await expect(colleague.getByRole('heading', { name: '审核队列' })).toBeVisible()

  await page.goto('/people')
  await page.getByRole('row', { name: email }).getByRole('link', { name: '柳如烟' }).click()
  const facts = page.getByRole('definition')
  await expect(facts.filter({ hasText: '领取并审核申请' })).toContainText('查看审计日志')
})

test('an invalid address is reported, and the selected roles stay', async ({ page, signIn }) => {
  await signIn((await aColleague({ roles: ['ADMIN'] })).actor)
  await page.goto('/people')
  await page.getByRole('checkbox', { name: /^审计员/ }).check()
  await page.getByLabel('邮箱').fill('nobody')
  await page.getByRole('button', { name: '生成邀请链接' }).click()
  await expect(page.getByText('请填写有效的邮箱')).toBeVisible()
  await expect(page.getByLabel('邮箱')).toHaveValue('nobody')
  await expect(page.getByRole('checkbox', { name: /^审计员/ })).toBeChecked()
  await expect(page.getByText('这些角色合起来可以：').locator('..')).toContainText('导出审计日志')
})

test('an administrator is blocked at once by one, and disabled when another one agrees', async ({
  page,
  signIn,
  another,
}) => {
  const requester = personal(`周${anEmail().slice(0, 6)}`)
  const name = personal(`吴${anEmail().slice(0, 6)}`)
  const suspect = await aColleague({ roles: ['ADMIN'], name })
  await signIn((await aColleague({ roles: ['ADMIN'], name: requester })).actor)
  await page.goto(`/people/${suspect.id}`)
  await page.getByRole('button', { name: '封锁…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('被封锁的系统管理员仍计入人数')
  await dialog.getByRole('button', { name: '确认封锁' }).click()
  await expect(page.getByText('已封锁，无法登录')).toBeVisible()
  await expect(page.getByRole('button', { name: '解除封锁' })).toBeVisible()
  await expect(page.getByText('封锁或停用期间没有任何权限。')).toBeVisible()

  await page.getByRole('button', { name: '申请停用…' }).click()
  await expect(dialog).toContainText('在另一位系统管理员同意之前不作变更')
  await dialog.getByRole('button', { name: '提交申请' }).click()
  await expect(page.getByText('已提交申请')).toBeVisible()
  await expect(page.getByText('此人有一项变更在等待处理')).toBeVisible()
  await expect(page.getByRole('button', { name: '申请停用…' })).toBeHidden() // a second request would be refused

  const second = await another((await aColleague({ roles: ['ADMIN'], name: personal('温言') })).actor)
  await second.goto('/people')
  const asked = second.getByRole('listitem').filter({ hasText: `停用${name}` })
  await expect(asked).toContainText(requester)
  await asked.getByRole('button', { name: `同意停用${name}`, exact: true }).click()
  await second.getByRole('dialog').getByRole('button', { name: '确认同意' }).click()
  await expect(second.getByText('您已同意，变更已生效。')).toBeVisible()
  await expect(second.getByRole('row', { name: suspect.email })).toContainText('已停用')
})

test('a requester withdraws, and a blocked colleague is unblocked', async ({ page, signIn }) => {
  const name = personal(`郑${anEmail().slice(0, 6)}`)
  const { id } = await aColleague({ roles: ['AUDITOR'], name })
  await signIn((await aColleague({ roles: ['ADMIN'] })).actor)
  await aColleague({ roles: ['ADMIN'] })
  await page.goto(`/people/${id}`)
  await page.getByRole('button', { name: '封锁…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '确认封锁' }).click()
  await page.getByRole('button', { name: '解除封锁' }).click()
  await expect(page.getByText('可以登录。')).toBeVisible()
  const powers = page.getByRole('definition').filter({ hasText: '查看审计日志' })
  await expect(powers).toBeVisible()
  await expect(powers).not.toContainText('领取并审核申请') // an auditor does not review
  await page.getByRole('checkbox', { name: /^审计员/ }).uncheck()
  await page.getByRole('checkbox', { name: /^审核员/ }).check()
  await page.getByRole('button', { name: '保存角色' }).click()
  await expect(page.getByText('这项变更需要第二位系统管理员同意')).toBeVisible()
  await page.getByRole('link', { name: '在“人员”页查看' }).click()
  const asked = page.getByRole('listitem').filter({ hasText: `取消${name}的角色：审计员` })
  await expect(asked).toContainText('同时授予：审核员')
  await asked.getByRole('button', { name: '撤回' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '确认撤回' }).click()
  await expect(page.getByText('已终止，没有作任何变更。')).toBeVisible()
  await expect(asked).toBeHidden()
})
