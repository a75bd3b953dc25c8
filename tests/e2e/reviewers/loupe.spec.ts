import type { Locator, Page } from '@playwright/test'
import { database } from '@/lib/db/client'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { aSubmitted, decide, resubmit } from '@/tests/factories/journey'
import { aColleague } from '@/tests/factories/people'
import { aReading, readAs } from '@/tests/factories/readings'
import { expect, test } from '../support/test'
import { part } from '../support/workbench'

test.use({ locale: 'en', viewport: { width: 1440, height: 900 } })

/** Stores that another name is read than was declared: the place is marked. */
async function readOtherwise(qualificationId: string) {
  const { fileId } = await database().documentPage.findFirstOrThrow({
    where: { document: { kind: 'ID_PORTRAIT', submission: { qualificationId, submittedAt: { not: null } } } },
    orderBy: { document: { submission: { revision: 'desc' } } },
  })
  await readAs(fileId, aReading({ fields: { name: '王大明' } }))
}

async function open(page: Page, id: string, reviewer: Awaited<ReturnType<typeof aColleague>>) {
  await claimQualification(reviewer.actor, { qualificationId: id })
  await page.goto(`/queue/${id}`)
}

const mark = (page: Page) => page.getByRole('img', { name: 'Read here: Name' })
const widthOf = async (box: Locator) => (await box.boundingBox())?.width ?? 0

test('L enlarges what is under the pointer while it is held, and is a letter where text is typed', async ({
  page,
  signIn,
}) => {
  const { id } = await aSubmitted()
  await readOtherwise(id)
  const reviewer = await aColleague({ roles: ['REVIEWER'] })
  await signIn(reviewer.actor)
  await open(page, id, reviewer)
  await expect(mark(page)).toBeVisible()
  const width = await widthOf(mark(page))
  const { x = 0, y = 0 } = (await mark(page).boundingBox()) ?? {}
  await page.mouse.move(x + 5, y + 5)
  await page.keyboard.down('l')
  await expect.poll(async () => Math.round((await widthOf(mark(page))) / width)).toBe(3)
  const held = await mark(page).boundingBox()
  expect(Math.abs((held?.x ?? 0) + 15 - (x + 5))).toBeLessThan(8) // what is under the pointer stays there
  await page.keyboard.up('l')
  await expect.poll(async () => Math.abs((await widthOf(mark(page))) - width)).toBeLessThan(2)

  await page.keyboard.press('r')
  const filter = page.getByRole('searchbox', { name: 'Filter reasons' })
  await expect(filter).toBeFocused()
  await page.keyboard.down('l')
  await expect(filter).toHaveValue('l')
  expect(Math.abs((await widthOf(mark(page))) - width)).toBeLessThan(2)
  await page.keyboard.up('l')
})

test('the earlier picture and the present one are zoomed and moved together', async ({ page, signIn }) => {
  const { applicant, id } = await aSubmitted()
  const reviewer = await aColleague({ roles: ['REVIEWER'] })
  await decide(reviewer.actor, id, { ID_PORTRAIT: 'BLURRED' })
  await resubmit(applicant.actor, id, ['ID_PORTRAIT'])
  await readOtherwise(id)
  await signIn(reviewer.actor)
  await open(page, id, reviewer)
  await part(page, 'ID card, portrait side').click()
  const viewers = page.getByRole('application')
  await expect(viewers).toHaveCount(2)
  await expect(mark(page)).toBeVisible()
  const width = await widthOf(mark(page))
  await viewers.first().focus()
  await page.keyboard.press('+')
  await page.keyboard.press('+')
  await expect.poll(async () => ((await widthOf(mark(page))) / width).toFixed(1)).toBe((1.4 * 1.4).toFixed(1))
  await page.keyboard.press('0')
  await expect.poll(async () => Math.abs((await widthOf(mark(page))) - width)).toBeLessThan(2)
})

test('a picture whose place becomes narrower is shown whole again, unless it was enlarged', async ({
  page,
  signIn,
}) => {
  const { id } = await aSubmitted()
  await readOtherwise(id)
  const reviewer = await aColleague({ roles: ['REVIEWER'] })
  await signIn(reviewer.actor)
  await open(page, id, reviewer)
  await part(page, 'ID card, portrait side').click()
  const viewers = page.getByRole('application')
  const portrait = page.getByRole('application', { name: 'Picture of ID card, portrait side' })
  /** Returns how wide the picture is drawn: the mark takes three tenths of it. */
  const drawn = async () => (await widthOf(mark(page))) / 0.3
  await expect(mark(page)).toBeVisible()
  const alone = await drawn()

  await page.keyboard.press('c')
  await expect(viewers).toHaveCount(2)
  await expect.poll(async () => Math.round((await drawn()) - (await widthOf(portrait)))).toBe(0) // as wide as its place
  await page.keyboard.press('c')
  await expect(viewers).toHaveCount(1)
  await expect.poll(async () => Math.round((await drawn()) - alone)).toBe(0)

  await portrait.focus()
  await page.keyboard.press('+')
  await expect.poll(async () => ((await drawn()) / alone).toFixed(1)).toBe('1.4')
  await page.keyboard.press('c')
  await expect(viewers).toHaveCount(2)
  expect(await drawn()).toBeGreaterThan((await widthOf(portrait)) * 1.1)
})
