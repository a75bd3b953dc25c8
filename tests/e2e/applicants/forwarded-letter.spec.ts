import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { database } from '@/lib/db/client'
import { readDraft } from '@/lib/qualifications/draft/read-draft'
import { removeDocumentPage } from '@/lib/qualifications/files/remove-document-page'
import { letterCode } from '@/lib/rulebook/letters/letter-code'
import { letterKey } from '@/lib/rulebook/letters/letter-key'
import { aFullDraft } from '@/tests/factories/journey'
import { wrongCode } from '@/tests/factories/letter-links'
import { anOrganisationDraft } from '@/tests/factories/organisation-drafts'
import { sealedLetter } from '@/tests/factories/photographed/letter-photographs'
import { aLetterReading, readAs } from '@/tests/factories/readings'
import { faultsOfPdf, hasQpdf } from '@/tests/setup/qpdf'
import { press } from '../support/keyboard'
import { flawsOf } from '../support/layout'
import { photograph } from '../support/pictures'
import { expect, flawsForAxe, portalUrl, test } from '../support/test'

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

type Applicant = Awaited<ReturnType<typeof aFullDraft>>['applicant']['actor']

async function letterPages(applicant: Applicant, id: string) {
  const slots = (await readDraft(applicant, id))?.slots ?? []
  return slots.filter(({ slot }) => slot.kind === 'COMMITMENT_LETTER').flatMap((held) => held.pages)
}

/** Returns a draft in which only the signed letter is missing. */
async function aDraftWithoutLetter(make: () => ReturnType<typeof aFullDraft> = aFullDraft) {
  const { applicant: owner, id } = await make()
  const applicant = owner.actor
  for (const { fileId } of await letterPages(applicant, id))
    await removeDocumentPage(applicant, { qualificationId: id, fileId })
  return { applicant, id }
}

const panel = (page: Page) =>
  page
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: '转交签章人', exact: true }) })
    .last()

/** Makes a link, and returns it with its code, as the applicant reads them. */
async function makeLink(page: Page, id: string, button = '生成转交链接') {
  await page.goto(`/qualifications/${id}/letter`)
  await panel(page).getByRole('button', { name: button }).click()
  const link = panel(page).getByLabel('链接', { exact: true })
  await expect(link).toHaveValue(/\/forwarded\/[\w-]{43}$/)
  const code = /提取码\s*(\d{6})/.exec((await panel(page).textContent()) ?? '')?.[1] ?? ''
  expect(code).toMatch(/^\d{6}$/)
  return { url: new URL(await link.inputValue()).pathname, code }
}

async function giveCode(browser: Page, url: string, code: string) {
  await browser.goto(url)
  await browser.getByLabel('提取码').fill(code)
  await browser.getByRole('button', { name: '打开', exact: true }).click()
}

test('a letter is sealed by somebody else on another device, confirmed, and submitted', async ({
  page,
  signIn,
  another,
}) => {
  const { applicant, id } = await aDraftWithoutLetter()
  await signIn(applicant)
  const { url, code } = await makeLink(page, id)
  expect([await flawsForAxe(page), await flawsOf(page)]).toEqual([[], []])
  await expect(panel(page).getByText('还没有人打开')).toBeVisible()

  const other = await another(undefined, PHONE)
  await other.goto(url)
  await expect(other.getByText(/王小明|承诺函（个人）/)).toHaveCount(0) // nothing of whose it is before the code
  await giveCode(other, url, wrongCode(code))
  await expect(other.getByText('提取码不正确。还可以尝试 4 次')).toBeVisible()
  await other.getByLabel('提取码').fill(code)
  await press(other, other.getByRole('button', { name: '打开', exact: true }))
  await expect(other.getByRole('heading', { name: /承诺函（个人）/, level: 1 })).toBeVisible()
  expect([await flawsForAxe(other), await flawsOf(other)]).toEqual([[], []])
  await expect(panel(page).getByText('已有人凭提取码打开')).toBeVisible()

  const download = other.waitForEvent('download')
  await other.getByRole('link', { name: '下载函件（PDF）' }).click()
  const pdf = readFileSync(await (await download).path())
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  if (hasQpdf) expect(faultsOfPdf(pdf)).toEqual([])

  const chooser = other.waitForEvent('filechooser')
  await other.getByRole('button', { name: /^选择照片/ }).click()
  await (await chooser).setFiles(await photograph('COMMITMENT_LETTER'))
  const use = other.getByRole('button', { name: /仍然使用/ })
  const sent = other.getByRole('list', { name: '通过本链接上传的图片' })
  await expect(use.or(sent).first()).toBeVisible()
  if (await use.isVisible()) await use.click()
  await expect(sent.getByText('待申请人确认')).toBeVisible()
  await other.goto(`/qualifications/${id}`)
  await expect(other).toHaveURL(/\/sign-in/) // it is not signed in

  await expect(page.getByText('1 个文件等待您确认')).toBeVisible()
  expect([await flawsForAxe(page), await flawsOf(page)]).toEqual([[], []])
  await page.goto(`/qualifications/${id}/check`)
  await expect(page.getByRole('link', { name: /1 个文件等待您确认/ })).toBeVisible()
  await expect(page.getByRole('button', { name: '提交', exact: true })).toHaveCount(0)
  await page.getByRole('link', { name: /1 个文件等待您确认/ }).click()
  await page.getByRole('button', { name: '确认: 第 1 张' }).click()
  await expect(page.getByText('第 1 张 已确认')).toBeVisible()
  await page.goto(`/qualifications/${id}/check`)
  await page.getByRole('button', { name: '提交' }).click()
  await expect(page).toHaveURL(new RegExp(`/qualifications/${id}\\?submitted$`))

  await other.goto('/forwarded')
  await expect(other.getByRole('heading', { name: '申请已提交' })).toBeVisible()
})

