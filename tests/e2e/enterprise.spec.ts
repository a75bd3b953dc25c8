import type { Page } from '@playwright/test'
import { aColleague, aRegisteredApplicant } from '@/tests/factories/people'
import { fillIn, submit, upload, uploadAll } from './support/applying'
import { drawing } from './support/pictures'
import { personal } from './support/records'
import { expect, test } from './support/test'
import { acceptAll, open, part, refuse, send } from './support/workbench'

const DESK = { viewport: { width: 1440, height: 900 }, hasTouch: false, isMobile: false }

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

const mends = (page: Page) => page.getByRole('region', { name: '需要修改的地方' })
const parts = (page: Page) => page.getByRole('navigation', { name: '审核项' }).getByRole('button')

test('an enterprise comes through two rounds of changes to approval, on a phone', async ({ page, signIn, another }) => {
  test.setTimeout(240_000)
  await signIn((await aRegisteredApplicant()).actor)
  const reviewer = await another((await aColleague({ roles: ['REVIEWER'], name: '苏合' })).actor, DESK)

  await test.step('they begin as an organisation', async () => {
    await page.goto('/qualifications/new')
    await page.getByRole('radio', { name: /^组织/ }).check()
    await page.getByRole('button', { name: '开始申请' }).click()
    await page.getByRole('link', { name: '继续：组织信息' }).click()
  })

  await test.step('and say who they are', async () => {
    await fillIn(page, '组织信息', [
      ['组织类型', '企业'],
      ['企业名称', personal('样本科技（北京）有限公司')],
      ['登记证照', '营业执照'],
      ['统一社会信用代码', personal('91110105MA00EXAM1E')],
      ['证照有效期开始', '2018-05-04'],
      ['证照有效期结束', '长期'],
      ['住所', personal('北京市朝阳区样本路1号')],
    ])
    await fillIn(page, '法定代表人', [
      ['法定代表人姓名', personal('王样本')],
      ['法定代表人证件类型', '居民身份证'],
      ['法定代表人证件号码', personal('11010519491231002X')],
      ['法定代表人出生日期', '1949-12-31'],
      ['法定代表人证件有效期开始', '2016-03-01'],
      ['法定代表人证件有效期结束', '长期'],
    ])
    await fillIn(page, '短信业务管理员', [
      ['管理员就是法定代表人本人吗', '是另一个人'],
      ['管理员姓名', personal('李样本')],
      ['管理员证件类型', '护照'],
      ['管理员证件号码', personal('E12345678')],
      ['管理员出生日期', '1990-01-01'],
      ['管理员证件有效期开始', '2020-01-01'],
      ['管理员证件有效期结束', '2039-12-31'],
    ])
    await fillIn(page, '短信用途', [
      ['为谁发送', '自用'],
      ['发送哪类短信', '验证码'],
      ['发给谁', personal('在样本科技应用中注册的用户')],
      ['预计每月发送量', '10,001 至 100,000 条'],
    ])
  })

  await test.step('their sender signature, and what they send', async () => {
    await expect(page.getByRole('heading', { name: '短信签名和样例', level: 1 })).toBeVisible()
    await page.getByRole('textbox', { name: '签名文字' }).fill(personal('样本科技'))
    await page.getByRole('textbox', { name: '样例' }).fill(personal('您的验证码是 482913，请勿告诉他人。'))
    await page.getByRole('button', { name: '保存并继续' }).click()
  })

  await test.step('photograph what is asked of them: a passport has one page', async () => {
    await expect(page.getByRole('heading', { name: '证件和材料', level: 1 })).toBeVisible()
    await uploadAll(page, [
      ['LICENCE', '营业执照'],
      ['LEGAL_REP_ID_PORTRAIT', '法定代表人身份证人像面'],
      ['LEGAL_REP_ID_EMBLEM', '法定代表人身份证国徽面'],
      ['ADMIN_ID_PORTRAIT', '管理员护照资料页'],
      ['ADMIN_ID_IN_HAND', '管理员手持证件正面照'],
    ])
    await expect(page.getByRole('group', { name: '上传管理员护照签注页' })).toHaveCount(0)
    await page.getByRole('link', { name: '继续' }).click()
    await expect(page.getByRole('heading', { name: '承诺函', level: 1 })).toBeVisible()
    await expect(page.getByRole('main')).toContainText('公章')
    await uploadAll(page, [['COMMITMENT_LETTER', '承诺函']])
    await page.getByRole('link', { name: '继续' }).click()
  })
  const reference = await submit(page)

  await test.step('the licence is blurred and the seal is missing', async () => {
    await open(reviewer, reference)
    await acceptAll(reviewer)
    await part(reviewer, '营业执照').click()
    await refuse(reviewer, { reason: '模糊', mend: '重新提供图片' })
    await part(reviewer, '承诺函').click()
    await refuse(reviewer, { reason: '未盖公章', mend: '重新提供图片' })
    await send(reviewer, '要求修改')
  })

  await test.step('the applicant sees these two alone; the rest is locked', async () => {
    await page.reload()
    await expect(mends(page).getByRole('link')).toHaveText(['去修改：营业执照', '去修改：承诺函'])
    await expect(page.getByText('已通过，不用再做')).toBeVisible()
    await mends(page).getByRole('link', { name: '去修改：营业执照' }).click()
    await expect(page.getByRole('group', { name: /^上传法定代表人/ })).toHaveCount(0)
    await upload(page, '营业执照', await drawing('LICENCE', 2))
    await expect(page.getByText('已改动，重新提交后再审：营业执照')).toBeVisible()
    await page.goBack()
    await mends(page).getByRole('link', { name: '去修改：承诺函' }).click()
    await upload(page, '承诺函', await drawing('COMMITMENT_LETTER', 2))
    await expect(page.getByText('已改动，重新提交后再审：承诺函')).toBeVisible()
    await page.getByRole('link', { name: '继续' }).click()
    await submit(page)
  })

  await test.step('the reviewer decides these two, and nothing else; the seal is of the wrong kind', async () => {
    await open(reviewer, reference)
    await expect(parts(reviewer)).toHaveCount(2)
    await acceptAll(reviewer)
    await part(reviewer, '承诺函').click()
    await refuse(reviewer, { reason: '印章类型不符', mend: '重新提供图片' })
    await send(reviewer, '要求修改')
  })

  await test.step('the letter alone comes back, and is mended', async () => {
    await page.reload()
    await expect(mends(page).getByRole('link')).toHaveText(['去修改：承诺函'])
    await mends(page).getByRole('link', { name: '去修改：承诺函' }).click()
    await upload(page, '承诺函', await drawing('COMMITMENT_LETTER', 3))
    await expect(page.getByText('已改动，重新提交后再审：承诺函')).toBeVisible()
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
