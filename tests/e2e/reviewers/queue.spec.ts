import { emptyQueue, endedAgo } from '@/tests/factories/endings'
import { aSubmitted, decide, resubmit } from '@/tests/factories/journey'
import { aColleague } from '@/tests/factories/people'
import { expect, flawsForAxe, test } from '../support/test'
import { searchByKey } from '../support/workbench'

test.use({ ownSystem: true, viewport: { width: 1440, height: 900 } })
test.describe.configure({ mode: 'default' }) // they share one queue

test.beforeEach(emptyQueue)

const aReviewer = async () => (await aColleague({ roles: ['REVIEWER'] })).actor

test('someone is found by name, and the address holds nothing but ids', async ({ page, signIn }) => {
  const { id, reference } = await aSubmitted()
  await signIn(await aReviewer())
  await page.goto('/queue')
  await searchByKey(page, '王小明')
  await expect(page).toHaveURL(/\?found=/)
  await expect(page.getByRole('row', { name: reference })).toBeVisible()
  const { search } = new URL(page.url())
  expect(new URLSearchParams(search).get('found')?.split(',')).toContain(id)
  expect(decodeURIComponent(search)).not.toContain('王')
  await searchByKey(page, '查无此人')
  await expect(page.getByText('没有符合条件的申请')).toBeVisible()
  expect(page.url()).toMatch(/\?found=none&by=NAME$/)
})

test('an application that a lead marks urgent is claimed first', async ({ page, signIn, another }) => {
  const older = await aSubmitted()
  const urgent = await aSubmitted()
  await signIn((await aColleague({ roles: ['LEAD'] })).actor)
  await page.goto('/queue')
  await page.getByRole('button', { name: `加急：${urgent.reference}` }).click()
  await expect(
    page.getByRole('row', { name: urgent.reference }).getByText('加急', { exact: true }).first(),
  ).toBeVisible()
  await expect(page.getByRole('row').nth(1)).toContainText(urgent.reference)
  await expect(page.getByRole('row').nth(2)).toContainText(older.reference)

  const reviewer = await another(await aReviewer())
  await reviewer.goto('/queue')
  await reviewer.getByRole('button', { name: '领取下一份' }).click()
  await expect(reviewer.getByRole('heading', { name: `审核 ${urgent.reference}` })).toBeVisible()

  await page.reload() // the queue reads itself again after a while, and would show what follows
  await endedAgo(older.id, 'WITHDRAWN', 0)
  const row = page.getByRole('row', { name: older.reference })
  await row.getByRole('button').click()
  await expect(row.getByRole('alert')).toBeVisible()
})

test('a resubmission shows each change next to the earlier value; a refusal is shown as its applicant will see it', async ({
  page,
  signIn,
}) => {
  const { id, applicant, reference } = await aSubmitted()
  await decide(await aReviewer(), id, { ID_PORTRAIT: 'BLURRED' })
  await resubmit(applicant.actor, id, ['ID_PORTRAIT'])
  await signIn(await aReviewer())
  await page.goto('/queue?revision=again')
  await page.getByRole('link', { name: reference }).click()
  await page.getByRole('button', { name: '领取这份申请' }).click()

  await expect(page.getByText('已判断 0 / 1')).toBeVisible()
  await expect(page.getByText('第 1 次提交时不通过')).toBeVisible()
  await expect(page.getByText('此后有变动：图片')).toBeVisible()
  const refusedThen = page.getByRole('table', { name: '上次不通过：1 项' }).getByRole('row').nth(1)
  await expect(refusedThen.getByRole('cell')).toHaveText([/^模糊/, '图片', '未判断'])
  await expect(page.getByRole('application')).toHaveCount(2)
  await page.getByRole('region', { name: '此前已通过，不再审核' }).getByRole('button', { name: '承诺函' }).click()
  await expect(page.getByText(/第 1 次提交时由.*审核通过/)).toBeVisible()
  await expect(page.getByRole('button', { name: /^不通过/ })).toBeHidden()
  expect(await flawsForAxe(page)).toEqual([])

  await page.getByRole('navigation', { name: '审核项' }).getByRole('button').click()
  await page.getByRole('button', { name: /^不通过/ }).click()
  await page.getByRole('checkbox', { name: /^反光/ }).check()
  await expect(refusedThen.getByRole('cell').last()).toHaveText('不通过')
  await page.getByRole('button', { name: /^提交结论：/ }).click()
  const preview = page.getByRole('dialog').getByRole('region', { name: '申请人将看到' })
  await expect(preview).toContainText('需要修改：')
  await preview.getByRole('button', { name: '英文' }).click()
  await expect(preview).toContainText('Needs correction: ')
  expect(await flawsForAxe(page)).toEqual([])
  await page.getByRole('dialog').getByRole('button', { name: '确认提交' }).click()
  await expect(page.getByText('审核结论已作出，内容不再显示。')).toBeVisible()

  await page.goto('/mine')
  await expect(page.getByRole('row', { name: reference })).toContainText('需要修改')
  expect(await flawsForAxe(page)).toEqual([])
})
