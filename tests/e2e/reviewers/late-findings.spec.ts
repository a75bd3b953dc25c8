import { database } from '@/lib/db/client'
import { settleLateReading } from '@/lib/qualifications/late/settle-late-reading'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { aFullDraft, submit } from '@/tests/factories/journey'
import { aColleague } from '@/tests/factories/people'
import { aReading, readAs } from '@/tests/factories/readings'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { flawsOf } from '../support/layout'
import { expect, flawsForAxe, test } from '../support/test'
import { part } from '../support/workbench'

test.use({ viewport: { width: 1440, height: 900 }, ownSystem: 'late findings', settings: { READ_DOCUMENTS: '1' } })

/**
 * Leaves one file of a draft unread, and forgets the readings of its others: no worker claims it, and what one reads
 * just now is dropped.
 */
async function leaveUnread(fileId: string, qualificationId: string) {
  const unread = { leasedUntil: new Date(Date.now() + 3_600_000), attempts: 9 }
  const pages = await database().documentPage.findMany({ where: { document: { submission: { qualificationId } } } })
  await database().reading.deleteMany({ where: { fileId: { in: pages.map((page) => page.fileId) } } })
  await database().reading.create({ data: { fileId, ...unread } })
}

test('what is read while the review is open comes to it, and nothing that was written is lost', async ({
  page,
  signIn,
}) => {
  const { applicant, id } = await aFullDraft()
  const { fileId } = await database().documentPage.findFirstOrThrow({
    where: { document: { kind: 'ID_PORTRAIT', submission: { qualificationId: id } } },
  })
  await leaveUnread(fileId, id)
  await submit(applicant.actor, id)
  const reviewer = (await aColleague({ roles: ['REVIEWER'] })).actor
  await claimQualification(reviewer, { qualificationId: id })
  await signIn(reviewer)
  await page.goto(`/queue/${id}`)
  await expect(page.getByText('还有 1 个文件正在识别')).toBeVisible()
  await part(page, '短信样例').first().click()
  await page.getByRole('button', { name: /^不通过/ }).click()
  const note = page.getByRole('textbox', { name: /^说明/ })
  await note.fill('请补充说明')

  await readAs(fileId, aReading({ quality: { blur: true } }))
  await settleLateReading()
  await expect(async () => {
    await page.mouse.move(300, 300) // who works renews the claim, which brings it
    await page.mouse.move(320, 320)
    await expect(page.getByText('刚刚识别出，未向申请人提示：身份证人像面')).toBeVisible({ timeout: 2_000 })
  }).toPass({ timeout: PATIENCE })
  await expect(page.getByText('还有 1 个文件正在识别')).toHaveCount(0)
  await expect(note).toHaveValue('请补充说明')
  await part(page, '身份证人像面').first().click()
  await expect(page.getByRole('heading', { name: '提交之后才识别出，未向申请人提示' })).toBeVisible()
  expect([await flawsOf(page), await flawsForAxe(page)]).toEqual([[], []])
})
