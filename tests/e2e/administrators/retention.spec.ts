import type { Page } from '@playwright/test'
import { database } from '@/lib/db/client'
import { eraseDue } from '@/lib/privacy/retention/erase-due'
import { endedAgo } from '@/tests/factories/endings'
import { aSubmitted, decide } from '@/tests/factories/journey'
import { aColleague } from '@/tests/factories/people'
import { personal } from '../support/records'
import { expect, flawsForAxe, test } from '../support/test'

test.use({ viewport: { width: 1440, height: 900 } })

const colleague = async (role: 'REVIEWER' | 'AUDITOR' | 'ADMIN', name = '周岚') =>
  (await aColleague({ roles: [role], name })).actor

async function aRejected() {
  const submitted = await aSubmitted()
  await decide(await colleague('REVIEWER'), submitted.id, { ID_PORTRAIT: 'SUSPECTED_FORGERY' })
  return submitted
}

/** Moves it back in time. */
const letPass = (id: string, days: number) => endedAgo(id, 'REJECTED', days)
const isErased = async (id: string) =>
  (await database().qualification.findUniqueOrThrow({ where: { id } })).detailsErasedAt !== null

const holdsOn = (page: Page) =>
  page.locator('section').filter({ has: page.getByRole('heading', { name: '法定保全', exact: true }) })

test('data under a legal hold stays when it is due; once lifted, it is erased; the page shows both', async ({
  page,
  signIn,
  another,
}) => {
  const { id, reference } = await aRejected()
  const note = personal('市监局来函（2026）17 号')
  await signIn(await colleague('ADMIN'))
  await page.goto(`/cases/${id}`)
  const holds = holdsOn(page)

  await test.step('placed, with a reason that says enough', async () => {
    await holds.getByText('设置法定保全…').click()
    const form = page.getByRole('form', { name: '设置法定保全' })
    await expect(form).toContainText('设置后，到期不删除，申请人要求删除也不能同意')
    await form.getByLabel('原因').selectOption('其他')
    await form.getByRole('button', { name: '设置法定保全' }).click()
    await expect(form).toContainText('选择“其他”时，请填写说明。')
    await expect(form.getByLabel('原因')).toHaveValue('OTHER')
    expect(await flawsForAxe(page)).toEqual([])
    await form.getByLabel('原因').selectOption('主管部门或司法机关要求')
    await form.getByRole('textbox', { name: /^说明/ }).fill(note)
    await form.getByRole('button', { name: '设置法定保全' }).click()
    await expect(holds).toContainText('这份资质 · 主管部门或司法机关要求')
    await expect(holds).toContainText(note)
    await expect(holds).toContainText('周岚')
  })

  await test.step('the job leaves it, though it is due', async () => {
    await letPass(id, 91)
    await eraseDue()
    expect(await isErased(id)).toBe(false)
    await page.goto('/retention')
    await expect(page.getByRole('row', { name: reference })).toContainText('法定保全中')
    await page.getByRole('link', { name: '法定保全', exact: true }).click()
    await expect(page.getByRole('row', { name: reference })).toContainText(note)
    const auditor = await another(await colleague('AUDITOR'))
    await auditor.goto(`/cases/${id}`)
    await expect(holdsOn(auditor)).toContainText(note)
    await expect(auditor.getByRole('button', { name: /^解除/ })).toHaveCount(0)
    await expect(auditor.getByText('设置法定保全…')).toHaveCount(0)
  })

  await test.step('lifted, after the page shows what follows', async () => {
    await page.getByRole('link', { name: reference }).click()
    await holds.getByRole('button', { name: '解除：这份资质' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog).toContainText('已经到期的，下一次清理（凌晨）时删除，无法恢复。')
    await dialog.getByRole('button', { name: '解除', exact: true }).click()
    await expect(holds).toContainText('已解除')
    await page.goto('/retention')
    await expect(page.getByRole('row', { name: reference })).toContainText('下一次清理时删除')
  })

  await test.step('the job erases it, and the page says so', async () => {
    await eraseDue()
    expect(await isErased(id)).toBe(true)
    await page.goto('/retention?show=erasures')
    const row = page.getByRole('row', { name: reference })
    await expect(row).toContainText('到期')
    await expect(row.getByRole('cell').last()).toHaveText('4')
    await page.goto(`/cases/${id}`)
    await expect(holds).toContainText('资料已经全部删除，没有可以保全的。')
    await page.goto(`/audit?reference=${reference}`)
    await expect(page.getByRole('region', { name: '审计记录' })).toContainText('删除资料')
  })
})

test('a request for erasure is refused with a reason, another is granted and done at once', async ({
  page,
  signIn,
}) => {
  const [kept, gone] = [await aRejected(), await aRejected()]
  for (const { id, applicant } of [kept, gone]) {
    await database().erasureRequest.create({
      data: {
        accountId: applicant.accountId,
        qualificationId: id,
        requestedById: applicant.id,
        state: 'WAITING',
        obstacles: ['SUSPICION'],
      },
    })
  }
  await signIn(await colleague('ADMIN'))
  await page.goto('/retention?show=requests')
  const requestOf = (reference: string) => page.getByRole('listitem').filter({ hasText: reference }).first()

  await test.step('refused', async () => {
    const request = requestOf(kept.reference)
    await expect(request).toContainText('因疑似造假等原因未通过，保存期限未满')
    await request.getByRole('link', { name: '不同意…' }).click()
    const form = request.getByRole('form', { name: '不同意删除' })
    await form.getByLabel('原因').selectOption('其他')
    await form.getByRole('button', { name: '确认不同意' }).click()
    await expect(form).toContainText('选择“其他”时，请填写说明。')
    await form.getByRole('textbox', { name: /说明/ }).fill(personal('此件正在核查，三月后可再申请。'))
    expect(await flawsForAxe(page)).toEqual([])
    await form.getByRole('button', { name: '确认不同意' }).click()
    await expect(page.getByRole('main').getByRole('status')).toContainText('已答复申请人：不同意删除。')
    await expect(page.getByText(kept.reference)).toHaveCount(0)
    expect(await isErased(kept.id)).toBe(false)
  })

  await test.step('granted', async () => {
    const request = requestOf(gone.reference)
    await request.getByRole('link', { name: '同意删除…' }).click()
    const form = request.getByRole('form', { name: '同意删除' })
    await expect(form).toContainText('材料和资料立即删除，无法恢复')
    await form.getByLabel('原因').selectOption('不再需要保存')
    await form.getByRole('button', { name: '同意并立即删除' }).click()
    await expect(page.getByRole('main').getByRole('status')).toContainText('已同意，资料已删除。')
    expect(await isErased(gone.id)).toBe(true)
    await page.getByRole('link', { name: '删除记录' }).click()
    await expect(page.getByRole('row', { name: gone.reference })).toContainText('申请人要求')
  })
})

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false })

  test('a hold is placed and lifted', async ({ page, signIn }) => {
    const { id } = await aRejected()
    await signIn(await colleague('ADMIN'))
    await page.goto(`/cases/${id}`)
    await page.getByText('设置法定保全…').click()
    const form = page.getByRole('form', { name: '设置法定保全' })
    await form.getByLabel('整个账户').check()
    await form.getByLabel('原因').selectOption('投诉或争议')
    await form.getByRole('button', { name: '设置法定保全' }).click()
    const holds = holdsOn(page)
    await expect(holds).toContainText('整个账户 · 投诉或争议')
    await holds.getByRole('button', { name: '解除：整个账户' }).click()
    await page.getByRole('button', { name: '解除', exact: true }).click()
    await expect(holds).toContainText('已解除')
  })
})
