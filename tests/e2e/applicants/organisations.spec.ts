import { backdateDecision } from '@/tests/factories/backdate-decision'
import { ON_BEHALF } from '@/tests/factories/contents'
import { anOrganisationDraft } from '@/tests/factories/organisation-drafts'
import { aColleague, aRegisteredApplicant } from '@/tests/factories/people'
import { ownUse, signAndSubmit, start, submit, walk } from '../support/applying'
import { personal } from '../support/records'
import { expect, test } from '../support/test'
import { acceptAll, open, part, refuse, send } from '../support/workbench'

const DESK = { viewport: { width: 1440, height: 900 }, hasTouch: false, isMobile: false }

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

test('an individual business without a seal signs and thumb-prints, and is approved', async ({
  page,
  signIn,
  another,
}) => {
  await signIn((await aRegisteredApplicant()).actor)
  await page.goto('/qualifications/new')
  await start(page, /^组织/, [
    ['组织类型', '个体工商户'],
    ['是否有公章', '没有公章'],
    ['管理员', '法定代表人（经营者、负责人）本人'],
    ['为谁发送', '自用'],
  ])
  await expect(page.getByRole('group', { name: /^上传管理员身份证/ })).toHaveCount(0) // the operator's are enough
  await walk(page, {
    slots: [
      ['LICENCE', '营业执照'],
      ['LEGAL_REP_ID_PORTRAIT', '经营者身份证人像面'],
      ['LEGAL_REP_ID_EMBLEM', '经营者身份证国徽面'],
      ['ADMIN_ID_IN_HAND', '管理员手持证件正面照'],
    ],
    pages: [
      [
        '组织信息',
        [
          ['个体工商户名称', personal('样本区小满面馆')],
          ['统一社会信用代码', personal('92999999MA00XX0153')],
          ['证照有效期开始', '2018-05-04'],
          ['证照有效期结束', '长期'],
          ['经营场所', personal('样本区样本街2号')],
        ],
      ],
      [
        '经营者',
        [
          ['经营者姓名', personal('王小满')],
          ['经营者证件号码', personal('11010519491231002X')],
          ['经营者证件有效期开始', '2016-03-01'],
          ['经营者证件有效期结束', '长期'],
        ],
      ],
      ownUse('在面馆办了卡的街坊'), // all of the administrator is known
    ],
    signature: '小满面馆',
    sample: '您预订的位子已留好，今晚六点恭候。',
  })
  await expect(page.getByRole('main')).toContainText('手印')
  await expect(page.getByRole('main')).not.toContainText('加盖公章')
  const reference = await signAndSubmit(page)

  const reviewer = await another((await aColleague()).actor, DESK)
  await open(reviewer, reference)
  await acceptAll(reviewer)
  await send(reviewer, '通过')
  await page.reload()
  await expect(page.getByRole('heading', { name: '已经通过审核' })).toBeVisible()
})

test('an enterprise on behalf of another is rejected, and tries again once it has cooled off', async ({
  page,
  signIn,
  another,
}) => {
  const { applicant, id, reference } = await anOrganisationDraft({
    fields: ON_BEHALF,
    signatures: [
      { text: '样本百货', source: 'TRADEMARK', isOnBehalf: true },
      { text: '样本科技', source: 'ORGANISATION_NAME' },
    ],
  })
  await signIn(applicant.actor)
  const reviewer = await another((await aColleague()).actor, DESK)

  await test.step('the principal, its papers and what they cover are on the check page', async () => {
    await page.goto(`/qualifications/${id}/check`)
    for (const text of ['样本百货（上海）有限公司', '授权委托书', '委托方']) {
      await expect(page.getByRole('main')).toContainText(text)
    }
    await submit(page)
  })

  await test.step('a forged authorisation ends it', async () => {
    await open(reviewer, reference)
    await acceptAll(reviewer)
    await part(reviewer, '授权委托书').click()
    await refuse(reviewer, { reason: '疑似伪造', note: '两枚印章完全一致' })
    await send(reviewer, '未通过')
    await page.reload()
    await expect(page.getByRole('heading', { name: '没有通过审核' })).toBeVisible()
    await expect(page.getByRole('main')).toContainText('疑似伪造')
    await expect(page.getByRole('button', { name: '用这些内容重新申请' })).toHaveCount(0)
  })

  await test.step('another one is refused while the time runs, with the day on which it ends', async () => {
    await page.goto('/qualifications/new')
    await page.getByRole('radio', { name: /^组织/ }).check()
    await page.getByRole('button', { name: '开始申请' }).click()
    await expect(page.getByRole('main')).toContainText(/\d{4}年\d{1,2}月\d{1,2}日起可以重新申请/)
  })

  await test.step('afterwards a new application starts from the same contents', async () => {
    await backdateDecision(id, 8)
    await page.goto(`/qualifications/${id}`)
    await page.getByRole('button', { name: '用这些内容重新申请' }).click()
    await page
      .getByRole('link', { name: /组织信息/ })
      .first()
      .click()
    await expect(page.getByLabel('企业名称')).toHaveValue('样本科技（北京）有限公司')
    await expect(page).not.toHaveURL(new RegExp(id))
  })
})

test('one page of a passport is required', async ({ page, signIn, another }) => {
  await signIn((await aRegisteredApplicant()).actor)
  await page.goto('/qualifications/new')
  await start(page, /^个人/, [['证件类型', '护照']])
  await expect(page.getByRole('group', { name: '上传护照签注页' })).toHaveCount(0)
  await walk(page, {
    slots: [
      ['ID_PORTRAIT', '护照资料页'],
      ['ID_IN_HAND', '手持证件正面照'],
    ],
    pages: [
      [
        '您的身份',
        [
          ['姓名', personal('Amélie Specimen')],
          ['证件号码', personal('09AB12345')],
          ['出生日期', '1988-02-29'],
          ['证件有效期开始', '2022-05-01'],
          ['证件有效期结束', '2032-04-30'],
        ],
      ],
      ownUse('在我的工作室上课的学员'),
    ],
    signature: 'Amelie画室',
    sample: '明天下午两点的水彩课照常。',
  })
  await expect(page.getByRole('main')).toContainText('Amélie Specimen')
  const reference = await signAndSubmit(page)

  const reviewer = await another((await aColleague()).actor, DESK)
  await open(reviewer, reference)
  await acceptAll(reviewer)
  await send(reviewer, '通过')
  await page.reload()
  await expect(page.getByRole('heading', { name: '已经通过审核' })).toBeVisible()
})
