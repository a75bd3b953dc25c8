import type { Page } from '@playwright/test'
import { database } from '@/lib/db/client'
import { aColleague } from '@/tests/factories/people'
import { aClaimedCase, filter, partsOf } from '../support/claimed-case'
import { flawsOf } from '../support/layout'
import { expect, flawsForAxe, test } from '../support/test'
import { part } from '../support/workbench'

test.use({ ownSystem: true, locale: 'en', viewport: { width: 1280, height: 720 } })

/** Counts the keys that are pressed. */
function keysOf(page: Page) {
  const pressed: string[] = []
  const press = async (key: string) => {
    pressed.push(key)
    await page.keyboard.press(key)
  }
  return { press, pressed }
}

/** Returns how far the page itself could be scrolled: everything scrolls in its panel. */
const overflowOf = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollHeight - document.documentElement.clientHeight)

test('each part is refused by at most five keys, for any of its six reasons, and the page never scrolls', async ({
  page,
  signIn,
}) => {
  const { id, url, reviewer } = await aClaimedCase()
  await signIn(reviewer.actor)
  await page.goto(url)
  const count = await partsOf(page).count()
  expect(count).toBeGreaterThan(10)
  const longest: string[] = []
  for (const [index, name] of (await partsOf(page).allTextContents()).entries()) {
    await partsOf(page).nth(index).click()
    await page.getByRole('main').focus()
    await page.keyboard.press('r')
    await expect(filter(page)).toBeFocused()
    const digits = await page
      .getByRole('checkbox')
      .evaluateAll((boxes) => boxes.flatMap((box) => box.closest('label')?.querySelector('kbd')?.textContent ?? []))
    await page.keyboard.press('Escape')
    await expect(filter(page)).toBeHidden()
    expect(digits.length).toBeGreaterThan(0)
    for (const digit of digits) {
      const { press, pressed } = keysOf(page)
      await press('r')
      await expect(filter(page)).toBeFocused()
      await press(digit)
      expect(await overflowOf(page)).toBe(0)
      await press('Enter')
      const corrections = page.getByRole('group', { name: 'What needs correction' })
      if (await corrections.locator(':focus').count()) {
        await press('1')
        await press('Enter')
      }
      await expect(partsOf(page).nth(index)).not.toHaveAttribute('aria-current', 'step')
      await expect(partsOf(page).nth(index)).toContainText('Refused')
      expect(pressed.length, `${name}: ${pressed.join(' ')}`).toBeLessThanOrEqual(5)
      if (pressed.length > longest.length) longest.splice(0, longest.length, ...pressed)
      await partsOf(page).nth(index).click()
      await page.getByRole('button', { name: 'Clear judgement' }).click()
    }
  }
  console.info(`a refusal by keys, at most: ${longest.join(' ')}`)
  for (const viewport of [
    { width: 1440, height: 900 },
    { width: 1280, height: 720 },
  ]) {
    await page.setViewportSize(viewport)
    await part(page, 'Commitment letter').click()
    await page.getByRole('button', { name: /^Refuse/ }).click()
    await page.getByRole('navigation', { name: 'Parts' }).hover()
    await page.mouse.wheel(0, 2000)
    expect(await overflowOf(page)).toBe(0)
    await expect(page.getByRole('button', { name: /left to judge$/ })).toBeInViewport()
  }
  const byId = (await aColleague({ roles: ['LEAD'] })).actor.id
  const notice = { reviewerId: reviewer.actor.id, byId, reason: 'ABSENT', isDecisionDropped: false } as const
  await database().reviewNotice.create({ data: { ...notice, qualificationId: id } })
  await page.reload()
  await expect(page.getByText('Reason: you are away.')).toBeVisible()
  expect(await overflowOf(page)).toBe(0)
  await expect(page.getByRole('button', { name: /left to judge$/ })).toBeInViewport()
  expect([await flawsOf(page), await flawsForAxe(page)]).toEqual([[], []])
})
