import { readFile } from 'node:fs/promises'
import { MAX_COUNTED_ROWS } from '@/lib/reports/exports/formats'
import { manyEventsOf } from '@/tests/factories/events'
import { aSubmitted } from '@/tests/factories/journey'
import { aColleague } from '@/tests/factories/people'
import { expect, flawsForAxe, test } from '../support/test'

test.use({ viewport: { width: 1440, height: 900 } })

test('an auditor sees how many there are, exports them at once, and saves the definition', async ({ page, signIn }) => {
  const { reference } = await aSubmitted()
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

test('an export of the log is narrowed to a person by name, and a saved one says who', async ({ page, signIn }) => {
  const { actor } = await aColleague({ roles: ['AUDITOR'], name: '谷审计' })
  await signIn(actor)
  await page.goto('/reports?subject=AUDIT')
  await page.getByLabel('操作者').selectOption('谷审计')
  await page.getByRole('button', { name: '查看条数' }).click()
  await expect(page).toHaveURL(new RegExp(`actor=${actor.id}`))
  await page.getByRole('button', { name: '保存此定义' }).click()
  await expect(page.getByRole('link', { name: '使用: 审计日志 · CSV · 操作者：谷审计' })).toBeVisible()
  expect(await flawsForAxe(page)).toEqual([])
})

test('a long one is made in the background, and downloaded below', async ({ page, signIn }) => {
  const { actor } = await aColleague({ roles: ['ADMIN'] })
  await manyEventsOf(actor, MAX_COUNTED_ROWS + 1)
  await signIn(actor)
  await page.goto(`/reports?subject=AUDIT&actor=${actor.id}`)
  await expect(page.getByText('导出后立即下载。')).toBeVisible() // as CSV, at any length
  await page.getByLabel('格式').selectOption('XLSX')
  await expect(page.getByText('条数较多，将由后台生成')).toBeVisible()
  await page.getByRole('button', { name: '导出', exact: true }).click()
  await expect(page.getByText('已开始生成')).toBeVisible()
  const coming = page.waitForEvent('download')
  await page.getByRole('link', { name: '下载' }).click({ timeout: 60_000 })
  const download = await coming
  expect(download.suggestedFilename()).toMatch(/^zhunxin-audit-.*\.xlsx$/)
  expect((await readFile(await download.path())).subarray(0, 2).toString()).toBe('PK')
  expect(await flawsForAxe(page)).toEqual([])
})

test('nothing is exported unmasked without a reason, and the page says so', async ({ page, signIn }) => {
  const { reference } = await aSubmitted()
  const { actor } = await aColleague({ roles: ['ADMIN'] })
  await signIn(actor)
  await page.goto(`/reports?subject=QUALIFICATIONS&reference=${reference}`)
  await page.getByLabel('导出未脱敏的姓名、证件号码和电话').check()
  const unmasked = page.getByRole('checkbox', { name: '导出未脱敏的姓名、证件号码和电话' })
  const reason = page.getByRole('combobox', { name: '未脱敏的原因' })
  await page.getByRole('button', { name: '导出', exact: true }).click()
  await expect(reason).toBeFocused()
  expect(await reason.evaluate((element: HTMLSelectElement) => element.validity.valueMissing)).toBe(true)
  await expect(unmasked).toBeChecked()
  expect(await flawsForAxe(page)).toEqual([])
})
