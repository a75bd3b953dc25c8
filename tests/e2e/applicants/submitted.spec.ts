import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { database } from '@/lib/db/client'
import { aSubmitted, decide, resubmit } from '@/tests/factories/journey'
import { aColleague, aMemberOf } from '@/tests/factories/people'
import { press } from '../support/keyboard'
import { flawsOf } from '../support/layout'
import { expect, flawsForAxe, test } from '../support/test'

test.use({ viewport: { width: 390, height: 844 } })

/** Creates one whose portrait was refused, which was submitted again and approved. */
async function aResubmitted() {
  const made = await aSubmitted()
  const { actor } = await aColleague({ name: '李审核' })
  await decide(actor, made.id, { ID_PORTRAIT: 'BLURRED' })
  await resubmit(made.applicant.actor, made.id, ['ID_PORTRAIT'])
  await decide(actor, made.id)
  return made
}

const card = (page: Page, title: string) =>
  page.locator('section').filter({ has: page.getByRole('heading', { name: title, exact: true }) })

test('an applicant reads each submission with its result, and stores a receipt, by keyboard on a phone', async ({
  page,
  signIn,
}) => {
  const { applicant, id, reference } = await aResubmitted()
  await signIn(applicant.actor)
  await page.goto(`/qualifications/${id}`)
  await press(page, page.getByRole('link', { name: '查看第 2 次提交' }))
  await expect(page.getByRole('heading', { name: '第 2 次提交的内容', level: 1 })).toBeVisible()
  const main = page.getByRole('main')
  for (const said of [
    reference,
    '您本人',
    '王小明',
    '1101**********002X',
    '【小明书屋】',
    '红楼梦',
    'ID_PORTRAIT-2.jpg',
  ]) {
    await expect(main).toContainText(said)
  }
  await expect(card(page, '各项审核结果')).toContainText('沿用前次通过')
  await expect(main).not.toContainText('李审核')
  await expect(page.getByRole('img', { name: '查看大图: 身份证人像面' })).toBeVisible()
  expect([await flawsOf(page), await flawsForAxe(page)]).toEqual([[], []])

  const coming = page.waitForEvent('download')
  await press(page, page.getByRole('link', { name: '下载提交回执（PDF）' }))
  const download = await coming
  expect(download.suggestedFilename()).toBe(`zhunxin-receipt-${reference}-2.pdf`)
  expect((await readFile(await download.path())).subarray(0, 5).toString()).toBe('%PDF-')

  await press(page, page.getByRole('link', { name: '第 1 次', exact: true }))
  await expect(page.getByRole('heading', { name: '第 1 次提交的内容', level: 1 })).toBeVisible()
  const refused = card(page, '各项审核结果').getByRole('listitem').filter({ hasText: '身份证人像面' })
  await expect(refused).toContainText('不通过')
  await expect(refused).toContainText('模糊')
  await expect(refused).toContainText('左下角的号码看不清')
  await expect(main).toContainText('ID_PORTRAIT.jpg')
  await press(page, page.getByRole('link', { name: '返回申请' }))
  await expect(page.getByRole('heading', { name: '您提交过的内容' })).toBeVisible()
})

test('while it is being corrected, what was submitted can be read in English too', async ({ another }) => {
  const { applicant, id } = await aSubmitted()
  await decide((await aColleague()).actor, id, { ID_PORTRAIT: 'BLURRED' })
  const page = await another(applicant.actor, { locale: 'en', viewport: { width: 390, height: 844 } })
  await page.goto(`/qualifications/${id}`)
  await page.getByRole('link', { name: 'View submission 1' }).click()
  await expect(page.getByRole('heading', { name: 'Submission 1', level: 1 })).toBeVisible()
  await expect(card(page, 'Result of each part')).toContainText('Not accepted')
  await expect(page.getByRole('link', { name: 'View submission 2' })).toHaveCount(0)
  expect(await flawsOf(page)).toEqual([])
})

test('a member who looks at pictures of another member is recorded, and the receipt is stored by no cache', async ({
  another,
}) => {
  const { applicant, id } = await aSubmitted()
  const { actor } = await aMemberOf(applicant.accountId)
  const page = await another(actor)
  await page.goto(`/qualifications/${id}/submitted/1`)
  await expect(page.getByRole('main')).toContainText('139****')
  const picture = page.getByRole('img', { name: '查看大图: 身份证人像面' })
  await picture.scrollIntoViewIfNeeded()
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0)
  const viewed = { action: 'document.viewed_by_member', actorId: actor.id, subjectId: id }
  expect(await database().auditEvent.count({ where: viewed })).toBeGreaterThan(0)
  const answer = await page.request.get(`/api/qualifications/${id}/receipts/1`)
  expect(answer.headers()['cache-control']).toContain('no-store')
})
