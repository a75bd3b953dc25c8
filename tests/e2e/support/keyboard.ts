import { expect, type Locator, type Page } from '@playwright/test'

const isFocused = (target: Locator) => target.evaluate((element) => element === document.activeElement)

/** Pages that list people have a link and more for each, and other specs make people. */
const MOST_STEPS = 500

/** Presses Tab until the target has the focus, as a person without a pointer does. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible()
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    if (await isFocused(target)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Not reached by Tab: ${target.toString()}`)
}

export async function press(page: Page, target: Locator, key = 'Enter'): Promise<void> {
  await tabTo(page, target)
  await expectVisibleFocus(target)
  await page.keyboard.press(key)
}

export async function type(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target)
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText(text)
}

/**
 * Waits until the keys that work on every page of reviewers do: a page is seen before its scripts run, and then a key
 * is lost. They are bound with the hidden form that N sends.
 */
export async function keysWork(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const form = document.querySelector('form[hidden]')
    return form !== null && Object.keys(form).some((key) => key.startsWith('__reactProps'))
  })
}

/** Returns the outline of the target, or of the card around it that shows its focus. */
async function expectVisibleFocus(target: Locator): Promise<void> {
  const isShown = await target.evaluate((element) => {
    const places = [element, element.closest('label')].filter((place) => place !== null)
    const looks = places.flatMap((place) => [null, '::after'].map((pseudo) => getComputedStyle(place, pseudo)))
    return looks.some(
      ({ outlineStyle, outlineWidth }) => outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0,
    )
  })
  expect(isShown, `focus is seen on ${target.toString()}`).toBe(true)
}
