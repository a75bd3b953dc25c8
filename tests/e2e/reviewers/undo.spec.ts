import type { Page } from '@playwright/test'
import { database } from '@/lib/db/client'
import { withdrawQualification } from '@/lib/qualifications/standing/withdraw-qualification'
import { emptyQueue } from '@/tests/factories/endings'
import { aSubmitted } from '@/tests/factories/journey'
import { aColleague } from '@/tests/factories/people'
import { makeDue } from '@/tests/factories/sent'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { keysWork } from '../support/keyboard'
import { expect, flawsForAxe, test } from '../support/test'
import { acceptAll } from '../support/workbench'

// Nothing takes effect by itself while a test runs: it lets what was sent be due.
test.use({ ownSystem: 'undo', settings: { UNDO_SECONDS: '60' }, viewport: { width: 1440, height: 900 } })
test.describe.configure({ mode: 'default' }) // they share one queue

test.beforeEach(emptyQueue)

const aReviewer = async () => (await aColleague({ roles: ['REVIEWER'] })).actor
const statusOf = async (id: string) => (await database().qualification.findUniqueOrThrow({ where: { id } })).status
const workbenchOf = (page: Page, reference: string) => page.getByRole('heading', { name: `审核 ${reference}` })
const sent = (page: Page, reference: string) => page.getByText(`已提交：${reference}，通过。`)

async function takeAndAccept(page: Page, reference: string) {
  await page.goto('/queue')
  await page.getByRole('button', { name: '领取下一份' }).click()
  await expect(workbenchOf(page, reference)).toBeVisible()
  await acceptAll(page)
}

/** Sends by keys. The dialog's main button has the focus. */
async function sendByKeys(page: Page) {
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('dialog').getByRole('button', { name: '提交并领取下一份' })).toBeFocused()
  await page.keyboard.press('Enter')
}

test('a decision that was sent is undone by one key, after a reload too, and its judgements are there', async ({
  page,
  signIn,
}) => {
  const first = await aSubmitted()
  const second = await aSubmitted()
  await signIn(await aReviewer())
  await takeAndAccept(page, first.reference)
  await sendByKeys(page)
  await expect(workbenchOf(page, second.reference)).toBeVisible()
  await expect(sent(page, first.reference)).toBeVisible()
  await expect(page.getByRole('status').filter({ hasText: first.reference })).toHaveCount(1)
  expect(await statusOf(first.id)).toBe('IN_REVIEW')

  await page.reload()
  await expect(sent(page, first.reference)).toBeVisible()
  await expect(page.getByText(/^还剩 \d+ 秒$/)).toBeVisible()
  await page.keyboard.press('z')
  await expect(workbenchOf(page, first.reference)).toBeVisible()
  await expect(page).toHaveURL(`/queue/${first.id}`)
  await expect(page.getByRole('button', { name: '提交结论：通过' })).toBeEnabled()
  await expect(sent(page, first.reference)).toBeHidden()
  await makeDue(first.id)

  // The decision is sent again, and undone where the workbench continued without drawing the page again.
  await sendByKeys(page)
  await expect(workbenchOf(page, second.reference)).toBeVisible()
  await page.keyboard.press('z')
  await expect(workbenchOf(page, first.reference)).toBeVisible()
  await expect(page.getByRole('button', { name: '提交结论：通过' })).toBeEnabled()
  expect(await statusOf(first.id)).toBe('IN_REVIEW')
})

test('without a next case it waits on its own page; N claims the next from another, and it takes effect', async ({
  page,
  signIn,
}) => {
  const first = await aSubmitted()
  await signIn(await aReviewer())
  await takeAndAccept(page, first.reference)
  await page.getByRole('button', { name: '提交结论：通过' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '确认提交' }).click()
  await expect(page.getByText('您已提交结论，几秒后生效，在此之前可以撤销。')).toBeVisible()
  await expect(page.getByText('审核中').first()).toBeVisible()
  expect(await flawsForAxe(page)).toEqual([])
  await expect(sent(page, first.reference)).toBeVisible()

  const second = await aSubmitted()
  await page.getByRole('navigation').getByRole('link', { name: '我的审核' }).click()
  await expect(page).toHaveURL('/mine')
  await expect(sent(page, first.reference)).toBeVisible()
  await makeDue(first.id)
  await expect.poll(() => statusOf(first.id)).toBe('APPROVED')
  await keysWork(page)
  await page.keyboard.press('z')
  await expect(page.getByText('来不及撤销了')).toBeVisible()
  await page.keyboard.press('n')
  await expect(workbenchOf(page, second.reference)).toBeVisible()
  await page.reload()
  await expect(sent(page, first.reference)).toBeHidden()
})

