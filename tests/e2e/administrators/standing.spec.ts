import type { Page } from '@playwright/test'
import { dateIn } from '@/lib/core/clock'
import { aSubmitted, decide } from '@/tests/factories/journey'
import { aColleague } from '@/tests/factories/people'
import { personal } from '../support/records'
import { expect, flawsForAxe, test } from '../support/test'

test.use({ viewport: { width: 1440, height: 900 } })

const colleague = async (role: 'REVIEWER' | 'LEAD' | 'AUDITOR' | 'ADMIN') =>
  (await aColleague({ roles: [role], name: '周岚' })).actor

async function anApproved() {
  const submitted = await aSubmitted()
  await decide(await colleague('REVIEWER'), submitted.id)
  return submitted
}

/** Opens the dialog of an act and fills it in. */
async function fillIn(page: Page, act: string, reason: string, note?: string) {
  await page.getByRole('button', { name: act }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('原因').selectOption(reason)
  if (note) await dialog.getByRole('textbox', { name: /^说明/ }).fill(note)
  return dialog
}

test('an administrator suspends, resumes and revokes, seeing before what the applicant will read', async ({
  page,
  signIn,
}) => {
  const { id, reference } = await anApproved()
  await signIn(await colleague('ADMIN'))
  await page.goto('/queue?status=APPROVED')
  await page.getByRole('link', { name: reference }).click()
  await expect(page.getByRole('heading', { name: reference })).toBeVisible()

  await test.step('without a note OTHER says nothing', async () => {
    const dialog = await fillIn(page, '暂停…', '其他')
    await dialog.getByRole('button', { name: '确认暂停' }).click()
    await expect(dialog).toContainText('选择“其他”时，请填写说明。')
    await dialog.getByRole('button', { name: '取消' }).click()
  })

  await test.step('suspends', async () => {
    const note = personal('请先说明六月九日的投诉。')
    const dialog = await fillIn(page, '暂停…', '投诉较多', note)
    const preview = dialog.getByRole('region', { name: '申请人将看到' })
    await expect(preview).toContainText('资质已暂停')
    await expect(preview).toContainText('收到了较多关于所发短信的投诉。')
    await expect(preview).toContainText(note)
    expect(await flawsForAxe(page)).toEqual([])
    await dialog.getByRole('button', { name: '确认暂停' }).click()
    await expect(dialog).toBeHidden()
    await expect(page.getByText('已暂停', { exact: true })).toBeVisible()
    await expect(page.getByRole('main')).toContainText(note)
  })

  await test.step('resumes', async () => {
    const dialog = await fillIn(page, '恢复…', '核查后不成立')
    await dialog.getByRole('button', { name: '确认恢复' }).click()
    await expect(page.getByText('已通过', { exact: true })).toBeVisible()
  })

  await test.step('revokes, permanently', async () => {
    const dialog = await fillIn(page, '撤销…', '疑似涉诈')
    await dialog.getByRole('button', { name: '确认撤销' }).click()
    await expect(page.getByText('已撤销', { exact: true })).toBeVisible()
    await expect(page.getByRole('button', { name: /暂停…|恢复…|撤销…|登记/ })).toHaveCount(0)
  })

  await test.step('and the log records all three', async () => {
    await page.goto(`/audit?reference=${reference}`)
    const table = page.getByRole('region', { name: '审计记录' })
    for (const sentence of ['暂停资质', '恢复资质', '撤销资质']) await expect(table).toContainText(sentence)
    await table.getByRole('link', { name: reference }).first().click()
    await expect(page).toHaveURL(`/cases/${id}`)
  })
})

test('a decision in the meantime is shown, and nothing typed is lost', async ({ page, signIn, another }) => {
  const { id } = await anApproved()
  await signIn(await colleague('ADMIN'))
  const other = await another(await colleague('ADMIN'))
  await Promise.all([page.goto(`/cases/${id}`), other.goto(`/cases/${id}`)])
  const mine = await fillIn(page, '暂停…', '内容违规', personal('六月十日的短信没有退订方式。'))
  const theirs = await fillIn(other, '撤销…', '主管部门要求')
  await theirs.getByRole('button', { name: '确认撤销' }).click()
  await expect(other.getByText('已撤销', { exact: true })).toBeVisible()
  await mine.getByRole('button', { name: '确认暂停' }).click()
  await expect(mine.getByRole('alert')).toContainText('已撤销这项资质')
  await expect(mine.getByRole('textbox', { name: /^说明/ })).toHaveValue('六月十日的短信没有退订方式。')
})

test('a lead records the carriers’ filings by hand', async ({ page, signIn }) => {
  const { id } = await anApproved()
  await signIn(await colleague('LEAD'))
  await page.goto(`/cases/${id}`)
  const filings = page.getByRole('region', { name: '短信签名在各运营商的报备情况' })
  const row = filings.getByRole('row', { name: /中国电信 (未报备|已提交|未通过)/ })
  await expect(filings.getByText('未报备')).toHaveCount(4)
  const form = page.getByRole('form', { name: '【小明书屋】 中国电信的报备' })
  const today = dateIn(new Date())

  await row.getByRole('button').click()
  await form.getByLabel('接入号码').fill('106900')
  await form.getByLabel('报备日期').fill('2999-01-01')
  await form.getByRole('button', { name: '保存' }).click()
  await expect(form.getByRole('alert')).toContainText('报备日期不能晚于今天。')
  await expect(form.getByLabel('接入号码')).toHaveValue('106900')
  await form.getByLabel('报备日期').fill(today)
  await form.getByRole('button', { name: '保存' }).click()
  await expect(form).toBeHidden()
  await expect(row).toContainText('已提交')
  await expect(row).toContainText('106900')

  await row.getByRole('button').click()
  await form.getByLabel('状态').selectOption('未通过')
  await form.getByLabel('运营商说明').fill(personal('营业执照与签名不符'))
  await form.getByRole('button', { name: '保存' }).click()
  await expect(row).toContainText('营业执照与签名不符')
  await expect(filings.getByText('未报备')).toHaveCount(3)
})

test('a masked value is shown with a reason, by the keyboard alone, which is recorded; a reviewer sees states alone', async ({
  page,
  signIn,
  another,
}) => {
  const { id } = await anApproved()
  await signIn(await colleague('AUDITOR'))
  await page.goto(`/cases/${id}`)
  const declared = page.getByRole('main')
  await expect(declared).toContainText('王小明')
  await expect(declared).toContainText('1101**********002X')
  expect(await flawsForAxe(page)).toEqual([])
  const trigger = page.getByRole('button', { name: '显示敏感内容' })
  await trigger.press('Enter')
  const dialog = page.getByRole('dialog', { name: '显示敏感内容？' })
  await expect(dialog).toContainText('申请人也会看到有人查看过')
  expect(await flawsForAxe(page)).toEqual([])
  await page.keyboard.press('Escape')
  await expect(trigger).toBeFocused()
  await trigger.press('Enter')
  await dialog.getByLabel('理由').selectOption('其他')
  const show = dialog.getByRole('button', { name: '显示', exact: true })
  await show.press('Enter')
  await expect(dialog).toContainText('选择“其他”时，请填写用途。')
  await dialog.getByLabel('说明').fill(personal('六月十一日来电核对。'))
  await show.press('Enter')
  await expect(declared).toContainText('11010519491231002X')
  await page.reload()
  await expect(declared).not.toContainText('11010519491231002X')
  await expect(page.getByRole('main')).toContainText('查看敏感申报内容')

  const reviewer = await another(await colleague('REVIEWER'))
  await reviewer.goto(`/cases/${id}`)
  await expect(reviewer.getByRole('main')).toContainText('第 1 次提交')
  await expect(reviewer.getByRole('main')).not.toContainText('王小明')
  await expect(reviewer.getByRole('main')).not.toContainText('小明书屋')
})
