import { createHash, randomBytes } from 'node:crypto'
import type { BrowserContext, Page } from '@playwright/test'
import sharp from 'sharp'
import { database } from '@/lib/db/client'
import { knownAmong } from '@/lib/documents/collect-orphans'
import { createQualification } from '@/lib/qualifications/draft/create-qualification'
import { refuseFile } from '@/lib/qualifications/files/examination/settle-file'
import { blobStore } from '@/lib/storage/blob-store'
import { aRegisteredApplicant } from '@/tests/factories/people'
import { aWaitingFile } from '@/tests/factories/uploads'
import { drawing, hostile, type Picture, photograph, tinyPicture } from '../support/pictures'
import { expect, flawsForAxe, test } from '../support/test'

test.use({ viewport: { width: 1440, height: 900 } })

let accountId = ''
let straysBefore: readonly string[] = []
let owner: { id: string; accountId: string }
let qualificationId = ''

test.beforeEach(async ({ page, signIn }) => {
  const applicant = await aRegisteredApplicant()
  accountId = applicant.accountId
  owner = { id: applicant.id, accountId }
  const { id } = await createQualification(applicant.actor, { kind: 'INDIVIDUAL' })
  qualificationId = id
  straysBefore = await strayBlobs()
  await signIn(applicant.actor)
  await page.goto(`/qualifications/${id}/documents`)
})

const slot = (page: Page) => page.getByRole('group', { name: '上传证件人像面' })
const stored = (page: Page) => page.getByRole('img', { name: /^查看大图: 证件人像面/ })
const filesOf = (account: string) =>
  database().storedFile.count({ where: { accountId: account, state: { not: 'REFUSED' } } })

async function choose(page: Page, picture: Picture, button = '选择照片') {
  const chooser = page.waitForEvent('filechooser')
  await slot(page).getByRole('button', { name: button }).click()
  await (await chooser).setFiles(picture)
}

/** Makes some megabytes, the same each time. */
let made: Promise<Buffer> | undefined
async function noise(): Promise<Picture> {
  const raw = { width: 1300, height: 1000, channels: 3 } as const
  made ??= sharp(randomBytes(1300 * 1000 * 3), { raw })
    .png({ compressionLevel: 0 })
    .toBuffer()
  return { name: 'noise.png', mimeType: 'image/png', buffer: await made }
}

/** Slows the connection down to seconds, until a test makes it fast, or cuts it. */
async function throttled(page: Page, context: BrowserContext) {
  const network = await context.newCDPSession(page)
  const fast = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 }
  await network.send('Network.enable')
  await network.send('Network.emulateNetworkConditions', { ...fast, uploadThroughput: 500_000 })
  return (other: { offline?: boolean }) => network.send('Network.emulateNetworkConditions', { ...fast, ...other })
}

/** Records requests of uploads in parts from now on. */
function uploadsOf(page: Page) {
  const requests: { method: string; offset: number }[] = []
  page.on('request', (request) => {
    if (!new URL(request.url()).pathname.startsWith('/api/tus')) return
    requests.push({ method: request.method(), offset: Number(request.headers()['upload-offset'] ?? Number.NaN) })
  })
  return requests
}

async function acknowledged(): Promise<number> {
  const upload = await database().upload.findFirst({ where: { qualification: { accountId } } })
  return upload?.received ?? 0
}

async function expectWhole({ buffer }: Picture) {
  const { sha256 } = await database().storedFile.findFirstOrThrow({ where: { accountId, state: 'READY' } })
  expect(Buffer.from(sha256)).toEqual(createHash('sha256').update(buffer).digest())
}

/** Returns ciphertexts that no row names. Uploads elsewhere have some for a moment, or were ended with their test. */
async function strayBlobs(): Promise<string[]> {
  const ids: string[] = []
  for await (const { id } of blobStore().list()) ids.push(id)
  const known = await knownAmong(ids)
  return ids.filter((id) => !known.has(id))
}

async function expectNothingLeft(page: Page) {
  await page.reload()
  await expect(slot(page)).toBeVisible()
  await expect(stored(page)).toHaveCount(0)
  expect(await filesOf(accountId)).toBe(0)
  await expectNoStrays()
}

async function expectNoStrays() {
  await expect.poll(async () => (await strayBlobs()).filter((id) => !straysBefore.includes(id))).toEqual([])
}

