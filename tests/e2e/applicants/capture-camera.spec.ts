import type { Page } from '@playwright/test'
import { database } from '@/lib/db/client'
import { createQualification } from '@/lib/qualifications/draft/create-qualification'
import { aRegisteredApplicant } from '@/tests/factories/people'
import { test } from '../support/fake-camera'
import { expect, flawsForAxe } from '../support/test'

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
test.use(PHONE)

let accountId = ''
let documents = ''

test.beforeEach(async ({ page, signIn }) => {
  await page.addInitScript(() => {
    // Remembers what was opened, to see that it is closed.
    const opened: MediaStreamTrack[] = []
    Object.assign(window, { opened })
    const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
    navigator.mediaDevices.getUserMedia = async (wanted) => {
      const stream = await open(wanted)
      opened.push(...stream.getTracks())
      return stream
    }
  })
  const applicant = await aRegisteredApplicant()
  accountId = applicant.accountId
  const { id } = await createQualification(applicant.actor, { kind: 'INDIVIDUAL' })
  await signIn(applicant.actor)
  documents = `/qualifications/${id}/documents`
})

const dialog = (page: Page) => page.getByRole('dialog')
const says = (page: Page, text: string) => expect(dialog(page).getByRole('status').getByText(text)).toBeVisible()
const automatic = (page: Page) => page.getByRole('checkbox', { name: '拿稳后自动拍照' })

/** Opens the camera of a slot; a phone shows one slot at a time. */
async function openCamera(page: Page, slot: string) {
  await page.goto(`${documents}${slot}`)
  await page.locator(slot).getByRole('button', { name: '拍照' }).click()
  await expect(dialog(page).getByRole('button', { name: '拍照' })).toBeEnabled()
}

/** States of the cameras that were opened so far. */
const cameras = (page: Page) =>
  page.evaluate(() => (window as unknown as { opened: MediaStreamTrack[] }).opened.map(({ readyState }) => readyState))

test('a camera says what to do, takes the picture by itself, and sends it when its sender says so', async ({
  page,
}) => {
  await openCamera(page, '#ID_PORTRAIT')
  await automatic(page).uncheck()
  await says(page, '太暗，请到光线充足的地方')
  await says(page, '再靠近一些')
  await says(page, '很好，保持不动')
  expect(await flawsForAxe(page)).toEqual([])
  expect(await cameras(page)).toEqual(['live'])

  await automatic(page).check()
  await says(page, '没有发现问题。请确认文字清晰可读。')
  expect(await flawsForAxe(page)).toEqual([])
  expect(await cameras(page)).toEqual(['ended'])
  expect(await database().storedFile.count({ where: { accountId } })).toBe(0)
  await page.getByRole('button', { name: '使用这张照片' }).click()
  await expect(dialog(page)).toHaveCount(0)
  await expect(page.getByRole('img', { name: /^查看大图: 证件人像面/ })).toHaveCount(1)
  const file = await database().storedFile.findFirstOrThrow({ where: { accountId } })
  expect(file).toMatchObject({ state: 'READY', width: 1280, height: 720 })
})

test('in English, and in the dark, axe finds nothing', async ({ another }) => {
  const { actor } = await aRegisteredApplicant()
  const { id } = await createQualification(actor, { kind: 'INDIVIDUAL' })
  const page = await another(actor, { ...PHONE, locale: 'en', colorScheme: 'dark' })
  await page.goto(`/qualifications/${id}/documents#ID_IN_HAND`)
  await page.locator('#ID_IN_HAND').getByRole('button', { name: 'Take a photo' }).click()
  await expect(dialog(page).getByRole('status').getByText('Too dark. Find more light')).toBeVisible()
  expect(await flawsForAxe(page)).toEqual([])
  await dialog(page).getByRole('button', { name: 'Take photo' }).click()
  await expect(dialog(page).getByRole('button', { name: /^Use / })).toBeVisible()
  expect(await flawsForAxe(page)).toEqual([])
})

test('a picture is taken by hand, turned, and taken again; a closed camera is off', async ({ page }) => {
  await openCamera(page, '#ID_IN_HAND')
  await expect(automatic(page)).toHaveCount(0)
  await dialog(page).getByRole('button', { name: '拍照' }).click()
  const taken = page.getByRole('img', { name: '刚拍的照片' })
  const width = () => taken.evaluate((image: HTMLImageElement) => image.naturalWidth)
  await expect.poll(width).toBe(1280)
  await page.getByRole('button', { name: '旋转' }).click()
  await expect.poll(width).toBe(720)
  await page.getByRole('button', { name: '重拍' }).click()
  await expect(dialog(page).getByRole('button', { name: '拍照' })).toBeEnabled()
  expect(await cameras(page)).toEqual(['ended', 'live'])
  await page.keyboard.press('Escape')
  await expect(dialog(page)).toHaveCount(0)
  expect(await cameras(page)).toEqual(['ended', 'ended'])
  await expect(page.locator('#ID_IN_HAND').getByRole('button', { name: '拍照' })).toBeFocused()
  expect(await database().storedFile.count({ where: { accountId } })).toBe(0)
})