test('the help page shows what can be undone, too, and so does the page that one goes back to; N claims the next there', async ({
  page,
  signIn,
}) => {
  const first = await aSubmitted()
  await signIn(await aReviewer())
  await takeAndAccept(page, first.reference)
  await page.getByRole('button', { name: '提交结论：通过' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '确认提交' }).click()
  await expect(sent(page, first.reference)).toBeVisible()
  await page.getByRole('link', { name: '帮助' }).click()
  await expect(page).toHaveURL('/help')
  await expect(sent(page, first.reference)).toBeVisible()
  await page.goBack()
  await expect(page).toHaveURL(`/queue/${first.id}`)
  await expect(sent(page, first.reference)).toBeVisible()
  await page.goForward()
  await expect(page).toHaveURL('/help')
  await expect(sent(page, first.reference)).toBeVisible()
  await keysWork(page)
  await page.keyboard.press('z')
  await expect(workbenchOf(page, first.reference)).toBeVisible()

  await page.getByRole('button', { name: '释放' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '释放' }).click()
  await expect(page.getByRole('heading', { name: '审核队列' })).toBeVisible()
  await page.getByRole('link', { name: '帮助' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '工作人员帮助' })).toBeVisible()
  await keysWork(page)
  await page.keyboard.press('n')
  await expect(workbenchOf(page, first.reference)).toBeVisible()
})

test('a key takes nobody away from what they typed', async ({ page, signIn }) => {
  const { reference } = await aSubmitted()
  await signIn((await aColleague({ roles: ['REVIEWER', 'ADMIN'] })).actor)
  await page.goto('/rules')
  await page.getByRole('button', { name: '由现行版本起草' }).click()
  const days = page.getByRole('spinbutton', { name: '草稿失效', exact: true })
  await days.fill('40')
  await days.blur()
  await page.keyboard.press('n')
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await expect(page.getByRole('status').filter({ hasText: '已保存到草稿' })).toBeVisible()
  await expect(days).toHaveValue('40')
  // The page says that it is saved a moment before it stops asking about what is unsaved: until then N does nothing.
  await expect(async () => {
    await page.keyboard.press('n')
    await expect(workbenchOf(page, reference)).toBeVisible({ timeout: 5_000 })
  }).toPass({ timeout: PATIENCE })
})

test('on its own page, undoing leads back to the workbench', async ({ page, signIn }) => {
  const { reference } = await aSubmitted()
  await signIn(await aReviewer())
  await takeAndAccept(page, reference)
  await page.getByRole('button', { name: '提交结论：通过' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '确认提交' }).click()
  await page.getByRole('button', { name: '撤销', exact: true }).click()
  await expect(workbenchOf(page, reference)).toBeVisible()
  await expect(page.getByRole('button', { name: '提交结论：通过' })).toBeEnabled()
})

test('a decision that did not take effect is said until it is dismissed', async ({ page, signIn }) => {
  const first = await aSubmitted()
  await signIn(await aReviewer())
  await takeAndAccept(page, first.reference)
  await sendByKeys(page)
  await expect(sent(page, first.reference)).toBeVisible()
  await expect(page.getByRole('heading', { name: '审核队列' })).toBeVisible() // no other case is left
  await withdrawQualification(first.applicant.actor, { qualificationId: first.id })
  await page.reload()
  await expect(page.getByText(`您对 ${first.reference} 的结论没有生效`)).toBeVisible()
  await expect(page.getByText('在生效之前，申请人撤回了申请。')).toBeVisible()
  await page.getByRole('button', { name: '知道了' }).click()
  await expect(page.getByText(`您对 ${first.reference} 的结论没有生效`)).toBeHidden()
  await page.reload()
  await expect(page.getByRole('heading', { name: '审核队列' })).toBeVisible()
  await expect(page.getByText(`您对 ${first.reference} 的结论没有生效`)).toBeHidden()
})

test('a lead takes a case back for a reason, and its reviewer reads both until they dismiss it', async ({
  page,
  another,
  signIn,
}) => {
  const { id, reference } = await aSubmitted()
  await signIn(await aReviewer())
  await takeAndAccept(page, reference)
  await sendByKeys(page)
  await expect(sent(page, reference)).toBeVisible()

  const lead = await another((await aColleague({ roles: ['LEAD'] })).actor)
  await lead.goto(`/queue/${id}`)
  await lead.getByRole('button', { name: '收回领取' }).click()
  const dialog = lead.getByRole('dialog')
  await dialog.getByLabel('原因').selectOption('审核员不在岗')
  await dialog.getByRole('button', { name: '收回领取' }).click()
  await expect(lead.getByRole('row', { name: reference })).toContainText('待审核')

  await page.goto('/queue')
  await expect(page.getByText(`同事甲 收回了 ${reference}`)).toBeVisible()
  await expect(page.getByText('原因：您不在岗。')).toBeVisible()
  await expect(page.getByText('您已提交的结论不再生效。')).toBeVisible()
  expect(await flawsForAxe(page)).toEqual([])
  await page.getByRole('button', { name: '知道了' }).click()
  await expect(page.getByText(`同事甲 收回了 ${reference}`)).toBeHidden()
})

test('once it is due the page asks what became of it', async ({ page, signIn }) => {
  const first = await aSubmitted()
  await page.clock.install()
  await signIn(await aReviewer())
  await takeAndAccept(page, first.reference)
  await page.getByRole('button', { name: '提交结论：通过' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '确认提交' }).click()
  await expect(sent(page, first.reference)).toBeVisible()
  await makeDue(first.id)
  await expect.poll(() => statusOf(first.id)).toBe('APPROVED')
  await page.clock.fastForward(90_000)
  await expect(sent(page, first.reference)).toBeHidden()
  await expect(page.getByText('审核结论已作出，内容不再显示。')).toBeVisible()
})
