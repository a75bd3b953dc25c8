import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import { agreedToFirstTexts } from '@/tests/factories/consents'
import { aFullDraft } from '@/tests/factories/journey'
import { aMemberOf, aRegisteredApplicant } from '@/tests/factories/people'
import { specimen } from '@/tests/factories/specimens'
import { unzipped } from '@/tests/setup/unzipped'
import { codeFor } from '../support/outbox'
import { giveCode } from '../support/own-code'
import { anApproved, aViewed } from '../support/privacy-screens'
import { expect, flawsForAxe, test } from '../support/test'

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

async function fileOf(page: Page, link: Locator): Promise<{ name: string; content: Buffer }> {
  const coming = page.waitForEvent('download')
  await link.click()
  const download = await coming
  return { name: download.suggestedFilename(), content: await readFile(await download.path()) }
}

/** Confirms by the code that the page has sent. */
async function confirmIdentity(page: Page, phone: string, button: string) {
  await page.getByRole('button', { name: /^发送验证码到/ }).click()
  await expect(page.getByText(/^验证码已发送到/)).toBeVisible()
  await page.getByLabel('验证码').fill(await codeFor(page, phone))
  await page.getByRole('button', { name: button }).click()
}

test('an applicant sees who viewed their documents, and exports everything', async ({ page, signIn }) => {
  const { applicant, reference, reviewer } = await aViewed()
  await signIn(applicant.actor)
  await page.goto('/account')
  await page.getByRole('link', { name: '我的资料' }).click()
  await expect(page.getByRole('heading', { name: '我的资料', level: 1 })).toBeVisible()
  await expect(page.getByRole('region', { name: '资质与材料' })).toContainText('身份证人像面') // as where it was uploaded
  const views = page.getByRole('region', { name: '谁看过' })
  await expect(views).toContainText('查看 证件人像面 第 1 页')
  await expect(views).toContainText('导出 证件人像面 的原件')
  await expect(views).toContainText('审核员')
  await expect(views).not.toContainText('同事甲')
  expect(await flawsForAxe(page)).toEqual([])
  await views.getByRole('link', { name: '查看全部记录' }).click()
  await expect(page.getByText('查看 证件人像面 第 1 页的缩略图')).toBeVisible()
  await page.getByRole('link', { name: '我的资料' }).first().click()

  const download = page.getByRole('button', { name: '下载 ZIP' })
  const refused = await page.request.get(`/api/my-data/export?account=${applicant.accountId}`)
  expect([refused.status(), (await refused.json()).code]).toEqual([403, 'FRESH_CODE_NEEDED'])
  await download.click()
  await expect(page.getByLabel('验证码')).toBeFocused()
  expect(await flawsForAxe(page)).toEqual([])
  await page.keyboard.type(await codeFor(page, applicant.phone))
  const { name, content } = await fileOf(page, download)
  expect(name).toMatch(/^zhunxin-\d{4}-\d\d-\d\d\.zip$/)
  const entries = unzipped(content)
  const portrait = entries.get(`files/${reference}/ID_PORTRAIT-ID_PORTRAIT.jpg`)
  expect(portrait?.equals(await specimen('ID_PORTRAIT'))).toBe(true)
  const data = JSON.parse(String(entries.get('data.json')))
  expect(data.person.phone).toBe(applicant.phone)
  expect(data.qualifications[0].submissions[0].fields['person.name']).toBe('王小明')
  expect(JSON.stringify(data)).not.toContain(reviewer.id)
})

test('a member views what another member uploaded, and both see that they did', async ({ another }) => {
  const { applicant, id } = await aFullDraft()
  const member = await aMemberOf(applicant.accountId)
  const page = await another(member.actor)
  await page.goto(`/qualifications/${id}/documents`)
  const pictures = page.getByRole('main').locator('img[src*="/api/files/"]')
  await expect(pictures.first()).toBeVisible()
  await expect(pictures.first()).toHaveJSProperty('complete', true)
  for (const one of [page, await another(applicant.actor)]) {
    await one.goto('/my-data/views')
    await expect(one.getByRole('main')).toContainText('查看 证件人像面 第 1 页的缩略图')
    await expect(one.getByRole('main')).toContainText('账户成员')
  }
})

