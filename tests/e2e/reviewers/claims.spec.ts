import type { Page } from '@playwright/test'
import { database } from '@/lib/db/client'
import { readForReview } from '@/lib/review/read-for-review'
import { emptyQueue } from '@/tests/factories/endings'
import { aSubmitted } from '@/tests/factories/journey'
import { aColleague, aRegisteredApplicant, aSession } from '@/tests/factories/people'
import { expect, test } from '../support/test'
import { acceptAll } from '../support/workbench'

test.use({ ownSystem: true, viewport: { width: 1440, height: 900 } })
test.describe.configure({ mode: 'default' }) // they share one queue

test.beforeEach(emptyQueue)

const NOTHING_LEFT = '目前没有您可以审核的申请。'
const LOST = '您已不再持有这份申请'

const aReviewer = async (name?: string) => (await aColleague({ roles: ['REVIEWER'], ...(name ? { name } : {}) })).actor

/** Makes the claim look as if its holder had been silent for a quarter of an hour. */
async function letLeaseLapse(id: string) {
  await database()
    .$executeRaw`UPDATE qualifications SET lease_ends_at = now() - interval '1 second' WHERE id = ${id}::uuid`
}

test('when two reviewers claim the only application at once, one has it and the other sees that none is left', async ({
  another,
}) => {
  const { reference } = await aSubmitted()
  const pages = [await another(await aReviewer()), await another(await aReviewer())]
  for (const page of pages) await page.goto('/queue')
  await Promise.all(pages.map((page) => page.getByRole('button', { name: '领取下一份' }).click()))

  const won = await Promise.all(
    pages.map(async (page) => {
      const mine = page.getByRole('heading', { name: `审核 ${reference}` })
      await expect(mine.or(page.getByText(NOTHING_LEFT))).toBeVisible()
      return mine.isVisible()
    }),
  )
  expect(won.filter(Boolean)).toHaveLength(1)
})

test('a lapsed lease is said at once, nothing written is lost, and someone else may take the application', async ({
  page,
  signIn,
  another,
}) => {
  const { id, reference } = await aSubmitted()
  await signIn(await aReviewer())
  await page.clock.install()
  await page.goto('/queue')
  await page.getByRole('button', { name: '领取下一份' }).click()
  await expect(page.getByRole('heading', { name: `审核 ${reference}` })).toBeVisible()
  await page.getByRole('button', { name: '不通过', exact: false }).first().click()
  const reason = page.getByRole('checkbox', { name: /姓名不一致/ })
  await reason.check()
  const note = page.getByRole('textbox', { name: /^说明/ })
  await note.fill('第二个字与证件不同')

  await letLeaseLapse(id)
  await page.keyboard.press('Shift') // a heartbeat renews the lease
  await page.clock.runFor(31_000)
  await expect(page.getByText(LOST)).toBeVisible()
  await expect(note).toHaveValue('第二个字与证件不同')
  await expect(reason).toBeChecked()

  const other = await another(await aReviewer())
  await other.goto('/queue')
  await other.getByRole('button', { name: '领取下一份' }).click()
  await expect(other.getByRole('heading', { name: `审核 ${reference}` })).toBeVisible()
  await page.getByRole('button', { name: '重新领取' }).click()
  await expect(page.getByText(/已领取这份申请（\d{4}年\d+月\d+日 \d\d:\d\d）。请领取别的申请/)).toBeVisible()

  await other.getByRole('button', { name: '释放' }).click()
  await other.getByRole('dialog').getByRole('button', { name: '释放' }).click()
  await expect(other.getByRole('heading', { name: '审核队列' })).toBeVisible()
  await page.getByRole('button', { name: '重新领取' }).click()
  await expect(page.getByText(LOST)).toBeHidden()
  await expect(page.getByRole('timer')).toContainText('剩余')
  await expect(note).toHaveValue('第二个字与证件不同')
})

