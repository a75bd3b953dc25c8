import { Readable } from 'node:stream'
import { aSubmitted, decide } from '@/tests/factories/journey'
import { aColleague } from '@/tests/factories/people'
import { specimen } from '@/tests/factories/specimens'
import { uploadReady } from '@/tests/factories/uploads'
import { press } from '../support/keyboard'
import { photograph } from '../support/pictures'
import { expect, test } from '../support/test'

test('of a refused letter with two photographs the second one is replaced, in its place', async ({ page, signIn }) => {
  const { applicant, id: qualificationId } = await aSubmitted()
  await decide((await aColleague()).actor, qualificationId, { COMMITMENT_LETTER: 'PAGE_MISSING' })
  const place = { qualificationId, kind: 'COMMITMENT_LETTER', senderSignatureId: null, fileName: 'IMG_2.jpg' } as const
  const second = Readable.from([await specimen('COMMITMENT_LETTER', 2)])
  const { fileId } = await uploadReady(applicant.actor, { ...place, source: second })

  await signIn(applicant.actor)
  await page.goto(`/qualifications/${qualificationId}/letter`)
  const slot = page.locator('#COMMITMENT_LETTER')
  const pictures = slot.getByRole('img', { name: /^查看大图/ })
  const sources = () => pictures.evaluateAll((all) => all.map((one) => one.getAttribute('src') ?? ''))
  await expect(pictures).toHaveCount(2)
  const [first = ''] = await sources()
  await press(page, slot.getByRole('button', { name: '替换这一页：第 2 张' }))
  await expect(slot.getByText('下一张照片将替换这一页。')).toBeVisible()
  await slot.getByRole('button', { name: '保留这一页：第 2 张' }).click()
  await expect(slot.getByText('下一张照片将替换这一页。')).toHaveCount(0)
  await slot.getByRole('button', { name: '替换这一页：第 2 张' }).click()
  await expect(slot.getByText('下一张照片将替换这一页。')).toBeVisible()

  const chooser = page.waitForEvent('filechooser')
  await slot.getByRole('button', { name: /^选择照片/ }).click()
  await (await chooser).setFiles(await photograph('COMMITMENT_LETTER'))
  const use = slot.getByRole('button', { name: /仍然使用/ })
  await expect(async () => {
    if (await use.isVisible()) await use.click()
    expect((await sources()).join()).not.toContain(fileId)
  }).toPass()
  await expect(pictures).toHaveCount(2)
  expect((await sources())[0]).toBe(first)
})