test('without scripts the code is asked for on the same page, and a link to the export appears', async ({
  another,
}) => {
  const { applicant } = await aFullDraft()
  const page = await another(applicant.actor, { javaScriptEnabled: false })
  await page.goto('/my-data')
  await page.getByRole('button', { name: '下载 ZIP' }).click()
  await giveCode(page, applicant.phone, '下载 ZIP')
  const { name } = await fileOf(page, page.getByRole('link', { name: '下载 ZIP' }))
  expect(name).toMatch(/^zhunxin-/)
})

test('a consent is withdrawn, what depends on it follows, and it is given again', async ({ page, signIn }) => {
  const applicant = await aRegisteredApplicant()
  const draft = await aFullDraft({ applicant })
  const approved = await anApproved(applicant)
  await signIn(applicant.actor)
  await page.goto('/my-data/consents')
  await page.getByRole('link', { name: '撤回同意：向电信运营商提供' }).click()
  await expect(page.getByRole('main')).toContainText('1 份您建立的、尚未有结论的申请会被撤回')
  await expect(page.getByRole('link', { name: draft.reference })).toBeVisible()
  await expect(page.getByRole('link', { name: approved.reference })).toBeVisible()
  expect(await flawsForAxe(page)).toEqual([])
  await page.getByRole('button', { name: '确认撤回同意' }).click()
  await expect(page.getByText('同意已撤回。1 份申请已撤回。1 份资质已暂停。')).toBeVisible()

  await page.goto(`/qualifications/${approved.id}`)
  await expect(page.getByRole('main')).toContainText('已撤回同意')
  await page.goto('/qualifications/new')
  await expect(page.getByText('有一项同意尚未作出')).toBeVisible()
  await page.getByRole('link', { name: '查看我的同意' }).click()

  await expect(page.locator('#PROVISION_TO_CARRIERS')).toContainText('已撤回')
  await page.getByRole('button', { name: '重新同意：向电信运营商提供' }).click()
  await expect(page.getByText('请勾选，表示您已阅读并同意。')).toBeVisible()
  expect(await flawsForAxe(page)).toEqual([])
  await page.getByRole('checkbox', { name: '我已阅读并同意：向电信运营商提供' }).check()
  await page.getByRole('button', { name: '重新同意：向电信运营商提供' }).click()
  await expect(page.getByText('您已重新同意。1 份资质已恢复。')).toBeVisible()
  await page.goto('/qualifications')
  await expect(page.getByRole('article').filter({ hasText: approved.reference })).toContainText('已通过')
  await expect(page.getByRole('article').filter({ hasText: draft.reference })).toContainText('已撤回')
})

for (const javaScriptEnabled of [true, false]) {
  test.describe(`with scripts: ${javaScriptEnabled}`, () => {
    test.use({ javaScriptEnabled })

    test('changed texts are agreed to in the place of the form that needs them, and the earlier ones stay readable', async ({
      page,
      signIn,
    }) => {
      const applicant = await aRegisteredApplicant()
      const { id } = await aFullDraft({ applicant })
      await agreedToFirstTexts({ userId: applicant.id })
      await signIn(applicant.actor)

      await page.goto('/qualifications/new?who=INDIVIDUAL')
      await expect(page.getByRole('button', { name: '开始申请' })).toHaveCount(0)
      await page.goto(`/qualifications/${id}/check`)
      const button = page.getByRole('button', { name: '提交', exact: true })
      await expect(page.getByText('以下文本有变更')).toBeVisible()
      await expect(button).toHaveCount(0)
      if (javaScriptEnabled) expect(await flawsForAxe(page)).toEqual([])
      for (const [title, change] of [
        ['处理个人信息', '运营者自己的业务系统可以凭接口密钥读取'],
        ['处理敏感个人信息', '程序还会查看函件上有没有签字、手印或印章和日期'],
        ['向电信运营商提供', '只在审核通过之后、为短信签名报备时提供'],
        ['向云服务提供者提供', '邮件服务会收到您的邮箱和通知内容'],
      ] as const) {
        await expect(page.getByRole('region', { name: title, exact: true })).toContainText(change)
        await page.getByRole('checkbox', { name: `我已阅读并同意：${title}`, exact: true }).check()
        await page.getByRole('button', { name: `重新同意：${title}`, exact: true }).click()
        await expect(page.getByRole('region', { name: title, exact: true })).toHaveCount(0)
      }
      await expect(button).toBeVisible()

      await page.goto('/my-data/consents')
      const card = page.locator('#SENSITIVE_PERSONAL_INFORMATION')
      await card.getByText('阅读当时的文本').click()
      await expect(card).toContainText('因此只作人工比对')
    })
  })
}

