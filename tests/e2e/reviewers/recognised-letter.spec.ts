import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { aColleague } from '@/tests/factories/people'
import { EMPTY_BOX } from '@/tests/factories/readings'
import { flawsOf } from '../support/layout'
import { expectAt } from '../support/marks'
import { aSubmittedLetter } from '../support/photographed-letter'
import { expect, flawsForAxe, test } from '../support/test'
import { part } from '../support/workbench'

test.use({ locale: 'en', viewport: { width: 1440, height: 900 } })

/** A page that lies flat, in the pixels in which the browser draws it. */
const FLAT = { width: 1_400, height: 1_980 }
const ALTERED = { x: 0.1, y: 0.4, width: 0.2, height: 0.02 }

test('a reviewer sees what was recognised on a letter, where, and the page as it lies flat', async ({
  page,
  signIn,
}) => {
  const { id, corners, file } = await aSubmittedLetter({
    altered: [{ confidence: 0.9, rectangle: ALTERED }],
    signature: EMPTY_BOX,
    mark: { ...EMPTY_BOX, kind: 'thumbprint' },
  })
  const reviewer = await aColleague({ roles: ['REVIEWER'] })
  await claimQualification(reviewer.actor, { qualificationId: id })
  await signIn(reviewer.actor)
  await page.goto(`/queue/${id}`)
  await part(page, 'Commitment letter').click()

  await test.step('in words, with what the applicant was shown', async () => {
    for (const words of [
      'Page 2 of 2 of this application’s letter',
      '1 place differs',
      'No signature found',
      'Thumbprint',
    ]) {
      await expect(page.getByText(words, { exact: true })).toBeVisible()
    }
    await expect(page.getByText('Letter may be altered')).toBeVisible()
  })
  const viewer = page.getByRole('application')
  const altered = viewer.getByRole('img', { name: 'Differs from the letter as it was issued' })
  await page.getByRole('button', { name: 'Commitment letter 2', exact: true }).click()

  await test.step('on the photograph, within the rectangle around the place', async () => {
    await expect(altered).toBeVisible()
    await expect(viewer.getByRole('img', { name: 'No signature found here' })).toBeVisible()
    const [at, around] = [await altered.boundingBox(), await viewer.boundingBox()]
    const scale = Math.min((around?.width ?? 0) / file.width, (around?.height ?? 0) / file.height)
    const sides = corners.map(({ x, y }, i) => {
      const next = corners[(i + 1) % 4] ?? { x, y }
      return Math.hypot((next.x - x) * file.width, (next.y - y) * file.height) * scale
    })
    expect((at?.width ?? 0) / Math.max(...sides.filter((_, i) => i % 2 === 0))).toBeGreaterThan(0.15)
  })

  await test.step('F lays the page flat, and the place is where it is on the page', async () => {
    await page.keyboard.press('f')
    await expectAt(altered, viewer, FLAT, ALTERED)
    await expect(page.getByRole('button', { name: 'Flatten the page' })).toHaveAttribute('aria-pressed', 'true')
    expect([await flawsOf(page), await flawsForAxe(page)]).toEqual([[], []])
    await page.keyboard.press('f')
    await expect(page.getByRole('button', { name: 'Flatten the page' })).toHaveAttribute('aria-pressed', 'false')
    await expect(altered).toBeVisible()
  })
})