test('a letter is sealed by another department, comes back as one PDF, and is confirmed page by page and submitted', async ({
  page,
  signIn,
  another,
}) => {
  const { applicant, id } = await aDraftWithoutLetter(anOrganisationDraft)
  await signIn(applicant)
  const { url, code } = await makeLink(page, id)
  const desk = await another()
  await giveCode(desk, url, code)
  const download = desk.waitForEvent('download')
  await desk.getByRole('link', { name: '下载函件（PDF）' }).click()
  const scanned = await sealedLetter(readFileSync(await (await download).path()), '样本科技有限公司')
  const chooser = desk.waitForEvent('filechooser')
  await desk.getByRole('button', { name: '选择照片或 PDF' }).click()
  await (await chooser).setFiles({ name: '已盖章.pdf', mimeType: 'application/pdf', buffer: scanned.pdf })
  const sent = desk.getByRole('list', { name: '通过本链接上传的图片' })
  await expect(sent.getByText('待申请人确认')).toBeVisible()

  await expect(page.getByText('1 个文件等待您确认')).toBeVisible()
  const waiting = page.getByRole('listitem').filter({ has: page.getByRole('button', { name: '确认: 第 1 张' }) })
  await expect(waiting.getByText(`PDF，共 ${scanned.pages} 页`)).toBeVisible()
  await test.step('each page of it is looked at before it is confirmed', async () => {
    await waiting.getByRole('link', { name: /^查看大图: 承诺函/ }).click()
    for (let number = 1; number <= scanned.pages; number += 1) {
      const shown = page.getByRole('dialog').getByRole('img', { name: new RegExp(`第 1 张，第 ${number} 页$`) })
      await shown.scrollIntoViewIfNeeded()
      await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(300)
    }
    await page.keyboard.press('Escape')
  })
  const { id: letterId, version } = await database().letter.findFirstOrThrow({ where: { qualificationId: id } })
  const signer = await letterKey()
  const codeOf = (number: number) => letterCode({ letterId, page: number, pages: scanned.pages, version }, signer)
  const pages = Array.from({ length: scanned.pages }, (_, i) => aLetterReading(codeOf(i + 1), i + 1 === scanned.pages))
  const [held] = await letterPages(applicant, id)
  await readAs(held?.fileId ?? '', ...pages)
  await page.goto(`/qualifications/${id}/check`)
  await expect(page.getByRole('button', { name: '提交', exact: true })).toHaveCount(0)
  await page.goto(`/qualifications/${id}/letter`)
  await page.getByRole('button', { name: '确认: 第 1 张' }).click()
  await expect(page.getByText('第 1 张 已确认')).toBeVisible()
  await page.goto(`/qualifications/${id}/check`)
  await expect(page.getByText(/函件缺少|不止一张照片/)).toHaveCount(0)
  await page.getByRole('button', { name: '提交', exact: true }).click()
  await expect(page).toHaveURL(new RegExp(`/qualifications/${id}\\?submitted$`))
})

test('wrong codes lock a link, the applicant sees it, and another is made and revoked', async ({
  page,
  signIn,
  another,
}) => {
  const { applicant, id } = await aDraftWithoutLetter()
  await signIn(applicant)
  const { url, code } = await makeLink(page, id)
  const other = await another(undefined, PHONE)
  for (const left of [4, 3, 2, 1]) {
    await giveCode(other, url, wrongCode(code))
    await expect(other.getByText(`还可以尝试 ${left} 次`)).toBeVisible()
  }
  await giveCode(other, url, wrongCode(code))
  await expect(other.getByText('链接已失效')).toBeVisible()
  await other.goto(url)
  await expect(other.getByRole('heading', { name: '链接已锁定' })).toBeVisible()
  await expect(panel(page).getByText('提取码输错 5 次')).toBeVisible()

  const next = await makeLink(page, id)
  await giveCode(other, next.url, next.code)
  await expect(other.getByRole('heading', { name: /承诺函（个人）/, level: 1 })).toBeVisible()
  await panel(page).getByRole('button', { name: '撤销链接' }).click()
  await expect(panel(page).getByRole('button', { name: '生成转交链接' })).toBeVisible()
  await other.reload()
  await expect(other.getByRole('heading', { name: '链接已被撤销' })).toBeVisible()
})

test('without scripts a link is made, opened, uploaded through, and confirmed', async ({ signIn, browser }) => {
  const { applicant, id } = await aDraftWithoutLetter()
  const plain = { baseURL: portalUrl(), javaScriptEnabled: false, locale: 'zh-CN' }
  const [own, others] = [await browser.newContext(plain), await browser.newContext({ ...plain, ...PHONE })]
  await signIn(applicant, own)
  const page = await own.newPage()
  const { url, code } = await makeLink(page, id)
  const other = await others.newPage()
  await giveCode(other, url, code)
  await expect(other.getByRole('heading', { name: /承诺函（个人）/, level: 1 })).toBeVisible()
  await other.locator('input[name=file]').setInputFiles(await photograph('COMMITMENT_LETTER'))
  await other.getByRole('button', { name: '上传', exact: true }).click()
  await expect(async () => {
    await other.reload()
    await expect(other.getByText('待申请人确认')).toBeVisible({ timeout: 1_000 })
  }).toPass()
  await page.goto(`/qualifications/${id}/letter`)
  await page.getByRole('button', { name: '确认: 第 1 张' }).click()
  await expect(page.getByText('第 1 张 已确认')).toBeVisible()
  await Promise.all([own.close(), others.close()])
})
