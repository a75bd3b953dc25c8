import { asOwner } from '@/lib/db/owner'
import { aFailedJob, aPastIncident } from '@/tests/factories/incidents'
import { aColleague, anAdministrator } from '@/tests/factories/people'
import { expect, flawsForAxe, test } from '../support/test'

test.use({ ownSystem: 'operations' })
test.describe.configure({ mode: 'default' }) // the first test sees the page before anything went wrong

const asked = (sql: string) => asOwner((client) => client.query(sql))

test('an administrator sees what needs attention and what to do, and that it is over', async ({ page, signIn }) => {
  await signIn(await anAdministrator())
  await page.goto('/queue')
  await page.getByRole('link', { name: '运维' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '运维' })).toBeVisible()
  await expect(page.getByText('没有告警记录')).toBeVisible()
  await expect(page.getByText('最近一天没有定时任务失败。')).toBeVisible()
  await expect(page.getByRole('table', { name: '后台程序' }).getByText('运行中')).toBeVisible()
  expect(await flawsForAxe(page)).toEqual([])

  const heading = page.getByRole('heading', { name: '应用的数据库账户权限过大' })
  await expect(heading).toBeHidden()
  await asked('GRANT TRUNCATE ON users TO PUBLIC')
  await page.getByRole('link', { name: '重新检查' }).click()
  await expect(heading).toBeVisible()
  const attention = page.getByRole('region', { name: '需要处理' }).getByRole('listitem').filter({ has: heading })
  await expect(attention).toContainText('处理办法：设置 DATABASE_OWNER_URL')
  await expect(attention).toContainText('TRUNCATE')
  await expect(page.getByText(/有 \d+ 项需要处理/)).toBeVisible()
  await asked('REVOKE TRUNCATE ON users FROM PUBLIC')
  await page.reload()
  await expect(heading).toBeHidden()
  await expect(page.getByRole('listitem').filter({ hasText: '数据库权限' })).toBeVisible()
})

test('incidents and failed jobs are listed, without scripts too', async ({ another }) => {
  await aPastIncident('SMS_FAILING', { since: 190, until: 70 })
  await aFailedJob('keys.rotate')
  const page = await another(await anAdministrator(), { javaScriptEnabled: false, locale: 'en' })
  await page.goto('/operations')
  const incident = page.getByRole('row').filter({ hasText: 'Text messages can’t be sent' })
  await expect(incident).toContainText('2 hours')
  await expect(page.getByRole('row').filter({ hasText: 'keys.rotate' })).toBeVisible()
})

test('a part that can’t be read is not known, and the rest is shown', async ({ page, signIn }) => {
  await signIn(await anAdministrator())
  await asOwner(async (client) => {
    await client.query('BEGIN; LOCK TABLE pgboss.archive')
    await page.goto('/operations')
    await client.query('ROLLBACK')
  })
  await expect(page.getByText('暂时无法获知')).toHaveCount(1)
  await expect(page.getByText('平台版本')).toBeVisible()
  expect(await flawsForAxe(page)).toEqual([])
})

test('a colleague who is no administrator has neither the page nor a link to it', async ({ page, signIn }) => {
  await signIn((await aColleague({ roles: ['LEAD', 'AUDITOR'] })).actor)
  await page.goto('/overview')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByRole('link', { name: '运维' })).toBeHidden()
  expect((await page.goto('/operations'))?.status()).toBe(403)
})
