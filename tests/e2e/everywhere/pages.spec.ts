import type { Page } from '@playwright/test'
import { hasRealFiles, realFile } from '@/lib/imaging/testing/sample-images'
import { pdfOf } from '@/lib/imaging/testing/sample-pdfs'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { aFullDraft, submit } from '@/tests/factories/journey'
import { aColleague } from '@/tests/factories/people'
import type { Picture } from '../support/pictures'
import { expect, flawsForAxe, test } from '../support/test'

/** Makes a PDF like a scanner's. */
function letter(): Picture {
  const resources = '/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>'
  const lines = Array.from(
    { length: 30 },
    (_, line) => `72 ${700 - line * 20} m ${300 + ((line * 97) % 220)} ${700 - line * 20} l S`,
  )
  const content = `BT /F 30 Tf 72 740 Td (Commitment letter) Tj ET 0.6 G 6 w ${lines.join(' ')}`
  return { name: '承诺函.pdf', mimeType: 'application/pdf', buffer: pdfOf({ pages: 3, content, resources }) }
}

const telephone = (): Picture => {
  return { name: 'IMG_0001.HEIC', mimeType: 'image/heic', buffer: realFile('good-files/heic-photo.heic') }
}

const SCREENS = [
  { width: 390, height: 844 },
  { width: 1440, height: 900 },
]

async function choose(page: Page, slot: string, file: Picture, button: string) {
  const chooser = page.waitForEvent('filechooser')
  await page
    .getByRole('group', { name: `上传${slot}` })
    .getByRole('button', { name: button })
    .click()
  await (await chooser).setFiles(file)
}

/** Checks that a picture is visible, and not its placeholder. */
const isDrawn = (page: Page, name: string) =>
  page
    .getByRole('img', { name, exact: true })
    .evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 300)

for (const viewport of SCREENS) {
  test.describe(`${viewport.width} × ${viewport.height}`, () => {
    test.use({ viewport })

    test('a PDF of several pages and a HEIC are shown to the applicant and to the reviewer', async ({
      page,
      signIn,
      another,
    }) => {
      test.skip(!hasRealFiles, 'No HEIC can be made here')
      const { applicant, id, reference } = await aFullDraft()
      await signIn(applicant.actor)

      await test.step('the applicant sees each page', async () => {
        await page.goto(`/qualifications/${id}/letter`)
        await choose(page, '承诺函', letter(), '选择照片或 PDF')
        await expect(page.getByText('PDF，共 3 页')).toBeVisible()
        await page.getByRole('link', { name: '查看大图: 承诺函，第 2 张' }).click()
        for (const number of [1, 2, 3]) {
          const name = `承诺函，第 2 张，第 ${number} 页`
          await page.getByRole('dialog').getByRole('img', { name }).scrollIntoViewIfNeeded()
          await expect.poll(() => isDrawn(page, name)).toBe(true)
        }
        expect(await flawsForAxe(page)).toEqual([])
        await page.keyboard.press('Escape')
      })

      await test.step('the photograph of a telephone takes the place of the one before', async () => {
        await page.goto(`/qualifications/${id}/documents`)
        const shown = page.getByRole('img', { name: /^查看大图: 身份证人像面/ })
        const before = await shown.getAttribute('src')
        await choose(page, '身份证人像面', telephone(), '更换')
        await expect(shown).not.toHaveAttribute('src', before ?? '')
        await shown.click()
        await expect.poll(() => isDrawn(page, '身份证人像面，第 1 张')).toBe(true)
        await expect(page.getByRole('dialog')).toContainText('IMG_0001.HEIC')
        await page.keyboard.press('Escape')
      })

      await test.step('the reviewer sees each of them, large', async () => {
        await submit(applicant.actor, id)
        const { actor } = await aColleague()
        await claimQualification(actor, { qualificationId: id })
        const reviewer = await another(actor)
        await reviewer.setViewportSize(viewport)
        await reviewer.goto(`/queue/${id}`)
        await expect(reviewer.getByRole('heading', { name: `审核 ${reference}` })).toBeVisible()
        const pictures = reviewer.getByRole('region', { name: '材料图片' })
        for (const name of ['身份证人像面', '承诺函 1', '承诺函 2', '承诺函 3', '承诺函 4']) {
          await pictures.getByRole('button', { name, exact: true }).click()
          await expect(reviewer.getByText('正在打开图片…')).toBeHidden()
          await expect(reviewer.getByText('图片加载失败')).toBeHidden()
        }
        expect(await flawsForAxe(reviewer)).toEqual([])
      })
    })
  })
}