test('a dropped picture is accepted, shown upright, replaced and removed', async ({ page }) => {
  const { name, mimeType, buffer } = await photograph('ID_PORTRAIT')
  const dropped = await page.evaluateHandle(
    ({ name, mimeType, base64 }) => {
      const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
      const transfer = new DataTransfer()
      transfer.items.add(new File([bytes], name, { type: mimeType }))
      return transfer
    },
    { name, mimeType, base64: buffer.toString('base64') },
  )
  await slot(page).dispatchEvent('dragover', { dataTransfer: dropped })
  await expect(slot(page)).toContainText('松开即上传')
  await slot(page).dispatchEvent('drop', { dataTransfer: dropped })
  await expect(stored(page)).toHaveCount(1)
  await expect(page.getByText('已收到 1 张')).toBeVisible()

  await stored(page).click()
  const large = page.getByRole('dialog').getByRole('img')
  await expect(large).toBeVisible()
  const { autoOrient } = await sharp(buffer).metadata()
  const shape = () => large.evaluate((image: HTMLImageElement) => image.naturalWidth / image.naturalHeight)
  await expect.poll(shape).toBeCloseTo(autoOrient.width / autoOrient.height, 2)
  await page.keyboard.press('Escape')

  const first = await stored(page).getAttribute('src')
  await choose(page, await drawing('ID_PORTRAIT', 2), '更换')
  await expect(stored(page)).not.toHaveAttribute('src', first ?? '')
  await expect(stored(page)).toHaveCount(1)

  await page.getByRole('button', { name: '移除' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '移除' }).click()
  await expect(stored(page)).toHaveCount(0)
  await expect(slot(page).getByRole('button', { name: '选择照片' })).toBeVisible()
  await expectNothingLeft(page)
})

test('a file that is being checked is shown as such on every page, and so is its refusal as soon as it is known', async ({
  page,
  context,
}) => {
  let streams = 0
  context.on('request', (request) => {
    if (new URL(request.url()).pathname === '/api/file-events') streams += 1
  })
  const claimed = await aWaitingFile(owner, qualificationId, 'ID_PORTRAIT')
  await page.reload()
  await expect(page.getByRole('list', { name: '正在检查的文件' })).toContainText('照片.jpg')
  await expect.poll(() => streams).toBe(1)
  expect(await flawsForAxe(page)).toEqual([])
  const check = await context.newPage()
  await check.goto(`/qualifications/${qualificationId}/check`)
  const examined = check.getByText('1 项材料正在检查', { exact: true })
  await expect(examined).toBeVisible()
  await expect(check.getByText('即可提交')).toHaveCount(0) // other items are missing
  expect(await flawsForAxe(check)).toEqual([])

  await refuseFile(claimed, 'FILE_BROKEN', {})
  const refusal = page.getByRole('main').getByRole('alert')
  await expect(refusal).toHaveText('文件已损坏，无法打开。请重新拍摄或重新选择。')
  await expect(examined).toBeHidden()
  expect(streams).toBe(1)
  expect(await flawsForAxe(page)).toEqual([])
  await page.getByRole('button', { name: '不再显示', exact: true }).click()
  await expect(refusal).toBeHidden()
})

test('a pasted picture is accepted, in one request', async ({ page }) => {
  const requests = uploadsOf(page)
  const { buffer } = await drawing('ID_PORTRAIT')
  await slot(page).getByRole('button', { name: '选择照片' }).focus()
  await page.evaluate((base64) => {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
    const clipboardData = new DataTransfer()
    clipboardData.items.add(new File([bytes], 'image.png', { type: 'image/png' }))
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))
  }, buffer.toString('base64'))
  await expect(stored(page)).toHaveCount(1)
  expect(requests.map(({ method }) => method)).toEqual(['POST'])
})

test('a cancelled upload leaves nothing, and can be sent after all', async ({ page, context }) => {
  const network = await context.newCDPSession(page)
  const slow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 20_000 }
  await network.send('Network.enable')
  await network.send('Network.emulateNetworkConditions', slow)
  await choose(page, await drawing('ID_PORTRAIT'))
  await expect(page.getByRole('progressbar')).toBeVisible()
  await page.getByRole('button', { name: /^取消上传/ }).click()
  await expect(page.getByText('已取消')).toBeVisible()
  expect(await filesOf(accountId)).toBe(0)

  await network.send('Network.emulateNetworkConditions', { ...slow, uploadThroughput: -1 })
  await page.getByRole('button', { name: /^重新上传/ }).click()
  await expect(stored(page)).toHaveCount(1)
  await expect(page.getByText('已取消')).toHaveCount(0)
  expect(await filesOf(accountId)).toBe(1)
  await expectNoStrays()
})