test('a case that is open on two devices of its reviewer has on each what was written on both', async ({ another }) => {
  const { id, reference } = await aSubmitted()
  const { id: reviewerId, actor } = await aColleague({ roles: ['REVIEWER'] })
  const [desk, laptop] = [await another(actor), await another(await aSession(reviewerId, 'STAFF'))]
  const title = { name: `审核 ${reference}` }
  await desk.goto('/queue')
  await desk.getByRole('button', { name: '领取下一份' }).click()
  await expect(desk.getByRole('heading', title)).toBeVisible()
  await laptop.goto(`/queue/${id}`)
  await expect(laptop.getByRole('heading', title)).toBeVisible()

  const saved = async () => JSON.stringify((await readForReview(actor, id))?.opened?.drafts)
  const judged = async (page: Page, index: number, note: string) => {
    await page.getByRole('navigation', { name: '审核项' }).getByRole('button').nth(index).click()
    await page.getByRole('button', { name: /^不通过/ }).click()
    await page.getByRole('textbox', { name: /^说明/ }).fill(note)
    await expect.poll(saved).toContain(note)
  }
  await judged(desk, 0, '在台式机上写的')
  await judged(laptop, 1, '在笔记本上写的')
  for (const page of [desk, laptop]) {
    await page.reload()
    const parts = page.getByRole('navigation', { name: '审核项' }).getByRole('button')
    for (const [index, note] of ['在台式机上写的', '在笔记本上写的'].entries()) {
      await parts.nth(index).click()
      await expect(page.getByRole('textbox', { name: /^说明/ })).toHaveValue(note)
    }
  }
})

test('a decision sent after the lease lapsed changes nothing', async ({ page, signIn }) => {
  const { id } = await aSubmitted()
  await signIn(await aReviewer())
  await page.goto('/queue')
  await page.getByRole('button', { name: '领取下一份' }).click()
  await acceptAll(page)
  await page.getByRole('button', { name: '提交结论：通过' }).click()
  await letLeaseLapse(id)
  await page.getByRole('button', { name: '确认提交' }).click()
  await expect(page.getByText(LOST)).toBeVisible()
  const { status } = await database().qualification.findUniqueOrThrow({ where: { id } })
  expect(status).not.toBe('APPROVED')
})

test('someone disabled is out at their next request, and what they held waits for a colleague', async ({
  page,
  signIn,
  another,
}) => {
  const { id, reference } = await aSubmitted()
  const leaver = await aColleague({ roles: ['REVIEWER'], name: '林远' })
  const held = await another(leaver.actor)
  await held.goto('/queue')
  await held.getByRole('button', { name: '领取下一份' }).click()
  await expect(held.getByRole('heading', { name: `审核 ${reference}` })).toBeVisible()

  await signIn((await aColleague({ roles: ['ADMIN'], name: '周岚' })).actor)
  await page.goto('/people')
  await page.getByRole('link', { name: '林远' }).click()
  await page.getByRole('button', { name: '停用…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '确认停用' }).click()
  await expect(page.getByText('已停用', { exact: true }).first()).toBeVisible()

  await held.goto(`/queue/${id}`)
  await expect(held.getByRole('heading', { name: '员工登录' })).toBeVisible()
  const colleague = await another(await aReviewer())
  await colleague.goto('/queue')
  await expect(colleague.getByRole('row', { name: reference })).toContainText('待审核')
  await colleague.getByRole('button', { name: '领取下一份' }).click()
  await expect(colleague.getByRole('heading', { name: `审核 ${reference}` })).toBeVisible()
})

test('nobody reviews for an account of their own', async ({ page, signIn }) => {
  const applicant = await aRegisteredApplicant()
  const { id, reference } = await aSubmitted({ applicant })
  await database().roleGrant.create({ data: { userId: applicant.id, role: 'REVIEWER' } })
  await signIn(await aSession(applicant.id, 'STAFF'))
  await page.goto('/queue')
  await expect(page.getByRole('row', { name: reference })).toContainText('本人账户，回避')
  await page.getByRole('button', { name: '领取下一份' }).click()
  await expect(page.getByText(NOTHING_LEFT)).toBeVisible()
  await page.goto(`/queue/${id}`)
  await expect(page.getByText('这是您所属账户的申请，不能由您审核。')).toBeVisible()
  await expect(page.getByRole('button', { name: '领取这份申请' })).toBeHidden()
})
