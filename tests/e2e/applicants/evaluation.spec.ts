import type { Page } from '@playwright/test'
import { DAY, dateIn } from '@/lib/core/clock'
import { readDraft } from '@/lib/qualifications/draft/read-draft'
import { saveFields } from '@/lib/qualifications/draft/save-fields'
import { aDoubtfulDraft } from '@/tests/factories/doubtful-drafts'
import { aFullDraft } from '@/tests/factories/journey'
import { anOrganisationDraft } from '@/tests/factories/organisation-drafts'
import { aColleague } from '@/tests/factories/people'
import { submit } from '../support/applying'
import { addSampleElsewhere } from '../support/change-elsewhere'
import { flawsOf } from '../support/layout'
import { personal } from '../support/records'
import { expect, flawsForAxe, test } from '../support/test'
import { acceptAll, open, part, send } from '../support/workbench'

/** The number of somebody who was born on February 29, 2016. */
const MINOR = '11010520160229002X'

const DESK = { viewport: { width: 1440, height: 900 }, hasTouch: false, isMobile: false }

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

const findings = (page: Page) =>
  page
    .getByRole('main')
    .getByRole('listitem')
    .filter({ hasText: /^(须处理|提醒|说明)/ })

test('an individual corrects one warning, continues past the others, and the reviewer sees them', async ({
  page,
  signIn,
  another,
}) => {
  const { applicant, id, reference } = await aDoubtfulDraft()
  await signIn(applicant.actor)

  await test.step('the list of tasks doesn’t say that all is done', async () => {
    await page.goto(`/qualifications/${id}`)
    const identity = page.getByRole('main').getByRole('listitem').filter({ hasText: '您的身份' })
    await expect(identity).toContainText('有提醒')
    await expect(identity).toContainText('1 条提醒')
    await page.getByRole('link', { name: '继续：核对并提交' }).click()
  })

  await test.step('each finding says what it is about, and what to do', async () => {
    await expect(page.getByText('5 条提醒：可以先改好，也可以直接提交')).toBeVisible()
    await expect(findings(page)).toHaveText([
      /^提醒证件有效期结束：还有 (19|20) 天到期/,
      /^提醒签名 1：来源选的是“本人姓名”/,
      /^提醒样例 1：样例里有签名的括号/,
      /^提醒身份证人像面：同一个文件也在另一项材料里/,
      /^提醒身份证国徽面：同一个文件也在另一项材料里/,
    ])
    expect(await flawsOf(page)).toEqual([])
  })

  await test.step('one is corrected where its link leads', async () => {
    await page.getByRole('link', { name: /^样例 1：/ }).click()
    const sample = page.getByRole('textbox', { name: '样例' })
    await expect(page).toHaveURL(/\/signatures#/)
    await sample.fill(personal('您订的书到了，请来取。'))
    await page.getByRole('button', { name: '保存并继续' }).click()
    await expect(page.getByRole('heading', { name: '核对并提交', level: 1 })).toBeVisible() // the letter is signed
    await page.goto(page.url().replace('check', 'documents'))
    const emblem = page.locator('#ID_EMBLEM')
    await expect(emblem).toContainText('同一个文件也在另一项材料里')
    await page.goto(`/qualifications/${id}/check`)
    await expect(findings(page)).toHaveCount(4)
  })

  await test.step('the others are continued past by one press', async () => {
    await expect(page.getByText('以上提醒和说明会随申请一起保存，审核员也会看到。')).toBeVisible()
    await submit(page)
  })

  const reviewer = await another((await aColleague()).actor, DESK)
  await test.step('the reviewer sees each at its part', async () => {
    await open(reviewer, reference)
    const shown = reviewer.getByRole('heading', { name: '提交时，页面向申请人提示了' }).locator('..')
    await part(reviewer, '身份信息').click()
    await expect(shown).toContainText('证件有效期结束：60 天内到期')
    await part(reviewer, '身份证国徽面').click()
    await expect(shown).toContainText('与另一项材料是同一个文件')
    await part(reviewer, '短信签名').click()
    await expect(shown).toContainText('签名不是本人姓名')
    expect(await flawsForAxe(reviewer)).toEqual([])
    await part(reviewer, '短信样例').click()
    await expect(shown).toHaveCount(0)
    await part(reviewer, '身份信息').click()
    await acceptAll(reviewer)
    await send(reviewer, '通过')
  })

  await test.step('the record of the case has them, and so has the applicant’s data', async () => {
    const lead = await another((await aColleague({ roles: ['LEAD'] })).actor, DESK)
    await lead.goto(`/cases/${id}`)
    const row = lead.getByRole('table', { name: '第 1 次提交的各项结论' }).getByRole('row', { name: /^短信签名/ })
    await expect(row).toContainText('签名不是本人姓名')
    await page.goto('/my-data')
    await expect(page.getByText('提交时向您显示的 4 条提醒和说明，不含个人信息')).toBeVisible()
  })
})

test('an organisation adds a way to unsubscribe, and keeps a signature that is not its name', async ({
  page,
  signIn,
  another,
}) => {
  const { applicant, id, reference } = await anOrganisationDraft({
    fields: { 'organisation.validTo': dateIn(new Date(Date.now() + 20 * DAY)) },
    signatures: [{ text: '别家科技', source: 'ORGANISATION_NAME' }],
  })
  await signIn(applicant.actor)
  await page.goto(`/qualifications/${id}/check`)
  await expect(findings(page)).toHaveText([
    /^提醒证照有效期结束：/,
    /^提醒签名 1：来源选的是“组织名称”/,
    /^提醒短信样例：您选了营销短信/,
  ])
  await page.getByRole('link', { name: /^短信样例：/ }).click()
  await page.getByRole('textbox', { name: '样例' }).fill('会员专享满减，本周五截止。拒收请回复R')
  await page.getByRole('button', { name: '保存并继续' }).click()
  await expect(page.getByRole('heading', { name: '核对并提交', level: 1 })).toBeVisible()
  await expect(findings(page)).toHaveCount(2)
  await submit(page)

  const reviewer = await another((await aColleague()).actor, DESK)
  await open(reviewer, reference)
  const shown = reviewer.getByRole('heading', { name: '提交时，页面向申请人提示了' }).locator('..')
  await part(reviewer, '短信签名').click()
  await expect(shown).toContainText('签名不是证照名称的全称或简称')
})

test('a date of birth that the ID number contains is corrected in the number', async ({ page, signIn }) => {
  const { applicant, id: qualificationId } = await aFullDraft()
  const { actor } = applicant
  const draft = await readDraft(actor, qualificationId)
  const answers = { 'person.idNumber': personal(MINOR) }
  await saveFields(actor, { qualificationId, task: 'identity', seen: draft?.seen.fields ?? '', answers })
  await signIn(actor)
  await page.goto(`/qualifications/${qualificationId}/check`)
  await page.getByRole('link', { name: /^出生日期：须年满 18 周岁/ }).click()
  await expect(page).toHaveURL(/\/identity#person\.idNumber$/)
  const number = page.getByRole('textbox', { name: '证件号码' })
  await expect(number).toHaveValue(MINOR)
  await expect(number).toBeInViewport()
})

for (const hasScripts of [true, false]) {
  test.describe(hasScripts ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled: hasScripts })

    test('what is found after the page was opened is shown before anything is submitted', async ({ page, signIn }) => {
      const { applicant, id: qualificationId } = await aDoubtfulDraft()
      const { actor } = applicant
      await signIn(actor)
      await page.goto(`/qualifications/${qualificationId}/check`)
      await expect(findings(page)).toHaveCount(5)

      await addSampleElsewhere(actor, qualificationId)
      await page.getByRole('button', { name: '提交', exact: true }).click()
      await expect(page.getByRole('main').getByRole('alert')).toContainText('请再看一遍，需要时修改，然后重新提交')
      await expect(findings(page).filter({ hasText: '样例 2：括号里的签名没有申请' })).toBeVisible()
      await expect(findings(page)).toHaveCount(6)
      expect((await readDraft(actor, qualificationId))?.status).toBe('DRAFT')

      await submit(page)
    })
  })
}
