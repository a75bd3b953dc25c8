import type { Page } from '@playwright/test'
import { DAY, dateIn } from '@/lib/core/clock'
import { database } from '@/lib/db/client'
import { withdrawQualification } from '@/lib/qualifications/standing/withdraw-qualification'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { decideQualification } from '@/lib/review/decisions/decide-qualification'
import { aFullDraft, decide, seeAll, submit } from '@/tests/factories/journey'
import { aColleague } from '@/tests/factories/people'
import { changeElsewhere } from '../support/change-elsewhere'
import { flawsOf } from '../support/layout'
import { LONG_NAME } from '../support/long-name-screens'
import { drawing } from '../support/pictures'
import { personal } from '../support/records'
import { expect, flawsForAxe, test } from '../support/test'

/** These journeys meet what stood in an applicant's way on a phone, in both languages. */

test.use({ viewport: { width: 390, height: 844 } })

const WORDS = {
  'zh-CN': {
    renew: '开始续期',
    carried: '而证件或材料快要到期',
    warned: '有提醒',
    unfinished: '您有 1 份未完成的申请',
    step: (number: number) => `第 ${number} / 7 步`,
    previous: '上一份',
    signOut: '退出登录',
    upload: '上传身份证人像面',
    replace: '更换',
    portraitEndsSoon: /^身份证人像面：沿用上一份申请的文件，而证件或材料快要到期/,
    applyAgain: '用这些内容重新申请',
    correctUse: '去修改：短信用途',
    recipients: '发给谁',
    saveAndContinue: '保存并继续',
    check: '核对并提交',
  },
  en: {
    renew: 'Start renewal',
    carried: 'but the document is about to expire',
    warned: 'Has warnings',
    unfinished: 'You have an unfinished application',
    step: (number: number) => `Step ${number} / 7`,
    previous: 'Back',
    signOut: 'Sign out',
    upload: 'Upload ID card, portrait side',
    replace: 'Replace',
    portraitEndsSoon: /^ID card, portrait side: The files of your earlier application are used again, but/,
    applyAgain: 'Apply again with these answers',
    correctUse: 'Correct: SMS use',
    recipients: 'Recipients',
    saveAndContinue: 'Save and continue',
    check: 'Check and submit',
  },
} as const