test('a connection that is not there is said, and what waits is sent when it is', async ({ page, context }) => {
  const requests = uploadsOf(page)
  await context.setOffline(true)
  await choose(page, await drawing('ID_PORTRAIT'))
  await expect(page.getByText('网络中断，已上传 0%，恢复后自动续传')).toBeVisible()
  await context.setOffline(false)
  await expect(stored(page)).toHaveCount(1)
  await expect(page.getByText('网络中断')).toHaveCount(0)
  // In parts now, so that another cut costs less.
  expect(requests.map(({ method }) => method).slice(-2)).toEqual(['POST', 'PATCH'])
})

test('a connection that is cut in the middle continues from there automatically', async ({ page, context }) => {
  const requests = uploadsOf(page)
  const throttle = await throttled(page, context)
  await choose(page, await noise())
  await expect.poll(acknowledged).toBeGreaterThan(0)
  await throttle({ offline: true })
  await expect(page.getByRole('button', { name: /^继续上传: / })).toBeVisible()
  expect(await page.evaluate(() => navigator.onLine)).toBe(false)
  await throttle({})
  await expect(stored(page)).toHaveCount(1)
  expect(requests.filter(({ method }) => method === 'POST')).toHaveLength(1)
  await expectWhole(await noise())
})

test('a page that is left in the middle continues from there, when the same file is chosen again', async ({
  page,
  context,
}) => {
  const throttle = await throttled(page, context)
  await choose(page, await noise())
  await expect.poll(acknowledged).toBeGreaterThan(0)
  const hint = page.getByText('上次有一个文件没有传完')
  await expect(hint).toBeHidden()
  const warned = page.waitForEvent('dialog')
  const left = page.reload()
  const dialog = await warned
  expect(dialog.type()).toBe('beforeunload')
  await dialog.accept()
  await left
  await expect(hint).toHaveCount(1)
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('noise')
  const requests = uploadsOf(page)
  await throttle({})
  await choose(page, { ...(await noise()), name: 'another-name.png' })
  await expect(stored(page)).toHaveCount(1)
  await expect(hint).toBeHidden()
  expect(requests.map(({ method }) => method)).not.toContain('POST')
  expect(requests.find(({ method }) => method === 'PATCH')?.offset).toBeGreaterThan(0)
  await expectWhole(await noise())
  await expect.poll(() => page.evaluate(() => localStorage.length)).toBe(0)
})

test('a refusal disappears once a good file is there', async ({ page }) => {
  await choose(page, await tinyPicture())
  const refusal = page.getByRole('alert').filter({ hasText: '图片太小' })
  await expect(refusal).toBeVisible()
  await choose(page, await drawing('ID_PORTRAIT'))
  await expect(stored(page)).toHaveCount(1)
  await expect(refusal).toBeHidden()
})

const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF')
const REFUSED: Record<string, { picture: () => Promise<Picture>; says: string | RegExp }> = {
  // The browser makes pictures smaller that it can decode: capture.spec.ts.
  'too big': {
    picture: async () => ({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(10 * 1024 * 1024 + 1, 'a') }),
    says: '文件过大，请选择不超过 10 MB 的文件。',
  },
  'too small': { picture: tinyPicture, says: /^图片太小：短边只有 320 像素，至少需要 600 像素。/ },
  'of another kind': {
    picture: async () => hostile('polyglot-pdf-pe.pdf', 'application/pdf', PDF),
    says: /^这里不支持这种文件，请上传以下格式之一：JPEG/,
  },
  'of another kind than it says': {
    picture: async () => ({ ...hostile('svg-plain.svg', 'image/jpeg', Buffer.from('<svg/>')), name: 'photo.jpg' }),
    says: /^这里不支持这种文件，请上传以下格式之一：JPEG/,
  },
  broken: {
    async picture() {
      const { buffer, ...rest } = await drawing('ID_PORTRAIT')
      const half = buffer.subarray(0, buffer.length / 2)
      return hostile('jpeg-corrupt-header.jpg', rest.mimeType, half)
    },
    says: '文件已损坏，无法打开。请重新拍摄或重新选择。',
  },
  empty: {
    picture: async () => ({ name: 'empty.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(0) }),
    says: '文件是空的，请重新选择。',
  },
}

for (const [which, { picture, says }] of Object.entries(REFUSED)) {
  test(`a file that is ${which} is refused with what is wrong, and leaves nothing`, async ({ page }) => {
    await choose(page, await picture())
    await expect(page.getByRole('main').getByRole('alert')).toHaveText(says)
    await expect(page.getByRole('button', { name: /^重新上传/ })).toHaveCount(0)
    await expectNothingLeft(page)
  })
}