test('a draft is erased at once, and its certificate says what it was', async ({ page, signIn }) => {
  const { applicant, id, reference } = await aFullDraft()
  await signIn(applicant.actor)
  await page.goto('/my-data')
  await page.getByRole('link', { name: `申请删除 ${reference}` }).click()
  await expect(page.getByRole('main')).toContainText(`${reference}：4 个文件`)
  await page.getByLabel('验证码').fill('12')
  await page.getByRole('button', { name: '立即删除' }).click()
  await expect(page.getByText(/6 位/).first()).toBeVisible()
  expect(await flawsForAxe(page)).toEqual([])
  await confirmIdentity(page, applicant.phone, '立即删除')
  await expect(page.getByText('资料已删除。凭证在下面，请下载保存。')).toBeVisible()
  expect(await flawsForAxe(page)).toEqual([])

  const certificates = page.getByRole('link', { name: /^删除凭证 JSON/ })
  const { name, content } = await fileOf(page, certificates.first())
  expect(name).toMatch(new RegExp(`^zhunxin-erasure-${reference}-[0-9a-f]{8}\\.json$`))
  const certificate = JSON.parse(String(content))
  expect(certificate).toMatchObject({ reference, cause: 'REQUEST', scopes: ['DOCUMENTS', 'DETAILS'] })
  const hash = createHash('sha256')
    .update(await specimen('ID_PORTRAIT'))
    .digest('hex')
  expect(certificate.erased.files.map(({ sha256 }: { sha256: string }) => sha256)).toContain(hash)
  const pdf = await fileOf(page, page.getByRole('link', { name: /^删除凭证，/ }).first())
  expect(pdf.name).toMatch(/\.pdf$/)
  expect(String(pdf.content.subarray(0, 5))).toBe('%PDF-')

  expect((await page.goto(`/my-data/erase?account=${applicant.accountId}&qualification=${id}`))?.status()).toBe(404)
})

test('an administrator decides on data in force, and the applicant can withdraw the request', async ({
  page,
  signIn,
}) => {
  const applicant = await aRegisteredApplicant()
  const { reference, id } = await anApproved(applicant)
  await signIn(applicant.actor)
  await page.goto(`/my-data/erase?account=${applicant.accountId}&qualification=${id}`)
  await expect(page.getByRole('main')).toContainText('资质还在有效期内')
  await confirmIdentity(page, applicant.phone, '提交删除申请')
  await expect(page.getByText('申请已提交，由系统管理员决定。')).toBeVisible()
  await expect(page.getByText('等待管理员决定')).toBeVisible()
  await page.getByRole('button', { name: `撤回申请：资质 ${reference}` }).click()
  await page.getByRole('dialog').getByRole('button', { name: '确认撤回' }).click()
  await expect(page.getByText('删除申请已撤回。')).toBeVisible()
  await expect(page.getByText('等待管理员决定')).toBeHidden()
})

test('a person who closes their account, without scripts, is signed out and has the certificates', async ({
  another,
}) => {
  const { applicant } = await aFullDraft()
  const page = await another(applicant.actor, { javaScriptEnabled: false })
  await page.goto('/my-data')
  await page.getByRole('link', { name: '注销账户并删除全部资料' }).click()
  await expect(page.getByRole('main')).toContainText('以后不能再登录')
  await confirmIdentity(page, applicant.phone, '立即删除')
  await expect(page.getByRole('heading', { name: '资料已删除' })).toBeVisible()
  await expect(page).toHaveURL(/\/erased\//)
  const links = page.getByRole('link', { name: /^删除凭证：/ })
  await expect(links).toHaveCount(2)
  const [one, other] = [await fileOf(page, links.first()), await fileOf(page, links.last())]
  for (const { content } of [one, other]) expect(String(content.subarray(0, 5))).toBe('%PDF-')
  expect([one.name, other.name].filter((name) => name.startsWith('zhunxin-erasure-account-'))).toHaveLength(1)
  await page.goto('/my-data')
  await expect(page).toHaveURL(/\/sign-in/)
})
