import { aSubmitted } from '@/tests/factories/journey'
import { aColleague } from '@/tests/factories/people'
import { personal } from '../support/records'
import { expect, test } from '../support/test'
import { acceptAll, open, part, refuse } from '../support/workbench'

test.use({ viewport: { width: 390, height: 844 } })

test('a final reason closes the application, and is shown', async ({ page, signIn, another }) => {
  const { applicant, id, reference } = await aSubmitted()
  const reviewer = await another((await aColleague({ roles: ['REVIEWER'] })).actor, {
    viewport: { width: 1440, height: 900 },
  })
  await open(reviewer, reference)
  await acceptAll(reviewer)
  await part(reviewer, '身份证人像面').click()
  await refuse(reviewer, { reason: '疑似伪造', note: personal('姓名一栏的字体与制式不符') })
  await expect(reviewer.getByText('选择“最终不通过”的原因后，整份申请的结论是“未通过”')).toBeVisible()
  await reviewer.getByRole('button', { name: '提交结论：未通过' }).click()
  await reviewer.getByRole('dialog').getByRole('button', { name: '确认提交' }).click()
  await expect(reviewer.getByText('审核结论已作出，内容不再显示。')).toBeVisible()

  await signIn(applicant.actor)
  await page.goto(`/qualifications/${id}`)
  await expect(page.getByRole('heading', { name: '没有通过审核' })).toBeVisible()
  const reasons = page.getByRole('region', { name: '未通过的原因' })
  await expect(reasons).toContainText('身份证人像面')
  await expect(reasons).toContainText('疑似伪造')
  await expect(reasons).toContainText('携带原件说明')
  await expect(reasons).toContainText('姓名一栏的字体与制式不符')
  await expect(page.getByText('什么时候可以再申请')).toBeVisible()
  await page.goto(`/qualifications/${id}/identity`)
  await expect(page.getByRole('heading', { name: '没有通过审核' })).toBeVisible()
})
