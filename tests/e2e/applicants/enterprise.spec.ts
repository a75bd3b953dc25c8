import type { Page } from '@playwright/test'
import { aColleague, aRegisteredApplicant } from '@/tests/factories/people'
import {
  ENTERPRISE_FIRST,
  ENTERPRISE_SLOTS,
  enterprisePages,
  signAndSubmit,
  start,
  submit,
  upload,
  walk,
} from '../support/applying'
import { drawing } from '../support/pictures'
import { expect, test } from '../support/test'
import { acceptAll, open, part, refuse, send } from '../support/workbench'

const DESK = { viewport: { width: 1440, height: 900 }, hasTouch: false, isMobile: false }

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

const corrections = (page: Page) => page.getByRole('region', { name: '需要修改的地方' })
const parts = (page: Page) => page.getByRole('navigation', { name: '审核项' }).getByRole('button')

test('an enterprise comes through two rounds of changes to approval, on a phone', async ({ page, signIn, another }) => {
  await signIn((await aRegisteredApplicant()).actor)
  const reviewer = await another((await aColleague({ roles: ['REVIEWER'], name: '苏合' })).actor, DESK)

  await test.step('the applicant starts as an organisation', async () => {
    await page.goto('/qualifications/new')
    await start(page, /^组织/, ENTERPRISE_FIRST)
    await expect(page.getByRole('group', { name: '上传管理员护照签注页' })).toHaveCount(0) // a passport has one page
  })

  await test.step('photographs, declares who they are, and what they send', async () => {
    const who = {
      name: '样本科技（北京）有限公司',
      address: '北京市朝阳区样本路1号',
      representative: '王样本',
      administrator: '李样本',
      recipients: '在样本科技应用中注册的用户',
    }
    const sent = { signature: '样本科技', sample: '您的验证码是 482913，请勿告诉他人。' }
    await walk(page, { slots: ENTERPRISE_SLOTS, pages: enterprisePages(who), ...sent })
    await expect(page.getByRole('main')).toContainText('公章')
  })
  const reference = await signAndSubmit(page)

  await test.step('the licence is blurred and the seal is missing', async () => {
    await open(reviewer, reference)
    await acceptAll(reviewer)
    await part(reviewer, '营业执照').click()
    await refuse(reviewer, { reason: '模糊', correct: '重新提供图片' })
    await part(reviewer, '承诺函').click()
    await refuse(reviewer, { reason: '未盖公章', correct: '重新提供图片' })
    await send(reviewer, '需要修改')
  })

  await test.step('the applicant sees only these two; the rest is locked', async () => {
    await page.reload()
    await expect(corrections(page).getByRole('link')).toHaveText(['去修改：营业执照', '去修改：承诺函'])
    await expect(page.getByText('已通过，不用再做')).toBeVisible()
    await corrections(page).getByRole('link', { name: '去修改：营业执照' }).click()
    await expect(page.getByRole('group', { name: /^上传法定代表人/ })).toHaveCount(0)
    await upload(page, '营业执照', await drawing('LICENCE', 2))
    await expect(page.getByText('已改动，重新提交后再次审核：营业执照')).toBeVisible()
    await page.goBack()
    await corrections(page).getByRole('link', { name: '去修改：承诺函' }).click()
    await upload(page, '承诺函', await drawing('COMMITMENT_LETTER', 2))
    await expect(page.getByText('已改动，重新提交后再次审核：承诺函')).toBeVisible()
    await page.getByRole('link', { name: '继续' }).click()
    await submit(page)
  })

  await test.step('the reviewer decides these two, and nothing else; the seal is of the wrong kind', async () => {
    await open(reviewer, reference)
    await expect(parts(reviewer)).toHaveCount(2)
    await acceptAll(reviewer)
    await part(reviewer, '承诺函').click()
    await refuse(reviewer, { reason: '印章类型不符', correct: '重新提供图片' })
    await send(reviewer, '需要修改')
  })

  await test.step('only the letter comes back, and is corrected', async () => {
    await page.reload()
    await expect(corrections(page).getByRole('link')).toHaveText(['去修改：承诺函'])
    await corrections(page).getByRole('link', { name: '去修改：承诺函' }).click()
    await upload(page, '承诺函', await drawing('COMMITMENT_LETTER', 3))
    await expect(page.getByText('已改动，重新提交后再次审核：承诺函')).toBeVisible()
    await page.getByRole('link', { name: '继续' }).click()
    await submit(page)
  })

  await test.step('the third revision is approved', async () => {
    await open(reviewer, reference)
    await expect(parts(reviewer)).toHaveCount(1)
    await acceptAll(reviewer)
    await send(reviewer, '通过')
    await page.reload()
    await expect(page.getByRole('heading', { name: '已经通过审核' })).toBeVisible()
  })
})
