import type { Page } from '@playwright/test'
import type { PersonActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import { readForReview } from '@/lib/review/read-for-review'
import { emptyQueue } from '@/tests/factories/endings'
import { aSubmitted } from '@/tests/factories/journey'
import { aColleague } from '@/tests/factories/people'
import { expect, test } from '../support/test'
import { acceptAll } from '../support/workbench'

test.use({ ownSystem: true, viewport: { width: 1440, height: 900 } })
test.describe.configure({ mode: 'default' }) // they share one queue

test.beforeEach(emptyQueue)

const aReviewer = async () => (await aColleague({ roles: ['REVIEWER'] })).actor

const savedFor = async (reviewer: PersonActor, id: string) => (await readForReview(reviewer, id))?.opened?.drafts ?? {}

const workbenchOf = (page: Page, reference: string) => page.getByRole('heading', { name: `审核 ${reference}` })

async function takeNext(page: Page, reference: string) {
  await page.goto('/queue')
  await page.getByRole('button', { name: '领取下一份' }).click()
  await expect(workbenchOf(page, reference)).toBeVisible()
}

async function acceptAndGoOn(page: Page) {
  await acceptAll(page)
  await sendAndGoOn(page)
}

async function sendAndGoOn(page: Page) {
  await page.getByRole('button', { name: '提交结论：通过' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '提交并领取下一份' }).click()
}

test('a decision brings the next case in one request; reload, back and release find it as any other', async ({
  page,
  signIn,
}) => {
  const first = await aSubmitted()
  const second = await aSubmitted()
  const reviewer = await aReviewer()
  await signIn(reviewer)
  await takeNext(page, first.reference)
  await acceptAll(page)
  const parts = await database().part.count({ where: { submission: { qualificationId: first.id } } })
  // What was judged is saved, in requests of its own.
  await expect.poll(async () => Object.keys(await savedFor(reviewer, first.id)).length).toBe(parts)
  const requests: string[] = []
  page.on('request', (request) => {
    const renewsOrSaves = request.method() === 'POST' && !(request.postData() ?? '').includes('verdict:')
    if (/\/queue/.test(new URL(request.url()).pathname) && !renewsOrSaves) requests.push(request.method())
  })
  await sendAndGoOn(page)

  await expect(workbenchOf(page, second.reference)).toBeVisible()
  await expect(page.getByText(`结论已提交：${first.reference}，通过。`)).toBeVisible()
  await expect(page).toHaveURL(`/queue/${second.id}`)
  await expect(page.getByText(/^已判断 0 \//)).toBeVisible()
  await expect(page.getByRole('timer')).toContainText('剩余')
  expect(requests).toEqual(['POST'])

  await page.reload()
  await expect(workbenchOf(page, second.reference)).toBeVisible()
  await page.goBack()
  await expect(page.getByRole('heading', { name: '审核队列' })).toBeVisible()
  await expect(page.getByRole('row', { name: second.reference })).toBeVisible()
  await expect(page.getByRole('row', { name: first.reference })).toBeHidden()
  await page.getByRole('link', { name: '继续审核' }).click()
  await page.getByRole('button', { name: '释放' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '释放' }).click()
  await expect(page.getByRole('row', { name: second.reference })).toContainText('待审核')
})

test('going back right after a decision shows the queue as it is now', async ({ page, signIn }) => {
  const first = await aSubmitted()
  const second = await aSubmitted()
  await signIn(await aReviewer())
  await takeNext(page, first.reference)
  await acceptAndGoOn(page)
  await expect(workbenchOf(page, second.reference)).toBeVisible()
  await page.goBack()
  await expect(page.getByText(`${second.reference}`).first()).toBeVisible()
  await expect(page.getByRole('row', { name: first.reference })).toBeHidden()
  await page.goForward()
  await expect(workbenchOf(page, second.reference)).toBeVisible()
})

test('where no case is left, the queue says so', async ({ page, signIn }) => {
  const { id, reference } = await aSubmitted()
  await signIn(await aReviewer())
  await takeNext(page, reference)
  await acceptAndGoOn(page)
  await expect(page.getByRole('heading', { name: '审核队列' })).toBeVisible()
  await expect(page.getByText(`结论已提交：${reference}`)).toBeVisible()
  await expect(page.getByText('目前没有其他您可以审核的申请。')).toBeVisible()
  const { status } = await database().qualification.findUniqueOrThrow({ where: { id } })
  expect(status).toBe('APPROVED')
})

test('a decision that is refused says why, claims nothing and keeps the judgements', async ({ page, signIn }) => {
  const first = await aSubmitted()
  const second = await aSubmitted()
  await signIn(await aReviewer())
  await takeNext(page, first.reference)
  await acceptAll(page)
  await page.getByRole('button', { name: '提交结论：通过' }).click()
  await database()
    .$executeRaw`UPDATE qualifications SET lease_ends_at = now() - interval '1 second' WHERE id = ${first.id}::uuid`
  await page.getByRole('dialog').getByRole('button', { name: '提交并领取下一份' }).click()
  await expect(page.getByText('您已不再持有这份申请')).toBeVisible()
  await page.getByRole('button', { name: '重新领取' }).click()
  await expect(page.getByText('您已不再持有这份申请')).toBeHidden()
  await expect(page.getByRole('button', { name: '提交结论：通过' })).toBeEnabled()
  const { status } = await database().qualification.findUniqueOrThrow({ where: { id: second.id } })
  expect(status).toBe('SUBMITTED')
})

test('judgements outlive a change of the language, on a case that came with a decision too', async ({
  page,
  signIn,
}) => {
  const first = await aSubmitted()
  const second = await aSubmitted()
  await signIn(await aReviewer())
  await takeNext(page, first.reference)
  await acceptAndGoOn(page)
  await expect(workbenchOf(page, second.reference)).toBeVisible()
  await page
    .getByRole('button', { name: /^不通过/ })
    .first()
    .click()
  await page.getByRole('checkbox').first().check()
  await page.getByRole('button', { name: 'English' }).click()
  await expect(page.getByRole('heading', { name: `Review ${second.reference}` })).toBeVisible()
  await expect(page.getByRole('checkbox').first()).toBeChecked()
})
