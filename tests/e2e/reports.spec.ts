import { readFile } from 'node:fs/promises'
import { AT_ONCE } from '@/lib/reports/exports/formats'
import { manyEventsOf } from '@/tests/factories/events'
import { aHandedIn } from '@/tests/factories/journey'
import { aColleague } from '@/tests/factories/people'
import { expect, flawsForAxe, test } from './support/test'

test.use({ viewport: { width: 1440, height: 900 } })

test('an auditor sees how many there are, exports them at once, and keeps the definition', async ({ page, signIn }) => {
  const { reference } = await aHandedIn()
  await signIn((await aColleague({ roles: ['AUDITOR'] })).actor)
  await page.goto('/reports?subject=QUALIFICATIONS')
  await page.getByLabel('受理编号').fill(reference)
  await page.getByRole('button', { name: '查看条数' }).click()
  await expect(page.getByText('符合条件的共 1 条')).toBeVisible()
  expect(await flawsForAxe(page)).toEqual([])
  await expect(page.getByText('未脱敏')).toBeHidden()

  const coming = page.waitForEvent('download')
  await page.getByRole('button', { name: '导出', exact: true }).click()
  const download = await coming
  expect(download.suggestedFilename()).toMatch(/^zhunxin-qualifications-\d{4}-\d\d-\d\d\.csv$/)
  const csv = await readFile(await download.path(), 'utf8')
  expect(csv).toContain(reference)
  expect(csv).toMatch(/\d{4}\*{10}\d{3}[\dX]/)

  await page.getByRole('button', { name: '保存此定义' }).click()
  await expect(page.getByRole('link', { name: /^使用: 资质清单 · CSV/ })).toBeVisible()
  await page.getByRole('button', { name: /^删除: 资质清单/ }).click()
  await expect(page.getByText('还没有保存的定义。')).toBeVisible()
})

test('a long one is made in the background, and fetched below', async ({ page, signIn }) => {
  const { actor } = await aColleague({ roles: ['ADMIN'] })
  await manyEventsOf(actor, AT_ONCE + 1)
  await signIn(actor)
  await page.goto(`/reports?subject=AUDIT&actor=${actor.id}`)
  await expect(page.getByText('条数较多，将由后台生成')).toBeVisible()
  await page.getByLabel('格式').selectOption('XLSX')
  await page.getByRole('button', { name: '导出', exact: true }).click()
  await expect(page.getByText('已开始生成')).toBeVisible()
  const coming = page.waitForEvent('download')
  await page.getByRole('link', { name: '下载' }).click({ timeout: 60_000 })
  const download = await coming
  expect(download.suggestedFilename()).toMatch(/^zhunxin-audit-.*\.xlsx$/)
  expect((await readFile(await download.path())).subarray(0, 2).toString()).toBe('PK')
  expect(await flawsForAxe(page)).toEqual([])
})

test('unmasked without a reason nothing leaves, and the page says so', async ({ page, signIn }) => {
  const { reference } = await aHandedIn()
  const { actor } = await aColleague({ roles: ['ADMIN'] })
  await signIn(actor)
  await page.goto(`/reports?subject=QUALIFICATIONS&reference=${reference}`)
  await page.getByLabel('导出未脱敏的姓名、证件号码和电话').check()
  await page.getByRole('button', { name: '导出', exact: true }).click()
  await expect(page.getByRole('main').getByRole('alert')).toBeVisible()
  expect(await flawsForAxe(page)).toEqual([])
})
