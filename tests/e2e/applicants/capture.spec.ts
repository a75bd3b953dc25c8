import { randomBytes } from 'node:crypto'
import type { Page } from '@playwright/test'
import sharp, { type Sharp } from 'sharp'
import { database } from '@/lib/db/client'
import { createQualification } from '@/lib/qualifications/draft/create-qualification'
import { aRegisteredApplicant } from '@/tests/factories/people'
import { blurredPicture, drawing, type Picture } from '../support/pictures'
import { expect, flawsForAxe, test } from '../support/test'

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

let accountId = ''

test.beforeEach(async ({ page, signIn }) => {
  const applicant = await aRegisteredApplicant()
  accountId = applicant.accountId
  const { id } = await createQualification(applicant.actor, { kind: 'INDIVIDUAL' })
  await signIn(applicant.actor)
  await page.goto(`/qualifications/${id}/documents`)
})

const slot = (page: Page) => page.locator('#ID_PORTRAIT')
const stored = (page: Page) => page.getByRole('img', { name: /^查看大图: 证件人像面/ })
const readyFile = () => database().storedFile.findFirst({ where: { accountId, state: 'READY' } })

async function choose(page: Page, picture: Picture, button: string | RegExp = '选择照片') {
  const chooser = page.waitForEvent('filechooser')
  await slot(page).getByRole('button', { name: button }).click()
  await (await chooser).setFiles(picture)
}

async function spoiled(change: (image: Sharp) => Sharp, name: string): Promise<Picture> {
  const { buffer, mimeType } = await drawing('ID_PORTRAIT')
  return { name, mimeType, buffer: await change(sharp(buffer)).jpeg().toBuffer() }
}

const REFLECTION =
  '<svg width="700" height="500"><radialGradient id="g"><stop offset=".6" stop-color="#fff"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient><ellipse cx="350" cy="250" rx="340" ry="240" fill="url(#g)"/></svg>'

const SPOILED: Record<string, { picture: () => Promise<Picture>; says: RegExp }> = {
  blurred: { picture: blurredPicture, says: /^照片模糊/ },
  dark: { picture: () => spoiled((image) => image.modulate({ brightness: 0.25 }), 'dark.jpg'), says: /^照片太暗/ },
  'behind a reflection': {
    picture: () => spoiled((image) => image.composite([{ input: Buffer.from(REFLECTION) }]), 'glare.jpg'),
    says: /^照片上有反光/,
  },
  'cut off': {
    picture: () => spoiled((image) => image.extract({ left: 0, top: 0, width: 1200, height: 1000 }), 'cut.jpg'),
    says: /^似乎没有拍全/,
  },
}

for (const [which, { picture, says }] of Object.entries(SPOILED)) {
  test(`a chosen picture that is ${which} is named before it is sent, and another one takes its place`, async ({
    page,
  }) => {
    const requests: string[] = []
    page.on('request', (request) => requests.push(new URL(request.url()).pathname))
    await choose(page, await picture())
    await expect(slot(page).getByRole('listitem').filter({ hasText: says })).toBeVisible()
    await expect(slot(page).getByText('照片还没有上传。')).toBeVisible()
    expect(requests.filter((path) => path.startsWith('/api/tus'))).toEqual([])
    await choose(page, await drawing('ID_PORTRAIT'), /^换一张/)
    await expect(stored(page)).toHaveCount(1)
    await expect(slot(page).getByText(says)).toHaveCount(0)
  })
}

test('a blurred picture is turned, looked at by axe, and used anyway', async ({ page }) => {
  await choose(page, await blurredPicture())
  const preview = slot(page).getByRole('img', { name: /^blurred.jpg/ })
  const shape = () => preview.evaluate((image: HTMLImageElement) => image.naturalWidth / image.naturalHeight)
  await expect.poll(shape).toBeCloseTo(4 / 3, 2)
  expect(await flawsForAxe(page)).toEqual([])
  await slot(page).getByRole('button', { name: /^旋转/ }).click()
  await expect.poll(shape).toBeCloseTo(3 / 4, 2)
  await slot(page)
    .getByRole('button', { name: /^仍然使用/ })
    .click()
  await expect(stored(page)).toHaveCount(1)
  expect(await readyFile()).toMatchObject({ width: 1200, height: 1600, doubts: ['BLURRED'] })
})

test('a picture above the limits arrives made smaller, upright, and good to read', async ({ page }) => {
  const raw = { width: 4500, height: 3000, channels: 3 } as const
  const buffer = await sharp(randomBytes(4500 * 3000 * 3), { raw })
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 95 })
    .toBuffer()
  expect(buffer.length).toBeGreaterThan(10 * 1024 * 1024)
  await choose(page, { name: 'large.jpg', mimeType: 'image/jpeg', buffer })
  await expect(stored(page)).toHaveCount(1)
  const file = await readyFile()
  expect(file?.mediaType).toBe('image/jpeg')
  expect(file?.size).toBeLessThanOrEqual(10 * 1024 * 1024)
  expect(file?.height).toBeGreaterThanOrEqual(2400)
  expect((file?.height ?? 0) / (file?.width ?? 1)).toBeCloseTo(1.5, 2)
})

test('without a camera, a page says so, and the phone’s own is opened', async ({ page }) => {
  await slot(page).getByRole('button', { name: '拍照' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('alert')).toHaveText(/请改用手机相机拍照。$/)
  expect(await flawsForAxe(page)).toEqual([])
  const chooser = page.waitForEvent('filechooser')
  await dialog.getByRole('button', { name: '用手机相机拍照' }).click()
  expect(await (await chooser).element().getAttribute('capture')).toBe('environment')
  await (await chooser).setFiles(await drawing('ID_PORTRAIT'))
  await expect(dialog).toHaveCount(0)
  await expect(stored(page)).toHaveCount(1)
})
