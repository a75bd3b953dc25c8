import type { Page } from '@playwright/test'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { releaseClaim } from '@/lib/review/claims/release-claim'
import { emptyQueue, endedAgo } from '@/tests/factories/endings'
import { aSubmitted } from '@/tests/factories/journey'
import { aColleague } from '@/tests/factories/people'
import { expect, test } from '../support/test'

test.use({ ownSystem: true, viewport: { width: 1440, height: 900 } })
test.describe.configure({ mode: 'default' }) // they share one queue

test.beforeEach(emptyQueue)

const aReviewer = async () => (await aColleague({ roles: ['REVIEWER'] })).actor
const rowOf = (page: Page, reference: string) => page.getByRole('row', { name: reference })

/** Lets the page read the queue again by itself. */
const readAgain = (page: Page) => page.clock.runFor(16_000)

test('the queue is kept up to date, and nothing moves: new rows wait, rows that are gone stay and say so', async ({
  page,
  signIn,
}) => {
  const first = await aSubmitted()
  const second = await aSubmitted()
  await page.clock.install()
  await signIn(await aReviewer())
  await page.goto('/queue')
  await expect(rowOf(page, first.reference)).toBeVisible()
  const at = await rowOf(page, second.reference).boundingBox()

  const third = await aSubmitted()
  await endedAgo(first.id, 'WITHDRAWN', 0)
  const colleague = await aReviewer()
  await claimQualification(colleague, { qualificationId: second.id })
  await readAgain(page)
  await expect(page.getByText('有 1 份新的申请')).toBeVisible()
  await expect(rowOf(page, first.reference).getByText('已不在此列表')).toBeVisible()
  await expect(rowOf(page, second.reference)).toContainText('审核中')
  await expect(rowOf(page, third.reference)).toBeHidden()
  expect(await rowOf(page, second.reference).boundingBox()).toEqual(at)

  // Under the pointer or the focus, not even a word of a row changes.
  await rowOf(page, second.reference).getByRole('link').focus()
  await releaseClaim(colleague, { qualificationId: second.id })
  const fourth = await aSubmitted()
  await readAgain(page)
  await expect(page.getByText('有 2 份新的申请')).toBeVisible()
  await expect(rowOf(page, second.reference)).toContainText('审核中')
  await expect(rowOf(page, second.reference).getByRole('link')).toBeFocused()

  await page.getByRole('button', { name: '显示', exact: true }).click()
  await expect(rowOf(page, third.reference)).toBeVisible()
  await expect(rowOf(page, fourth.reference)).toBeVisible()
  await expect(rowOf(page, first.reference)).toBeHidden()
  await expect(rowOf(page, second.reference)).toContainText('待审核')
  await expect(page.getByText('份新的申请')).toBeHidden()
})

test('an empty queue says that something came; an open page without anybody reads no more', async ({
  page,
  signIn,
}) => {
  await page.clock.install()
  await signIn(await aReviewer())
  await page.goto('/queue')
  await expect(page.getByText('目前没有等待审核的申请')).toBeVisible()
  const { reference } = await aSubmitted()
  await readAgain(page)
  await expect(page.getByText('有 1 份新的申请')).toBeVisible()
  await page.getByRole('button', { name: '显示', exact: true }).click()
  await expect(rowOf(page, reference)).toBeVisible()

  await page.clock.runFor(180_000)
  let requests = 0
  page.on('request', () => {
    requests += 1
  })
  await page.clock.runFor(60_000)
  expect(requests).toBe(0)
})

test('a notice that comes, and news above the list, move no row', async ({ page, signIn }) => {
  const held = await aSubmitted()
  const other = await aSubmitted()
  const reviewer = await aReviewer()
  await claimQualification(reviewer, { qualificationId: held.id })
  await page.clock.install()
  await signIn(reviewer)
  await page.goto('/queue')
  const holding = page.getByText(`您正在审核 ${held.reference}`)
  await expect(holding).toBeVisible()
  const row = rowOf(page, other.reference)
  await row.hover()
  const at = await row.boundingBox()

  const lead = (await aColleague({ roles: ['LEAD'] })).actor
  await releaseClaim(lead, { qualificationId: held.id, reason: 'ABSENT' })
  await readAgain(page)
  await expect(page.getByText('原因：您不在岗。')).toBeVisible()
  await expect(page.getByText('列表上方的提示有更新')).toBeVisible()
  expect(await row.boundingBox()).toEqual(at)

  await page.getByRole('button', { name: '显示', exact: true }).click()
  await expect(holding).toBeHidden()
  await expect(page.getByText('列表上方的提示有更新')).toBeHidden()
})

test('the tab names the case, and the queue again afterwards', async ({ page, signIn }) => {
  const { id, reference } = await aSubmitted()
  await signIn(await aReviewer())
  await page.goto('/queue')
  const { title } = { title: await page.title() }
  await rowOf(page, reference).getByRole('link').click()
  await expect(page).toHaveTitle(`${reference} · ${title}`)
  await page.getByRole('button', { name: '领取这份申请' }).click()
  await expect(page.getByRole('heading', { name: `审核 ${reference}` })).toBeVisible()
  await expect(page).toHaveTitle(`${reference} · ${title}`)
  await page.goBack()
  await page.getByRole('navigation').getByRole('link', { name: '审核队列' }).click()
  await expect(page).toHaveTitle(title)
  await page.goto(`/cases/${id}`)
  await expect(page).toHaveTitle(new RegExp(`^${reference} · `))
})
