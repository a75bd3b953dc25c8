import type { Page } from '@playwright/test'
import { readForReview } from '@/lib/review/read-for-review'
import { emptyQueue } from '@/tests/factories/endings'
import { aSubmitted } from '@/tests/factories/journey'
import { aColleague } from '@/tests/factories/people'
import { answersOnArrival } from '../support/arrival'
import { expect, test } from '../support/test'
import { searchByKey } from '../support/workbench'

test.use({ ownSystem: true, viewport: { width: 1440, height: 900 } })

test.beforeEach(emptyQueue)

test('a judgement that was not sent is there after back, after a search and after a crash of the browser', async ({
  page,
  signIn,
}) => {
  const { id, reference } = await aSubmitted()
  const reviewer = (await aColleague({ roles: ['REVIEWER'] })).actor
  const title = (of: Page) => of.getByRole('heading', { name: `审核 ${reference}` })
  const saved = async () => JSON.stringify((await readForReview(reviewer, id))?.opened?.drafts)
  /** Writes into the note of the current part, the first. */
  const write = async (text: string) => {
    await page.getByRole('button', { name: /^不通过/ }).click()
    await page.getByRole('textbox', { name: /^说明/ }).fill(text)
  }
  const expectNote = async (of: Page, text: string) => {
    await expect(title(of)).toBeVisible()
    await of.getByRole('navigation', { name: '审核项' }).getByRole('button').first().click()
    await expect(of.getByRole('textbox', { name: /^说明/ })).toHaveValue(text)
  }
  await signIn(reviewer)
  await page.goto('/queue')
  await page.getByRole('button', { name: '领取下一份' }).click()
  await expect(title(page)).toBeVisible()

  await test.step('after back, at once', async () => {
    await write('退回之前写的')
    await page.goBack()
    await expect(page.getByRole('heading', { name: '审核队列' })).toBeVisible()
    await page.goForward()
    await expectNote(page, '退回之前写的')
  })

  await test.step('after a search, at once', async () => {
    await write('查找之前写的')
    await page.getByRole('main').focus()
    await searchByKey(page, reference)
    await page.waitForURL(/[?&](found|reference)=/)
    await page.getByRole('row', { name: reference }).getByRole('link', { name: reference }).click()
    await expectNote(page, '查找之前写的')
  })

  await test.step('written without a connection, it is saved when there is one again', async () => {
    await page.context().setOffline(true)
    const tried = page.waitForEvent('requestfailed')
    await write('断网时写的')
    await tried
    await page.context().setOffline(false)
    await expect.poll(saved).toContain('断网时写的')
  })

  await test.step('after a crash, once it is saved', async () => {
    await write('崩溃之前写的')
    await expect.poll(saved).toContain('崩溃之前写的')
    await page.close({ runBeforeUnload: false })
    const next = await page.context().newPage()
    await answersOnArrival(next)
    await next.goto(`/queue/${id}`)
    await expectNote(next, '崩溃之前写的')
  })
})
