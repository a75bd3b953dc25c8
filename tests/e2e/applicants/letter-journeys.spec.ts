import type { Page } from '@playwright/test'
import { database } from '@/lib/db/client'
import { readDraft } from '@/lib/qualifications/draft/read-draft'
import { removeDocumentPage } from '@/lib/qualifications/files/remove-document-page'
import { letterCode } from '@/lib/rulebook/letters/letter-code'
import { letterKey } from '@/lib/rulebook/letters/letter-key'
import { aFullDraft } from '@/tests/factories/journey'
import { aLetterReading, EMPTY_BOX, readAs } from '@/tests/factories/readings'
import { flawsOf } from '../support/layout'
import { drawing } from '../support/pictures'
import { expect, flawsForAxe, test } from '../support/test'

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

type Applicant = Awaited<ReturnType<typeof aFullDraft>>['applicant']['actor']

async function photographsIn(applicant: Applicant, id: string): Promise<string[]> {
  const slots = (await readDraft(applicant, id))?.slots ?? []
  return slots.find(({ slot }) => slot.kind === 'COMMITMENT_LETTER')?.pages.map(({ fileId }) => fileId) ?? []
}

async function removePhotographs(applicant: Applicant, qualificationId: string) {
  for (const fileId of await photographsIn(applicant, qualificationId))
    await removeDocumentPage(applicant, { qualificationId, fileId })
}

/** Photographs a page of the letter, as a phone does, and returns its file. */
async function photographLetter(page: Page, applicant: Applicant, id: string): Promise<string> {
  const before = await photographsIn(applicant, id)
  await page.goto(`/qualifications/${id}/letter`)
  const slot = page.locator('#COMMITMENT_LETTER')
  const chooser = page.waitForEvent('filechooser')
  await slot.getByRole('button', { name: /^选择照片/ }).click()
  // Each time another picture: the same one again would be refused.
  await (await chooser).setFiles(await drawing('COMMITMENT_LETTER', 2 + before.length))
  const use = slot.getByRole('button', { name: /仍然使用/ })
  let added: string | undefined
  await expect(async () => {
    if (await use.isVisible()) await use.click()
    added = (await photographsIn(applicant, id)).find((fileId) => !before.includes(fileId))
    expect(added).toBeDefined()
  }).toPass()
  return added ?? ''
}

async function rename(page: Page, id: string, name: string, button = '保存，稍后再填') {
  await page.goto(`/qualifications/${id}/identity`)
  await page.getByRole('textbox', { name: '姓名' }).fill(name)
  await page.getByRole('button', { name: button }).click()
}

async function renameAndReturn(page: Page, id: string, name: string) {
  await rename(page, id, name)
  await expect(page).toHaveURL(new RegExp(`/qualifications/${id}$`))
}

async function submit(page: Page, id: string) {
  await page.goto(`/qualifications/${id}/check`)
  await page.getByRole('button', { name: '提交', exact: true }).click()
  await expect(page).toHaveURL(new RegExp(`/qualifications/${id}\\?submitted$`))
}

test('a letter is photographed on a phone: each fault is said once, and none when both pages are there with a thumbprint', async ({
  page,
  signIn,
}) => {
  const { applicant: owner, id } = await aFullDraft()
  const applicant = owner.actor
  await removePhotographs(applicant, id)
  await signIn(applicant)
  const { id: letterId, version } = await database().letter.findFirstOrThrow({ where: { qualificationId: id } })
  const signer = await letterKey()
  const code = (number: number) => letterCode({ letterId, page: number, pages: 2, version }, signer)
  const last = await photographLetter(page, applicant, id)
  await readAs(last, aLetterReading(code(2), true, { mark: { ...EMPTY_BOX, kind: 'none' } }))
  await page.goto(`/qualifications/${id}/letter`)
  await expect(page.getByRole('heading', { name: '一、实名登记，材料真实' })).toBeVisible() // to be read before it is printed
  await expect(page.getByText('函件缺少第 1 页')).toHaveCount(1)
  await expect(page.getByText(/这封函共 2 页/)).toHaveCount(0)
  const pressed = { ...EMPTY_BOX, kind: 'thumbprint' } as const
  await readAs(last, aLetterReading(code(2), true, { mark: pressed }))
  const again = await photographLetter(page, applicant, id)
  await readAs(again, aLetterReading(code(2), true, { mark: pressed }))
  await page.goto(`/qualifications/${id}/check`)
  await expect(page.getByText('函件缺少第 1 页')).toHaveCount(1)
  await expect(page.getByText('函件第 2 页有不止一张照片')).toHaveCount(1)
  expect([await flawsOf(page), await flawsForAxe(page)]).toEqual([[], []])
  await readAs(again, aLetterReading(code(1), false))
  await page.reload()
  await expect(page.getByText(/函件缺少|不止一张照片/)).toHaveCount(0)
  await submit(page, id)
})

test('facts that change after the upload make a letter void, and changed back valid; where no code is read, the applicant compares', async ({
  page,
  signIn,
}) => {
  const { applicant: owner, id } = await aFullDraft()
  const applicant = owner.actor
  await signIn(applicant)
  const outdated = page.getByText('函件内容已变更，旧的函件不能提交')
  await test.step('changed: the letter is next, says what changed, and nothing is submitted', async () => {
    await rename(page, id, '王晓明', '保存并继续')
    await expect(page.getByRole('heading', { name: '承诺函', level: 1 })).toBeVisible()
    await page.goto(`/qualifications/${id}`)
    await expect(page.getByText('已完成 5 / 6 项')).toBeVisible()
    await expect(page.getByText('各项已完成')).toHaveCount(0)
    await expect(page.getByRole('link', { name: '继续：承诺函' })).toBeVisible()
    await page.goto(`/qualifications/${id}/check`)
    await expect(outdated).toBeVisible()
    await expect(page.getByRole('button', { name: '提交', exact: true })).toHaveCount(0)
    await page.goto(`/qualifications/${id}/letter`)
    await expect(page.getByText(/原为 王小明，现为 王晓明/)).toBeVisible()
  })
  await test.step('changed back: the old photograph is valid again', async () => {
    await renameAndReturn(page, id, '王小明')
    await page.goto(`/qualifications/${id}/check`)
    await expect(page.getByRole('button', { name: '提交', exact: true })).toBeVisible()
    await expect(outdated).toHaveCount(0)
  })
  await test.step('a photograph whose code nobody can read may be of either letter', async () => {
    await removePhotographs(applicant, id)
    const unread = await photographLetter(page, applicant, id)
    await readAs(unread, aLetterReading(null, true, { mark: { ...EMPTY_BOX, kind: 'thumbprint' } }))
    await page.goto(`/qualifications/${id}/check`)
    await expect(page.getByText('无法确认是哪一份函件')).toBeVisible()
    await submit(page, id)
  })
})
