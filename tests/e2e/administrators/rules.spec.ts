import { Readable } from 'node:stream'
import type { Page } from '@playwright/test'
import { DAY, dateIn } from '@/lib/core/clock'
import { createQualification } from '@/lib/qualifications/draft/create-qualification'
import { slugOf } from '@/lib/rulebook/editing/version-names'
import { aColleague, aRegisteredApplicant } from '@/tests/factories/people'
import { aWrittenDraft } from '@/tests/factories/qualifications'
import { theRuleDraft } from '@/tests/factories/rules'
import { specimen } from '@/tests/factories/specimens'
import { uploadReady } from '@/tests/factories/uploads'
import { untilAnswering } from '../support/arrival'
import { flawsOf } from '../support/layout'
import { expect, flawsForAxe, test } from '../support/test'

// This spec has a portal of its own: rules that it publishes would apply to every spec on a shared one.
test.use({ ownSystem: 'rules', viewport: { width: 1440, height: 900 } })

const saved = (page: Page) => page.getByRole('status').filter({ hasText: '已保存到草稿' })

test('rules are drafted, looked at and published while an application is open', async ({ page, signIn, another }) => {
  const early = await aRegisteredApplicant()
  const { id } = await createQualification(early.actor, { kind: 'INDIVIDUAL' })
  const { actor } = await aColleague({ roles: ['ADMIN'], name: '周岚' })
  await signIn(actor)

  await test.step('a draft starts from the version in force', async () => {
    await page.goto('/queue')
    await page.getByRole('link', { name: '规则', exact: true }).click()
    await expect(page.getByRole('row', { name: /cn-mainland\/2024-10.*现行/ })).toBeVisible()
    await page.getByRole('button', { name: '由现行版本起草' }).click()
    await expect(page.getByText('还没有任何变化。').last()).toBeVisible()
  })

  await test.step('errors are shown, and what was typed stays', async () => {
    await page.getByRole('spinbutton', { name: '草稿失效', exact: true }).fill('20')
    await page.getByRole('spinbutton', { name: '资质有效期' }).fill('6')
    await page.getByRole('button', { name: '保存', exact: true }).click()
    await expect(page.getByRole('main').getByRole('alert')).toContainText('提醒必须早于失效')
    await expect(page.getByRole('spinbutton', { name: '资质有效期' })).toHaveValue('6')
    await page.getByRole('spinbutton', { name: '草稿失效', exact: true }).fill('30')
    await page.getByRole('button', { name: '保存', exact: true }).click()
    await expect(saved(page)).toBeVisible()
    await expect(page.getByRole('listitem').filter({ hasText: /资质有效期\s*12 个月 → 6 个月/ })).toBeVisible()
  })

  await test.step('two samples and no purpose of marketing; the preview shows it', async () => {
    await page.getByRole('checkbox', { name: '个人可以发送营销短信' }).uncheck()
    await page.getByRole('button', { name: '保存', exact: true }).click()
    await expect(page.getByRole('listitem').filter({ hasText: /个人可以发送营销短信\s*是 → 否/ })).toBeVisible()
    await page.getByRole('link', { name: '个人 · 签名与样例' }).click()
    await page.getByRole('spinbutton', { name: '样例最少条数' }).fill('2')
    await page.getByRole('button', { name: '保存', exact: true }).click()
    await expect(saved(page)).toBeVisible()
    await page.getByRole('link', { name: '以申请人身份预览' }).click()
    const fields = page.getByRole('region', { name: '要填写的' })
    await expect(fields).toContainText('通知')
    await expect(fields).not.toContainText('营销')
  })

  await test.step('a colleague who changed it meanwhile is not overwritten unknowingly', async () => {
    await page.getByRole('link', { name: '期限与开关' }).click()
    await expect(page.getByRole('spinbutton', { name: '审核领取时限' })).toBeVisible()
    const other = await another((await aColleague({ roles: ['ADMIN'], name: '高原' })).actor)
    await other.goto(page.url())
    await other.getByRole('spinbutton', { name: '未通过后的冷静期' }).fill('3')
    await other.getByRole('button', { name: '保存', exact: true }).click()
    await expect(saved(other)).toBeVisible()
    await page.getByRole('spinbutton', { name: '审核领取时限' }).fill('20')
    await page.getByRole('button', { name: '保存', exact: true }).click()
    await expect(page.getByText('别人刚刚改过这份草稿')).toBeVisible()
    await expect(page.getByRole('spinbutton', { name: '审核领取时限' })).toHaveValue('20')
    // The browser asks before it is lost: to stay, and then to leave.
    page.once('dialog', (dialog) => dialog.dismiss())
    await page.getByRole('link', { name: '个人 · 填写' }).click()
    await expect(page.getByRole('spinbutton', { name: '审核领取时限' })).toHaveValue('20')
    page.once('dialog', (dialog) => dialog.accept())
    await page.getByRole('link', { name: '个人 · 填写' }).click()
    await expect(page.getByRole('checkbox', { name: '护照' })).toBeVisible()
    await untilAnswering(page)
    await other.getByRole('spinbutton', { name: '未通过后的冷静期' }).fill('4')
    await other.getByRole('button', { name: '保存', exact: true }).click()
    // The words of the save before are still there; the list of changes is this save's.
    await expect(other.getByRole('listitem').filter({ hasText: /未通过后的冷静期\s*\d+ → 4/ })).toBeVisible()
    await page.getByRole('checkbox', { name: '护照' }).uncheck()
    await page.getByRole('button', { name: '保存', exact: true }).click()
    await expect(page.getByText('别人刚刚改过这份草稿')).toBeVisible()
    await expect(page.getByRole('checkbox', { name: '护照' })).not.toBeChecked()
    await page.getByRole('button', { name: '仍保存我的这一部分' }).click()
    await expect(saved(page)).toBeVisible()
    await page.getByRole('link', { name: '期限与开关' }).click()
    await expect(page.getByRole('spinbutton', { name: '未通过后的冷静期' })).toHaveValue('4')
  })

  await test.step('publishing says what changes and what will happen', async () => {
    await page.getByRole('button', { name: '发布…' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog).toContainText('已经开始的申请不受影响')
    await expect(dialog).toContainText('样例')
    await dialog.getByRole('button', { name: '确认发布' }).click()
    await expect(page.getByText('已发布，现在生效')).toBeVisible()
    await expect(page.getByRole('button', { name: '由此版本起草' })).toBeVisible()
  })

  await test.step('an open application keeps its old rules; one that is started now has the new ones', async () => {
    const open = await another(early.actor)
    await open.goto(`/qualifications/${id}/use`)
    await expect(open.getByText('营销', { exact: false }).first()).toBeVisible()
    const late = await aRegisteredApplicant()
    const started = await createQualification(late.actor, { kind: 'INDIVIDUAL' })
    const newer = await another(late.actor)
    await newer.goto(`/qualifications/${started.id}/signatures`)
    await expect(newer.getByText('2 至 5 条')).toBeVisible()
  })
})

test('a reason is added and shown, and a letter reworded, without scripts', async ({ another }) => {
  const { actor } = await aColleague({ roles: ['ADMIN'], name: '周岚' })
  const page = await another(actor, { javaScriptEnabled: false, locale: 'zh-CN' })
  await page.goto('/reasons')
  await page.getByRole('button', { name: '由现行版本起草' }).click()
  await page.getByRole('link', { name: '新增原因' }).click()
  await page.getByRole('textbox', { name: '代码' }).fill('FILE_DAMAGED')
  for (const [name, zh, en] of [
    ['名称', '文件损坏', 'Damaged file'],
    ['审核标准', '文件打不开。', 'The file can’t be opened.'],
  ] as const) {
    await page.getByRole('textbox', { name: `${name} · 中文` }).fill(zh)
    await page.getByRole('textbox', { name: `${name} · English` }).fill(en)
  }
  await page.getByRole('textbox', { name: '改法 · 中文' }).fill('请换一份能打开的文件。')
  await page.getByRole('checkbox', { name: '补充材料' }).check()
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await expect(page.getByRole('main').getByRole('alert')).toContainText('“FILE_DAMAGED”有一种语言还是空的')
  await expect(page.getByRole('textbox', { name: '审核标准 · 中文' })).toHaveValue('文件打不开。')
  await expect(page.getByRole('checkbox', { name: '补充材料' })).toBeChecked()
  await page.getByRole('textbox', { name: '改法 · English' }).fill('Upload a file that opens.')
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await expect(page.getByText('已加入草稿。')).toBeVisible()
  await expect(page.getByRole('region', { name: '申请人看到的样子' })).toContainText('Upload a file that opens.')
  await page.getByRole('button', { name: '发布…' }).click()
  await page.getByRole('button', { name: '确认发布' }).click()
  await expect(page.getByText('已发布，现在生效')).toBeVisible()

  await page.goto('/letters')
  await page.getByRole('button', { name: '由现行版本起草' }).click()
  await page.getByRole('textbox', { name: '结尾 · 中文' }).fill('本承诺函自签署之日起生效。')
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await expect(page.getByRole('region', { name: '打印出来的样子' })).toContainText('本承诺函自签署之日起生效。')
})

test('letters are published with a day, and an open application says why its letter is void', async ({ another }) => {
  const { actor, accountId } = await aRegisteredApplicant()
  const { id } = await aWrittenDraft({ applicant: { ...actor, accountId } })
  const upload = {
    qualificationId: id,
    kind: 'COMMITMENT_LETTER',
    senderSignatureId: null,
    fileName: '承诺函.jpg',
  } as const
  await uploadReady(actor, { ...upload, source: Readable.from(await specimen('COMMITMENT_LETTER')) })
  const administrator = await aColleague({ roles: ['ADMIN'], name: '周岚' })
  const version = await theRuleDraft(administrator.actor, 'LETTERS')
  const page = await another(administrator.actor)

  await test.step('the confirmation says what will happen, and refuses a day in the past', async () => {
    await page.goto(`/letters/${slugOf(version)}`)
    await page.getByRole('button', { name: '发布…' }).click()
    await expect(page.getByRole('dialog')).toContainText('已上传的旧函件失效')
    const day = page.getByLabel('旧文本停止接受的日期')
    await expect(day).toHaveValue(dateIn(new Date(Date.now() + 30 * DAY)))
    await day.evaluate((input) => input.removeAttribute('min'))
    await day.fill('2026-01-01')
    await page.getByRole('button', { name: '确认发布' }).click()
    await expect(page.getByRole('main').getByRole('alert')).toContainText('旧文本停止接受的日期应从今天起')
    await page.getByRole('button', { name: '发布…' }).click()
    await expect(day).toHaveValue('2026-01-01')
    await day.fill(dateIn(new Date()))
    await page.getByRole('button', { name: '确认发布' }).click()
    await expect(page.getByText('已发布，现在生效')).toBeVisible()
    await expect(page.getByRole('main')).toContainText('不再接受更早的文本')
  })

  for (const [locale, moved, blocks] of [
    ['zh-CN', '必须使用新文本的函件', '旧的函件不能提交'],
    ['en', 'A new text of the letter is required since', 'this letter can’t be submitted'],
  ] as const) {
    await test.step(`the application says so on its pages, in ${locale}`, async () => {
      const applicant = await another(actor, { locale, viewport: { width: 390, height: 844 } })
      await applicant.goto(`/qualifications/${id}/letter`)
      await expect(applicant.getByRole('main')).toContainText(moved)
      expect(await flawsForAxe(applicant)).toEqual([])
      expect(await flawsOf(applicant)).toEqual([])
      await applicant.goto(`/qualifications/${id}/check`)
      await expect(applicant.getByRole('main')).toContainText(blocks)
    })
  }
})
