import { expect, type Page } from '@playwright/test'
import { lookAt } from './workbench-look'

/** Presses a key as the keyboard does; a sign that none has is sent as an input method does. */
export async function press(page: Page, key: string) {
  if (key.charCodeAt(0) < 0xff00) return page.keyboard.press(key)
  await page.evaluate((sent) => {
    const event = new KeyboardEvent('keydown', { key: sent, bubbles: true, cancelable: true })
    const field = document.activeElement
    const isText = field?.matches('input[type=search], textarea')
    if (field?.dispatchEvent(event) && isText) document.execCommand('insertText', false, sent)
  }, key)
}

/** Sends a key of an input method: while it composes, or as Safari does when it has composed. */
export const sendComposed = (page: Page, key: string, by: { isComposing?: boolean; keyCode?: number }) =>
  page.evaluate(
    ([sent, how]) => {
      const [ctrlKey, shiftKey] = [sent.startsWith('Control+'), sent.startsWith('Shift+')]
      const key = sent.replace(/^(Control|Shift)\+/, '')
      const isLetter = shiftKey && key.length === 1
      const of = { key: isLetter ? key.toUpperCase() : key, ctrlKey, shiftKey, bubbles: true, cancelable: true }
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { ...of, ...how }))
    },
    [key, by] as const,
  )

/** Returns what is drawn of the first picture. */
export const drawn = (page: Page) =>
  page.evaluate(() => document.querySelector<HTMLCanvasElement>('[role=application] canvas')?.toDataURL())

/** Returns what is drawn once it has stopped to change. */
export async function drawnAtRest(page: Page) {
  let last: string | undefined
  await expect
    .poll(async () => {
      const before = last
      last = await drawn(page)
      return last === before
    })
    .toBe(true)
  return last
}

/** Holds a key, and lets it go. */
export async function hold(page: Page, key: string, enlarges: boolean) {
  const before = await drawnAtRest(page)
  await page.keyboard.down(key)
  await lookAt(page)
  if (enlarges) await expect.poll(() => drawn(page)).not.toBe(before)
  else expect(await drawn(page)).toBe(before)
  await page.keyboard.up(key)
  await expect.poll(() => drawn(page)).toBe(before)
}
