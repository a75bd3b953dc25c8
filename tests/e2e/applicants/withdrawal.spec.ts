import { aSubmitted } from '@/tests/factories/journey'
import { aColleague } from '@/tests/factories/people'
import { expect, test } from '../support/test'
import { acceptAll, open } from '../support/workbench'

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

test('an application that is withdrawn while a reviewer has claimed it is decided by nobody', async ({
  page,
  signIn,
  another,
}) => {
  const { applicant, id, reference } = await aSubmitted()
  await signIn(applicant.actor)
  const reviewer = await another((await aColleague()).actor, {
    viewport: { width: 1440, height: 900 },
    hasTouch: false,
    isMobile: false,
  })
  await open(reviewer, reference)
  await acceptAll(reviewer)
  // Asked before the application is withdrawn: a claim that is renewed afterwards would find out first.
  await reviewer.getByRole('button', { name: '提交结论：通过' }).click()

  await page.goto(`/qualifications/${id}`)
  await page.getByRole('button', { name: '撤回申请' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('审核会立即停止')
  await dialog.getByRole('button', { name: '撤回申请' }).click()
  await expect(page.getByRole('heading', { name: '申请已撤回' })).toBeVisible()

  await reviewer.getByRole('button', { name: '确认提交' }).click()
  await expect(reviewer.getByText(/撤回/).first()).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { name: '申请已撤回' })).toBeVisible()
  await page.getByRole('button', { name: '用这些内容重新申请' }).click()
  await expect(page).not.toHaveURL(new RegExp(id))
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()

  // Another is not started without seeing the one that was started now.
  const { pathname } = new URL(page.url())
  await page.goto(`/qualifications/${id}`)
  await expect(page.getByText('您有 1 份未完成的申请')).toBeVisible()
  await expect(page.getByRole('main').locator(`a[href="${pathname}"]`)).toBeVisible()
  await expect(page.getByRole('button', { name: '用这些内容重新申请' })).toBeVisible()
})
