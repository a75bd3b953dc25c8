import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { aSubmitted } from '@/tests/factories/journey'
import { aColleague } from '@/tests/factories/people'
import { flawsOf } from '../support/layout'
import { expect, flawsForAxe, test } from '../support/test'
import { part } from '../support/workbench'

test.use({ locale: 'en', viewport: { width: 1440, height: 900 } })

test('a key shows the two faces next to each other, and another gives pictures more contrast', async ({
  page,
  signIn,
}) => {
  const { id } = await aSubmitted()
  const reviewer = await aColleague({ roles: ['REVIEWER'] })
  await claimQualification(reviewer.actor, { qualificationId: id })
  await signIn(reviewer.actor)
  await page.goto(`/queue/${id}`)
  const viewers = page.getByRole('application')
  await part(page, 'ID card, emblem side').click()
  await page.keyboard.press('c')
  await expect(viewers).toHaveCount(1) // it shows no face
  await expect(page.getByRole('button', { name: 'Compare the faces' })).toBeHidden()

  await part(page, 'Photo with ID in hand').click()
  await expect(viewers).toHaveCount(1)
  await page.keyboard.press('c')
  await expect(viewers).toHaveCount(2)
  await expect(page.getByRole('application', { name: 'Picture of ID card, portrait side' })).toBeVisible()
  expect([await flawsOf(page), await flawsForAxe(page)]).toEqual([[], []])

  const contrast = page.getByRole('button', { name: 'More contrast' })
  await page.keyboard.press('b')
  for (const button of await contrast.all()) await expect(button).toHaveAttribute('aria-pressed', 'true')
  await expect(page.locator('[class*=contrast-]')).toHaveCount(2)
  await contrast.first().click()
  await expect(page.locator('[class*=contrast-]')).toHaveCount(0)

  await page.getByRole('button', { name: 'Show only this one' }).click()
  await expect(viewers).toHaveCount(1)
  await part(page, 'ID card, portrait side').click()
  await page.getByRole('button', { name: 'Compare the faces' }).click()
  await expect(viewers).toHaveCount(2)
})

test('what is judged together is listed together, shown together by a key, and text has the width of a picture', async ({
  page,
  signIn,
}) => {
  const { id } = await aSubmitted()
  const reviewer = await aColleague({ roles: ['REVIEWER'] })
  await claimQualification(reviewer.actor, { qualificationId: id })
  await signIn(reviewer.actor)
  await page.goto(`/queue/${id}`)
  const viewers = page.getByRole('application')
  const parts = page.getByRole('navigation', { name: 'Parts' })
  const identity = parts.getByRole('list', { name: 'Identity' })
  for (const name of ['Identity', 'ID card, portrait side', 'ID card, emblem side', 'Photo with ID in hand']) {
    await expect(identity.getByRole('button', { name: new RegExp(`^${name}`) })).toBeVisible()
  }
  await expect(parts.getByRole('list', { name: 'Letter' }).getByRole('button')).toHaveCount(1)

  await part(page, 'ID card, emblem side').click()
  await expect(viewers).toHaveCount(1)
  await page.keyboard.press('g')
  await expect(viewers).toHaveCount(3)
  await expect(page.getByRole('button', { name: 'Show together' })).toHaveAttribute('aria-pressed', 'true')
  for (const viewer of await viewers.all()) await expect(viewer).toBeInViewport()
  for (const name of ['ID card, portrait side', 'ID card, emblem side', 'Photo with ID in hand']) {
    await expect(part(page, name)).not.toContainText('Not viewed yet')
  }
  expect([await flawsOf(page), await flawsForAxe(page)]).toEqual([[], []])
  await part(page, 'Commitment letter').click()
  await expect(viewers).toHaveCount(1) // nothing else is judged with it
  await page.keyboard.press('g')

  await part(page, 'Sample messages').click()
  await expect(viewers).toHaveCount(0)
  const box = await page.getByRole('region', { name: 'Sample messages' }).boundingBox()
  expect(box?.width).toBeGreaterThan(1_000)
  expect([await flawsOf(page), await flawsForAxe(page)]).toEqual([[], []])
  await page.getByRole('button', { name: 'Commitment letter', exact: true }).click()
  await expect(page.getByRole('application', { name: 'Picture of Commitment letter' })).toBeVisible()
})
