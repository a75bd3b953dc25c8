import { aFullDraft } from '@/tests/factories/journey'
import { IDENTITY, submissionOf } from '@/tests/factories/qualifications'
import { aReading, readAs } from '@/tests/factories/readings'
import { flawsOf } from '../support/layout'
import { expect, flawsForAxe, test } from '../support/test'

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

test('on a phone a warning about another document leads to it, and from there to where its picture belongs', async ({
  page,
  signIn,
}) => {
  const { applicant, id } = await aFullDraft()
  const { documents } = await submissionOf(id)
  const fileIn = (kind: string) => documents.find((document) => document.kind === kind)?.pages[0]?.fileId ?? ''
  await readAs(fileIn('ID_EMBLEM'), aReading({ turned: 180, fields: { idNumber: IDENTITY['person.idNumber'] } }))
  await signIn(applicant.actor)
  await page.goto(`/qualifications/${id}/documents`)
  const [portrait, emblem] = [page.locator('#ID_PORTRAIT'), page.locator('#ID_EMBLEM')]

  await test.step('one document is shown, and the warning about another is said', async () => {
    await expect(portrait).toBeVisible()
    await expect(emblem).toBeHidden()
    await expect(page.getByText('“身份证国徽面”有 1 条提醒。')).toBeVisible()
    expect([await flawsOf(page), await flawsForAxe(page)]).toEqual([[], []])
    await page.getByRole('button', { name: '前往“身份证国徽面”' }).click()
    await expect(emblem).toBeVisible()
    await expect(portrait).toBeHidden()
    await expect(page.getByText('“身份证国徽面”有 1 条提醒。')).toHaveCount(0)
  })

  await test.step('the picture is upright, and can be had as it was uploaded', async () => {
    await expect(emblem.getByText('已自动转正。')).toBeVisible()
    await emblem.getByRole('button', { name: /^按上传时的方向显示/ }).click()
    await expect(emblem.getByText('上传时的方向。')).toBeVisible()
    await emblem.getByRole('button', { name: /^转正/ }).click()
    await expect(emblem.getByText('已自动转正。')).toBeVisible()
  })

  await test.step('it says where the picture belongs, as often as it is pressed', async () => {
    await expect(emblem.getByText('它看起来是“身份证人像面”。')).toBeVisible()
    expect([await flawsOf(page), await flawsForAxe(page)]).toEqual([[], []])
    for (let times = 0; times < 2; times += 1) {
      await emblem.getByRole('link', { name: '前往“身份证人像面”' }).click()
      await expect(portrait).toBeVisible()
      await page.getByRole('button', { name: '下一份' }).click()
      await expect(emblem).toBeVisible()
    }
  })
})
