import type { Page } from '@playwright/test'
import { database } from '@/lib/db/client'
import { emptyQueue } from '@/tests/factories/endings'
import { aSubmitted, decide, resubmit, submit } from '@/tests/factories/journey'
import { anOrganisationDraft } from '@/tests/factories/organisation-drafts'
import { aColleague } from '@/tests/factories/people'
import { keysWork } from '../support/keyboard'
import { expect, test } from '../support/test'
import { pictureIsThere } from '../support/workbench'

test.use({ ownSystem: 'undo', settings: { UNDO_SECONDS: '60' }, viewport: { width: 1440, height: 900 } })
test.describe.configure({ mode: 'default' }) // they share one queue

test.beforeEach(emptyQueue)

const aReviewer = async () => (await aColleague({ roles: ['REVIEWER'] })).actor
const workbenchOf = (page: Page, reference: string) => page.getByRole('heading', { name: `审核 ${reference}` })

/** Submits an organisation's case, and returns it with the number of its parts. */
async function aLongCase() {
  const { applicant, id, reference } = await anOrganisationDraft()
  await submit(applicant.actor, id)
  const parts = await openParts(id, 1)
  expect(parts).toBeGreaterThanOrEqual(10)
  return { id, reference, parts }
}

const openParts = (qualificationId: string, revision: number) =>
  database().part.count({ where: { submission: { qualificationId, revision }, carriedFromId: null } })

/** Presses keys, and counts them; two keys that are held together are one. */
function counting(page: Page) {
  const pressed: string[] = []
  const press = async (key: string) => {
    pressed.push(key)
    await page.keyboard.press(key)
  }
  return {
    press,
    async claimNext(reference: string) {
      await expect(page.getByRole('button', { name: '领取下一份' })).toBeVisible()
      await keysWork(page)
      await press('n')
      await expect(workbenchOf(page, reference)).toBeVisible()
    },
    /** Accepts parts until so many are judged. */
    async accept(until: number, judged = 0) {
      for (let done = judged + 1; done <= until; done += 1) {
        await pictureIsThere(page)
        await press('a')
        await expect(page.getByText(`已判断 ${done} / `)).toBeVisible()
      }
    },
    /** Refuses the current part for its first reason. */
    async refuse() {
      await press('r')
      await expect(page.getByRole('searchbox', { name: '查找原因' })).toBeFocused()
      await press('1')
      await press('Enter')
      if (await page.getByRole('group', { name: '需要修改什么' }).locator(':focus').count()) {
        await press('1')
        await press('Enter')
      }
    },
    async send() {
      await press('Control+Enter')
      await expect(page.getByRole('dialog').getByRole('button', { name: '提交并领取下一份' })).toBeFocused()
      await press('Enter')
    },
    /** Says how many it took, and which. */
    expectAtMost(most: number, journey: string) {
      console.log(`${journey}: ${pressed.length} keys, ${most} at most: ${pressed.join(' ')}`)
      expect(pressed.length).toBeLessThanOrEqual(most)
    },
  }
}

test('approving ten parts and more takes sixteen keys at most: from the queue to the next case', async ({
  page,
  signIn,
}) => {
  const first = await aLongCase()
  const second = await aSubmitted()
  await signIn(await aReviewer())
  await page.goto('/queue')
  const keys = counting(page)
  await keys.claimNext(first.reference)
  await keys.accept(first.parts)
  const sentAt = Date.now()
  await keys.send()
  await expect(workbenchOf(page, second.reference)).toBeVisible()
  console.log(`from the first key of sending to the next case: ${Date.now() - sentAt} ms`)
  keys.expectAtMost(16, `approving ${first.parts} parts, from the queue to the next case`)
})

test('with one part refused it takes twenty keys at most', async ({ page, signIn }) => {
  const { id, reference, parts } = await aLongCase()
  await signIn(await aReviewer())
  await page.goto('/queue')
  const keys = counting(page)
  await keys.claimNext(reference)
  const before = Math.floor(parts / 2)
  await keys.accept(before)
  await keys.refuse()
  await expect(page.getByText(`已判断 ${before + 1} / `)).toBeVisible()
  await keys.accept(parts, before + 1)
  await keys.send()
  await expect
    .poll(() => database().pendingDecision.findUnique({ where: { qualificationId: id }, select: { outcome: true } }))
    .toEqual({ outcome: 'CHANGES_REQUESTED' })
  keys.expectAtMost(20, `refusing one of ${parts} parts, from the queue to what was sent`)
})

test('a key that stays down judges one part, and sends nothing', async ({ page, signIn }) => {
  const { id, reference } = await aSubmitted()
  await signIn(await aReviewer())
  await page.goto('/queue')
  await keysWork(page)
  await page.keyboard.press('n')
  await expect(workbenchOf(page, reference)).toBeVisible()
  const parts = await openParts(id, 1)
  await pictureIsThere(page)
  for (let times = 0; times < 3; times += 1) await page.keyboard.down('a')
  await page.keyboard.up('a')
  await expect(page.getByText(`已判断 1 / ${parts}`)).toBeVisible()
  await page.keyboard.press('u')
  await expect(page.getByText(`已判断 0 / ${parts}`)).toBeVisible()
  await counting(page).accept(parts)

  const dialog = page.getByRole('dialog')
  await page.keyboard.down('Control')
  await page.keyboard.down('Enter')
  await expect(dialog.getByRole('button', { name: '提交并领取下一份' })).toBeFocused()
  for (let times = 0; times < 3; times += 1) await page.keyboard.down('Enter')
  await page.keyboard.up('Enter')
  await page.keyboard.up('Control')
  await expect(dialog).toBeVisible()
  expect(await database().pendingDecision.count({ where: { qualificationId: id } })).toBe(0)
  await page.keyboard.press('Enter')
  await expect.poll(() => database().pendingDecision.count({ where: { qualificationId: id } })).toBe(1)
})

test('a resubmission of two parts takes six keys at most', async ({ page, signIn }) => {
  const { id, applicant, reference } = await aSubmitted()
  await decide(await aReviewer(), id, { ID_PORTRAIT: 'BLURRED', ID_EMBLEM: 'BLURRED' })
  await resubmit(applicant.actor, id, ['ID_PORTRAIT', 'ID_EMBLEM'])
  const parts = await openParts(id, 2)
  expect(parts).toBe(2)
  await signIn(await aReviewer())
  await page.goto('/queue')
  const keys = counting(page)
  await keys.claimNext(reference)
  await keys.accept(parts)
  await keys.send()
  await expect(page.getByText(`已提交：${reference}，通过。`)).toBeVisible()
  keys.expectAtMost(6, 'a resubmission of two parts, from the queue on')
})
