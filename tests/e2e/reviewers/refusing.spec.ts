import type { Page } from '@playwright/test'
import { database } from '@/lib/db/client'
import { readForReview } from '@/lib/review/read-for-review'
import { aSession } from '@/tests/factories/people'
import { aClaimedCase, filter, partsOf } from '../support/claimed-case'
import { personal } from '../support/records'
import { expect, test } from '../support/test'
import { part, pictureIsThere } from '../support/workbench'

// They claim whatever comes next.
test.use({ ownSystem: true, locale: 'en', viewport: { width: 1280, height: 720 } })

const note = (page: Page) => page.getByRole('textbox', { name: /^Note/ })

/**
 * Closes the confirmation as Escape does, and presses the key that opens it before the browser draws: it says `close`
 * only then.
 */
const closeAndOpenWithinAFrame = (page: Page) =>
  page.evaluate(async () => {
    document.querySelector<HTMLDialogElement>('dialog[open]')?.requestClose()
    await Promise.resolve()
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true }))
  })

test('typing finds a reason, keys work from everywhere, and Escape steps back', async ({ page, signIn }) => {
  const { id, url, reviewer } = await aClaimedCase()
  await signIn(reviewer.actor)
  await page.goto(url)
  await part(page, 'Commitment letter').click()
  await page.getByRole('application').focus()
  await page.keyboard.press('r')
  await expect(filter(page)).toBeFocused()

  await test.step('by pinyin, by English, and none', async () => {
    for (const typed of ['mohu', 'mh', 'blur', '模糊']) {
      await filter(page).fill(typed)
      await expect(page.getByRole('checkbox').first()).toHaveAccessibleName(/^Blurred/)
    }
    await filter(page).fill('zzzz')
    await expect(page.getByText('No reason matches')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(filter(page)).toHaveValue('')
    await expect(filter(page)).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByText('Choose at least one reason.')).toBeVisible()
  })

  await test.step('the Enter of an input method chooses nothing', async () => {
    await filter(page).fill('mohu')
    await filter(page).dispatchEvent('keydown', { key: 'Enter', isComposing: true })
    await expect(page.getByRole('checkbox', { name: /^Blurred/ })).not.toBeChecked()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('checkbox', { name: /^Blurred/ })).toBeChecked()
  })

  await test.step('a letter is text in the filter, and a key on a box, a choice and a picture', async () => {
    await expect(part(page, 'Commitment letter')).toHaveAttribute('aria-current', 'step')
    await page.getByRole('checkbox', { name: /^Blurred/ }).focus()
    await page.keyboard.press('k')
    await expect(part(page, 'Commitment letter')).not.toHaveAttribute('aria-current', 'step')
    await page.keyboard.press('j')
    await page.getByRole('radio', { name: 'A new picture' }).focus()
    await page.keyboard.press('Escape')
    await expect(filter(page)).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('main')).toBeFocused()
    await page.keyboard.press('r')
    await expect(filter(page)).toBeFocused()
  })

  await test.step('a note with a number stays here', async () => {
    await note(page).fill(personal('call 138 0013 8000'))
    await expect(page.getByText(/^The note contains a person’s ID, phone/)).toBeVisible()
    await note(page).fill(personal('the second page is blurred'))
    await expect(page.getByText(/^The note contains a person’s ID, phone/)).toBeHidden()
    await note(page).press('Escape')
    await expect(filter(page)).toBeFocused()
    await page.keyboard.press('Enter')
  })

  await test.step('Enter sends what the confirmation shows', async () => {
    for (let left = (await partsOf(page).count()) - 1; left > 0; left -= 1) {
      await expect(page.getByRole('button', { name: new RegExp(`^${left} parts? left to judge$`) })).toBeVisible()
      await pictureIsThere(page)
      await page.keyboard.press('a')
    }
    await page.keyboard.press('Control+Enter')
    const dialog = page.getByRole('dialog')
    const sendNext = dialog.getByRole('button', { name: 'Send and claim next' })
    await expect(sendNext).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    await page.keyboard.press('Control+Enter')
    await expect(sendNext).toBeFocused()
    await closeAndOpenWithinAFrame(page)
    await expect(sendNext).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    await page.keyboard.press('Control+Enter')
    await expect(sendNext).toBeFocused()
    await page.keyboard.press('Enter')
    await expect
      .poll(async () => (await database().qualification.findUniqueOrThrow({ where: { id } })).status)
      .toBe('CHANGES_REQUESTED')
  })
})

test('a final refusal says why in a note', async ({ page, signIn }) => {
  const { url, reviewer } = await aClaimedCase()
  await signIn(reviewer.actor)
  await page.goto(url)
  await part(page, 'Commitment letter').click()
  await page.keyboard.press('r')
  await filter(page).fill('forg')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await expect(note(page)).toBeFocused()
  await expect(page.getByText('“Other” and final reasons require a note.')).toBeVisible()
  await expect(part(page, 'Commitment letter')).toContainText('Unfinished')
  await note(page).fill(personal('the seal does not match the register'))
  await expect(part(page, 'Commitment letter')).toContainText('Refused')
})

test('what was judged is there after a reload, on another device and after a lost claim', async ({
  page,
  signIn,
  another,
}) => {
  const { id, url, reviewer } = await aClaimedCase()
  await signIn(reviewer.actor)
  await page.goto(url)
  await pictureIsThere(page)
  await page.keyboard.press('a')
  await part(page, 'Commitment letter').click()
  await page.keyboard.press('r')
  await page.keyboard.press('1')
  await note(page).fill(personal('the second page is blurred'))
  const saved = async () => JSON.stringify((await readForReview(reviewer.actor, id))?.opened?.drafts)
  await expect.poll(saved).toContain('the second page is blurred')

  await test.step('after a reload', async () => {
    await page.reload()
    await expect(partsOf(page).first()).toContainText('Accepted')
    await part(page, 'Commitment letter').click()
    await expect(note(page)).toHaveValue('the second page is blurred')
    await expect(page.getByRole('checkbox', { name: /^Blurred/ })).toBeChecked()
  })

  await test.step('on another device', async () => {
    const other = await another(await aSession(reviewer.id, 'STAFF'), { locale: 'en' })
    await other.goto(url)
    await expect(partsOf(other).first()).toContainText('Accepted')
  })

  await test.step('after the claim was lost, and taken again', async () => {
    await database().qualification.update({ where: { id }, data: { leaseEndsAt: new Date(Date.now() - 60_000) } })
    await page.goto(url)
    await page.getByRole('button', { name: 'Claim this application' }).click()
    await expect(part(page, 'Commitment letter')).toContainText('Refused')
  })
})
