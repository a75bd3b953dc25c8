import { readFile } from 'node:fs/promises'
import { aSubmitted } from '@/tests/factories/journey'
import { aColleague } from '@/tests/factories/people'
import { specimen } from '@/tests/factories/specimens'
import { personal } from '../support/records'
import { expect, flawsForAxe, test } from '../support/test'

test.use({ viewport: { width: 1440, height: 900 } })

const ORIGINAL = '导出原件: 身份证人像面'

test('an administrator exports an original with a reason, and the log records it', async ({
  page,
  signIn,
  another,
}) => {
  const { id, reference } = await aSubmitted()
  await signIn((await aColleague({ roles: ['ADMIN'] })).actor)
  await page.goto(`/cases/${id}`)
  await page.getByRole('button', { name: ORIGINAL }).click()
  const dialog = page.getByRole('dialog')

  await test.step('the reason “other” requires words', async () => {
    await dialog.getByLabel('理由').selectOption('其他')
    await dialog.getByRole('button', { name: '确认导出' }).click()
    await expect(dialog).toContainText('选择“其他”时，请填写用途。')
    expect(await flawsForAxe(page)).toEqual([])
  })

  await test.step('the downloaded file is the uploaded one', async () => {
    await dialog.getByLabel('理由').selectOption('司法或执法机关调取')
    await dialog.getByRole('textbox', { name: /^说明/ }).fill(personal('调取文书第十七号'))
    await dialog.getByRole('button', { name: '确认导出' }).click()
    await expect(dialog).toContainText('导出已记录。')
    expect(await flawsForAxe(page)).toEqual([])
    const coming = page.waitForEvent('download')
    await dialog.getByRole('link', { name: '下载原件' }).click()
    const download = await coming
    expect(download.suggestedFilename()).toMatch(new RegExp(`^${reference}-[0-9a-f]{8}\\.jpg$`))
    expect((await readFile(await download.path())).equals(await specimen('ID_PORTRAIT'))).toBe(true)
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
  })

  await test.step('the story shows the export to those who may read it, and not to those who may not export', async () => {
    await expect(page.getByRole('main')).toContainText('导出材料原件')
    const other = await another((await aColleague({ roles: ['AUDITOR'] })).actor)
    await other.goto(`/cases/${id}`)
    await expect(other.getByRole('main')).toContainText('导出材料原件')
    await expect(other.getByRole('button', { name: ORIGINAL })).toBeHidden()
  })
})
