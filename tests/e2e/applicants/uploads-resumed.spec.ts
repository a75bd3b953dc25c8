import { createHash, randomBytes } from 'node:crypto'
import sharp from 'sharp'
import { database } from '@/lib/db/client'
import { createQualification } from '@/lib/qualifications/draft/create-qualification'
import { aRegisteredApplicant } from '@/tests/factories/people'
import { expect, test } from '../support/test'

test.use({ ownSystem: true, viewport: { width: 1440, height: 900 } })

test('a portal that is killed in the middle continues with what it had', async ({ page, context, signIn, system }) => {
  if (!system) throw new Error('It has no portal of its own')
  const { actor, accountId } = await aRegisteredApplicant()
  const { id } = await createQualification(actor, { kind: 'INDIVIDUAL' })
  await signIn(actor)
  await page.goto(`/qualifications/${id}/documents`)

  const raw = { width: 1300, height: 1000, channels: 3 } as const
  const buffer = await sharp(randomBytes(1300 * 1000 * 3), { raw })
    .png({ compressionLevel: 0 })
    .toBuffer()
  const network = await context.newCDPSession(page)
  const slow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 250_000 }
  await network.send('Network.enable')
  await network.send('Network.emulateNetworkConditions', slow)
  const started: string[] = []
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().includes('/api/tus')) started.push(request.url())
  })
  const chooser = page.waitForEvent('filechooser')
  const slot = page.getByRole('group', { name: '上传证件人像面' })
  await slot.getByRole('button', { name: '选择照片' }).click()
  await (await chooser).setFiles({ name: '人像面.png', mimeType: 'image/png', buffer })

  const received = async () => (await database().upload.findFirst({ where: { qualificationId: id } }))?.received ?? 0
  await expect.poll(received).toBeGreaterThan(0)
  await system.portal.kill()
  await expect(page.getByText('网络中断')).toBeVisible()
  const before = await received()
  await system.startAgain()
  await network.send('Network.emulateNetworkConditions', { ...slow, uploadThroughput: -1 })
  await expect(page.getByRole('img', { name: /^查看大图: 证件人像面/ })).toHaveCount(1, { timeout: 90_000 })
  expect(before).toBeGreaterThan(0)
  expect(started).toHaveLength(1)
  const { sha256 } = await database().storedFile.findFirstOrThrow({ where: { accountId } })
  expect(Buffer.from(sha256)).toEqual(createHash('sha256').update(buffer).digest())
})
