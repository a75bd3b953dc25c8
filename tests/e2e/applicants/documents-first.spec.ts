import type { Page } from '@playwright/test'
import { readDraft } from '@/lib/qualifications/draft/read-draft'
import { aFullDraft } from '@/tests/factories/journey'
import { aRegisteredApplicant } from '@/tests/factories/people'
import { aDraft, submissionOf } from '@/tests/factories/qualifications'
import { start, uploadAll } from '../support/applying'
import { flawsOf } from '../support/layout'
import { drawing } from '../support/pictures'
import { personal } from '../support/records'
import { expect, flawsForAxe, test } from '../support/test'

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

const evidenceIn = (page: Page) => page.locator('[id^=SIGNATURE_EVIDENCE]')
const alertIn = (page: Page) => page.getByRole('main').getByRole('alert')
const dropsIn = (page: Page) => page.getByRole('status').filter({ hasText: '这样更改会移除已上传的材料' })

test('a phone shows one document at a time, and what is missing; a wide screen shows all', async ({ page, signIn }) => {
  await signIn((await aRegisteredApplicant()).actor)
  await page.goto('/qualifications/new')
  await start(page, /^个人/)
  const emblem = page.locator('#ID_EMBLEM')
  await expect(page.getByText('第 1 份，共 4 份')).toBeVisible()
  await expect(page.getByText('还缺：身份证人像面、身份证国徽面、手持证件正面照')).toBeVisible()
  await expect(emblem).toBeHidden()
  await expect(page.getByRole('button', { name: '上一份' })).toBeDisabled()
  await uploadAll(page, [['ID_PORTRAIT', '身份证人像面']])
  await expect(page.getByText('还缺：身份证国徽面、手持证件正面照')).toBeVisible()
  await page.getByRole('button', { name: '下一份' }).click()
  await expect(emblem).toBeVisible()
  await expect(page.locator('#ID_PORTRAIT')).toBeHidden()
  await expect(page.getByText('第 2 份，共 4 份')).toBeFocused()
  expect([await flawsOf(page), await flawsForAxe(page)]).toEqual([[], []])

  await page.setViewportSize({ width: 1440, height: 900 })
  await expect(page.locator('#ID_PORTRAIT')).toBeVisible()
  await expect(page.locator('#ID_IN_HAND')).toBeVisible()
  await expect(page.getByText('第 2 份，共 4 份')).toBeHidden()
  await page.setViewportSize({ width: 390, height: 844 })
  await page.getByRole('link', { name: '先填写，稍后再拍' }).click()
  await expect(page.getByRole('heading', { name: '您的身份', level: 1 })).toBeVisible()
  await page.goBack()
  await expect(page.getByText('第 2 份，共 4 份')).toBeVisible() // the first that is missing
})

for (const hasScripts of [true, false]) {
  test.describe(hasScripts ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled: hasScripts })

    test('a changed answer shows what it would remove, and removes it only after that', async ({ page, signIn }) => {
      const { applicant, id } = await aFullDraft()
      await signIn(applicant.actor)
      const filesOf = async () => (await submissionOf(id)).documents.map(({ kind }) => kind)
      await page.goto(`/qualifications/${id}/identity`)
      await page.getByRole('link', { name: '修改：证件类型' }).click()
      await expect(page.getByRole('heading', { name: '由谁申请', level: 1 })).toBeVisible()
      const change = async () => {
        await page.getByLabel('证件类型').selectOption('护照')
        await page.getByRole('button', { name: '保存并继续' }).click()
        await expect(dropsIn(page).getByRole('listitem')).toHaveText(['身份证国徽面'])
      }
      await change()
      if (hasScripts) expect([await flawsOf(page), await flawsForAxe(page)]).toEqual([[], []])
      await page.getByRole('link', { name: '不更改，保留材料' }).click()
      await expect(page.getByLabel('证件类型')).toHaveValue('RESIDENT_ID')
      expect(await filesOf()).toContain('ID_EMBLEM')
      await change()
      await page.getByRole('button', { name: '更改并移除' }).click()
      await expect(dropsIn(page)).toHaveCount(0)
      await page.goto(`/qualifications/${id}/who`)
      await expect(page.getByLabel('证件类型')).toHaveValue('PASSPORT')
      expect(await filesOf()).not.toContain('ID_EMBLEM')
    })

    test('evidence is uploaded next to its signature, and is not lost with it unseen', async ({ page, signIn }) => {
      const { actor, accountId } = await aRegisteredApplicant()
      const { id } = await aDraft({ ...actor, accountId })
      await signIn(actor)
      const url = `/qualifications/${id}/signatures`
      await page.goto(url)
      await page.getByRole('textbox', { name: '签名文字' }).fill(personal('小明书屋'))
      await page.getByLabel('签名来源').selectOption('商标')
      await page.getByRole('textbox', { name: '样例' }).fill(personal('您订的书到了。'))
      await page.getByRole('button', { name: '保存并继续' }).click()
      await expect(alertIn(page)).toContainText('还没有上传这份材料')

      const picture = await drawing('SIGNATURE_EVIDENCE')
      if (hasScripts) {
        await evidenceIn(page).locator('input[type=file]').first().setInputFiles(picture)
      } else {
        await evidenceIn(page).locator('input[name=file]').setInputFiles(picture)
        await evidenceIn(page).getByRole('button', { name: '上传', exact: true }).click()
      }
      await expect(async () => {
        if (!hasScripts) await page.goto(url)
        await expect(evidenceIn(page).getByRole('img', { name: /^查看大图/ })).toBeVisible({ timeout: 2_000 })
      }).toPass()
      if (hasScripts) expect([await flawsOf(page), await flawsForAxe(page)]).toEqual([[], []])

      await page.getByLabel('签名来源').selectOption('本人姓名')
      await page.getByRole('button', { name: '保存并继续' }).click()
      await expect(dropsIn(page)).toBeVisible()
      await page.getByRole('button', { name: '更改并移除' }).click()
      await expect(evidenceIn(page)).toHaveCount(0)
      expect((await readDraft(actor, id))?.signatures).toMatchObject([{ source: 'OWN_NAME', text: '小明书屋' }])
    })
  })
}