for (const locale of ['zh-CN', 'en'] as const) {
  const say = WORDS[locale]

  test.describe(locale, () => {
    test.use({ locale })

    test('a renewal warns of an ID that ends soon, until it has a new photograph', async ({ page, signIn }) => {
      const { applicant, id } = await anApprovalThatEnds()
      await signIn(applicant.actor)
      await page.goto(`/qualifications/${id}`)
      await page.getByRole('button', { name: say.renew }).click()
      await expect(page).toHaveURL((url) => url.pathname !== `/qualifications/${id}`)
      await expect(page.locator('#identity-state')).toHaveText(say.warned)
      await fitsAndIsAccessible(page)
      const renewal = new URL(page.url()).pathname
      await page.goto(`${renewal}/check`)
      await expect(page.getByRole('link', { name: say.portraitEndsSoon })).toBeVisible()
      await fitsAndIsAccessible(page)

      await page.goto(renewal)
      await page.locator('[aria-describedby="documents-state"]').click()
      const main = page.getByRole('main')
      for (const _ of ['held in a hand', 'emblem side']) await page.getByRole('button', { name: say.previous }).click()
      await expect(main.getByText(say.carried).filter({ visible: true })).toBeVisible()
      const chooser = page.waitForEvent('filechooser')
      await page.getByRole('group', { name: say.upload }).getByRole('button', { name: say.replace }).click()
      await (await chooser).setFiles(await drawing('ID_PORTRAIT', 7))
      await expect(main.getByText(say.carried).filter({ visible: true })).toBeHidden()
      await page.goto(`${renewal}/check`)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expect(page.getByRole('link', { name: say.portraitEndsSoon })).toHaveCount(0)
    })

    test('an application that is filled from a withdrawn one names what it carries over', async ({ page, signIn }) => {
      const { applicant, id } = await aFullDraft()
      await changeElsewhere(applicant.actor, id, { 'person.idValidTo': dateIn(new Date(Date.now() + 21 * DAY)) })
      await withdrawQualification(applicant.actor, { qualificationId: id })
      await signIn(applicant.actor)
      await page.goto(`/qualifications/${id}`)
      await page.getByRole('button', { name: say.applyAgain }).click()
      await expect(page).toHaveURL((url) => url.pathname !== `/qualifications/${id}`)
      await page.goto(`${new URL(page.url()).pathname}/check`)
      await expect(page.getByRole('link', { name: say.portraitEndsSoon })).toBeVisible()
      await fitsAndIsAccessible(page)
    })

    test('nobody starts a second application without noticing the first', async ({ page, signIn }) => {
      const { applicant, id, reference } = await aFullDraft()
      await signIn(applicant.actor)
      await page.goto('/qualifications/new')
      await expect(page.getByText(say.unfinished)).toBeVisible()
      await fitsAndIsAccessible(page)
      await page.getByRole('link', { name: reference }).click()
      await expect(page).toHaveURL(`/qualifications/${id}`)
    })

    test('a name of 99 letters without a space widens no page, and each page says which of seven it is', async ({
      page,
      signIn,
    }) => {
      const { applicant, id } = await aFullDraft()
      await changeElsewhere(applicant.actor, id, { 'person.name': personal(LONG_NAME) })
      await signIn(applicant.actor)
      for (const path of [
        '',
        '/new',
        `/${id}`,
        `/${id}/identity`,
        `/${id}/documents`,
        `/${id}/letter`,
        `/${id}/check`,
      ]) {
        await page.goto(`/qualifications${path}`)
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
        expect(await flawsOf(page), path).toEqual([])
      }
      await expect(page.getByText(say.step(7))).toBeVisible()
      await page.goto(`/qualifications/${id}/documents`)
      await expect(page.getByText(say.step(2))).toBeVisible()
    })

    test('a refused use is corrected alone: no page that was accepted is on the way', async ({ page, signIn }) => {
      const { applicant, id } = await aRefusedUse()
      await signIn(applicant.actor)
      await page.goto(`/qualifications/${id}`)
      await page.getByRole('link', { name: say.correctUse }).click()
      await page.getByLabel(say.recipients).fill(personal('在苏州书店订了书、同意接收通知的顾客'))
      await fitsAndIsAccessible(page)
      await page.getByRole('button', { name: say.saveAndContinue }).click()
      await expect(page.getByRole('heading', { name: say.check, level: 1 })).toBeVisible()
      await fitsAndIsAccessible(page)
    })

    test('a thumb hits sign out', async ({ page, signIn }) => {
      const { applicant } = await aFullDraft()
      await signIn(applicant.actor)
      await page.goto('/qualifications')
      const box = await page.getByRole('button', { name: say.signOut }).boundingBox()
      expect([box?.width, box?.height].every((pixels = 0) => pixels >= 44)).toBe(true)
    })
  })
}

/** Makes an approved qualification of a person whose ID ends in three weeks. */
async function anApprovalThatEnds() {
  const draft = await aFullDraft()
  const { applicant, id } = draft
  await changeElsewhere(applicant.actor, id, { 'person.idValidTo': dateIn(new Date(Date.now() + 21 * DAY)) })
  await submit(applicant.actor, id)
  await decide((await aColleague({ roles: ['REVIEWER'] })).actor, id)
  const validUntil = new Date(Date.now() + 20 * DAY)
  await database().qualification.update({ where: { id }, data: { validUntil } })
  return draft
}

const OF_USE = { correctionField: 'use.audience', note: null }

/** Submits an application whose use alone is refused. */
async function aRefusedUse() {
  const draft = await aFullDraft()
  const { applicant, id: qualificationId } = draft
  await submit(applicant.actor, qualificationId)
  const reviewer = (await aColleague({ roles: ['REVIEWER'] })).actor
  await claimQualification(reviewer, { qualificationId })
  await seeAll(reviewer, qualificationId)
  const rows = await database().part.findMany({ where: { submission: { qualificationId } } })
  const parts = rows.map(({ id: partId, fieldGroup }) =>
    fieldGroup === 'use'
      ? { ...OF_USE, partId, verdict: 'REFUSED' as const, reasons: ['CONTENT_UNCLEAR'], correction: 'FIELD' as const }
      : { partId, verdict: 'ACCEPTED' as const, reasons: [], correction: null, correctionField: null, note: null },
  )
  await decideQualification(reviewer, { qualificationId, revision: 1, parts })
  return draft
}

async function fitsAndIsAccessible(page: Page): Promise<void> {
  expect(await flawsOf(page)).toEqual([])
  expect(await flawsForAxe(page)).toEqual([])
}
