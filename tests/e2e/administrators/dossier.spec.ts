import { readFile } from 'node:fs/promises'
import { aSubmitted, decide } from '@/tests/factories/journey'
import { aColleague } from '@/tests/factories/people'
import { personal } from '../support/records'
import { expect, flawsForAxe, test } from '../support/test'

test.use({ viewport: { width: 1440, height: 900 } })

const TRIGGER = '导出档案（PDF）…'

test('an administrator exports the dossier of a qualification, masked, and in full with a reason', async ({
  page,
  signIn,
  another,
}) => {
  const { id, reference } = await aSubmitted()
  await decide((await aColleague({ roles: ['REVIEWER'] })).actor, id)
  await signIn((await aColleague({ roles: ['ADMIN'] })).actor)
  await page.goto(`/cases/${id}`)
  const dialog = page.getByRole('dialog')
  const download = async () => {
    const coming = page.waitForEvent('download')
    await dialog.getByRole('link', { name: '下载档案' }).click()
    const file = await coming
    expect(file.suggestedFilename()).toMatch(new RegExp(`^zhunxin-dossier-${reference}-[0-9a-f]{8}\\.pdf$`))
    return readFile(await file.path())
  }

  const masked = await test.step('masked, which is the default', async () => {
    await page.getByRole('button', { name: TRIGGER }).click()
    await dialog.getByRole('button', { name: '确认导出' }).click()
    await expect(dialog).toContainText('导出已记录。')
    expect(await flawsForAxe(page)).toEqual([])
    return download()
  })
  expect(masked.subarray(0, 5).toString()).toBe('%PDF-')

  await test.step('in full, with a reason', async () => {
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: TRIGGER }).click()
    await dialog.getByLabel('个人信息').selectOption('完整')
    await dialog.getByLabel('理由').selectOption('其他')
    await dialog.getByRole('button', { name: '确认导出' }).click()
    await expect(dialog).toContainText('选择“其他”时，请填写用途。')
    await expect(dialog.getByLabel('个人信息')).toHaveValue('FULL')
    await expect(dialog.getByLabel('理由')).toHaveValue('OTHER')
    expect(await flawsForAxe(page)).toEqual([])
    await dialog.getByRole('textbox', { name: /^说明/ }).fill(personal('调取文书第十八号'))
    await dialog.getByRole('button', { name: '确认导出' }).click()
    await expect(dialog).toContainText('导出已记录。')
    expect((await download()).length).toBeGreaterThan(masked.length)
    await page.keyboard.press('Escape')
  })

  await test.step('an auditor makes one too; a lead does not', async () => {
    const auditor = await another((await aColleague({ roles: ['AUDITOR'] })).actor)
    await auditor.goto(`/cases/${id}`)
    await expect(auditor.getByRole('main')).toContainText('导出资质档案')
    await expect(auditor.getByRole('button', { name: TRIGGER })).toBeVisible()
    const lead = await another((await aColleague({ roles: ['LEAD'] })).actor)
    await lead.goto(`/cases/${id}`)
    await expect(lead.getByRole('heading', { name: reference })).toBeVisible()
    await expect(lead.getByRole('button', { name: TRIGGER })).toBeHidden()
  })
})
