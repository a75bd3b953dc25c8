import type { Locator } from '@playwright/test'
import { database } from '@/lib/db/client'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { readForReview } from '@/lib/review/read-for-review'
import { aSubmitted, resubmit } from '@/tests/factories/journey'
import { aColleague } from '@/tests/factories/people'
import { flawsOf } from '../support/layout'
import { expect, flawsForAxe, test } from '../support/test'
import { acceptAll, part, pictureIsThere, send } from '../support/workbench'

test.use({ locale: 'en', viewport: { width: 1440, height: 900 } })

const PORTRAIT = 'ID card, portrait side'

test('a place is outlined by keys or by a pointer, survives a reload, and reaches the applicant and the next review', async ({
  page,
  signIn,
  another,
}) => {
  const { id, applicant, reference } = await aSubmitted()
  const reviewer = (await aColleague({ roles: ['REVIEWER'] })).actor
  await claimQualification(reviewer, { qualificationId: id })
  await signIn(reviewer)
  await page.goto(`/queue/${id}`)
  await acceptAll(page)
  const layer = page.getByRole('application', { name: 'Outline an area' })
  const outline = page.getByRole('application').getByRole('img', { name: 'Outlined area' })
  const filter = page.getByRole('searchbox', { name: 'Filter reasons' })
  const outlined = page.getByRole('button', { name: 'Outlined on page 1' })
  const placeOf = async () => {
    const [row] = await database().partJudgement.findMany({
      where: { placeFileId: { not: null }, part: { submission: { qualificationId: id } } },
    })
    return row
  }

  await test.step('by keys: it refuses, moves, sizes and accepts, and leads to the reasons', async () => {
    await part(page, PORTRAIT).click()
    await pictureIsThere(page)
    await page.getByRole('main').focus()
    await page.keyboard.press('m')
    await expect(layer).toBeFocused()
    await expect(outline).toBeVisible()
    const before = await outline.boundingBox()
    for (const key of ['ArrowRight', 'ArrowDown', 'Shift+ArrowLeft']) await page.keyboard.press(key)
    await expect.poll(async () => (await outline.boundingBox())?.x).toBeGreaterThan(before?.x ?? 0)
    expect([await flawsOf(page), await flawsForAxe(page)]).toEqual([[], []])
    await page.keyboard.press('Enter')
    await expect(layer).toHaveCount(0)
    await expect(filter).toBeFocused()
    await expect(outlined).toBeVisible()
    await expect(outline).toBeVisible()
  })

  await test.step('Escape leaves it as it was, Delete removes it, and undo brings it back', async () => {
    await outlined.click()
    await expect(layer).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(outlined).toBeVisible()
    await outlined.click()
    await expect(layer).toBeFocused()
    await page.keyboard.press('Delete')
    await expect(outlined).toHaveCount(0)
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    await expect(outlined).toBeVisible()
  })

  await test.step('by a pointer, on the turned picture too; it is there after a reload', async () => {
    await page.getByRole('button', { name: 'Rotate right' }).click()
    await turnedTo(outline)
    await page.getByRole('button', { name: 'Outline an area' }).click()
    const box = await layer.boundingBox()
    if (!box) throw new Error('No layer')
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
    await page.mouse.move(x - 40, y - 60)
    await page.mouse.down()
    await page.mouse.move(x + 40, y + 60, { steps: 4 })
    await page.mouse.up()
    await expect(layer).toHaveCount(0)
    await expect.poll(async () => Math.round((await outline.boundingBox())?.width ?? 0)).toBeGreaterThan(70)
    await filter.press('1')
    const reasonsSaved = async () =>
      Object.values((await readForReview(reviewer, id))?.opened?.drafts ?? {}).flatMap(({ reasons }) => reasons)
    await expect.poll(reasonsSaved).toHaveLength(1)
    await page.reload()
    await part(page, PORTRAIT).click()
    await expect(outlined).toBeVisible()
    await expect(outline).toBeVisible()
  })

  await test.step('the applicant sees it on their own picture, next to how it should look', async () => {
    await send(page, 'Changes requested')
    const place = await placeOf()
    // The picture was turned to the right: what was tall on the screen is wide on the picture.
    expect((place?.placeRight ?? 0) - (place?.placeLeft ?? 0)).toBeGreaterThan(0.05)
    const theirs = await another(applicant.actor, { locale: 'en', viewport: { width: 390, height: 844 } })
    for (const address of [`/qualifications/${id}`, `/qualifications/${id}/documents`]) {
      await theirs.goto(address)
      const picture = theirs.getByRole('img', { name: `${PORTRAIT}: outlined from` })
      await picture.scrollIntoViewIfNeeded()
      await expect(picture).toBeVisible()
      await expect(theirs.getByText('Your picture, with the area that the reviewer outlined')).toBeVisible()
      expect([await flawsOf(theirs), await flawsForAxe(theirs)]).toEqual([[], []])
    }
  })

  await test.step('a picture that is not available has no outline over nothing', async () => {
    const theirs = await another(applicant.actor, { locale: 'en', viewport: { width: 390, height: 844 } })
    const onTop = async () => {
      await theirs.goto(`/qualifications/${id}`)
      const picture = theirs.getByRole('img', { name: `${PORTRAIT}: outlined from` })
      await picture.scrollIntoViewIfNeeded()
      await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.complete)).toBe(true)
      return picture.evaluate((image) => {
        const { left, top, width, height } = image.getBoundingClientRect()
        return document.elementFromPoint(left + width / 2, top + height / 2)?.nodeName.toLowerCase()
      })
    }
    expect(await onTop()).toBe('svg')
    await theirs.route('**/api/files/**', (route) => route.fulfill({ contentType: 'image/jpeg', body: 'x' }))
    expect(await onTop()).toBe('img')
  })

  await test.step('the next reviewer sees it in the table and on the earlier picture', async () => {
    await resubmit(applicant.actor, id, ['ID_PORTRAIT'])
    await claimQualification(reviewer, { qualificationId: id })
    await page.goto(`/queue/${id}`)
    await expect(page.getByRole('heading', { name: `Review ${reference}` })).toBeVisible()
    await expect(page.getByRole('img', { name: `${PORTRAIT}: outlined earlier` })).toBeVisible()
    await part(page, PORTRAIT).click()
    await expect(page.getByRole('img', { name: 'Outlined earlier', exact: true })).toBeVisible()
    expect([await flawsOf(page), await flawsForAxe(page)]).toEqual([[], []])
  })
})

/** Waits until a picture that turns has come to rest: its outline is twice at one place. */
async function turnedTo(outline: Locator) {
  let last = ''
  const isAtRest = async () => {
    const now = JSON.stringify(await outline.boundingBox())
    const isSame = now === last
    last = now
    return isSame
  }
  await expect.poll(isAtRest, { intervals: [300] }).toBe(true)
}
