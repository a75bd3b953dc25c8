import { makeReference } from '@/lib/rulebook/checks/reference'
import { emptyQueue } from '@/tests/factories/endings'
import { aSubmitted } from '@/tests/factories/journey'
import { aColleague } from '@/tests/factories/people'
import { expect, test } from '../support/test'
import { searchByKey } from '../support/workbench'

test.use({ ownSystem: true, viewport: { width: 1440, height: 900 } })

test.beforeEach(emptyQueue)

test('a search says what it searched, whatever the filters, and why nothing matches', async ({ page, signIn }) => {
  const { reference } = await aSubmitted()
  await signIn((await aColleague({ roles: ['REVIEWER'] })).actor)
  await page.goto('/queue?kind=ORGANISATION')
  await expect(page.getByRole('row', { name: reference })).toBeHidden()

  await searchByKey(page, reference.slice(-6).toLowerCase())
  await expect(page.getByRole('row', { name: reference })).toBeVisible()
  await expect(page.getByText(/查找姓名、名称、签名和受理编号后六位：有 1 份完全一致/)).toBeVisible()

  await searchByKey(page, '查无此人')
  await expect(page.getByText(/没有完全一致的/)).toBeVisible()
  await expect(page.getByText(/没有这个姓名、名称、签名或受理编号后六位/)).toBeVisible()

  await searchByKey(page, '13900139000')
  await expect(page.getByText(/没有这个手机号/)).toBeVisible()

  await searchByKey(page, makeReference(new Date(), new Uint8Array([1, 2, 3, 4, 5])))
  await expect(page.getByText('已提交的申请中没有这个受理编号。')).toBeVisible()

  const last = reference.endsWith('2') ? '3' : '2'
  await searchByKey(page, `${reference.slice(0, -1)}${last}`)
  await expect(page.getByText(/受理编号有误：最后一位/)).toBeVisible()
})
