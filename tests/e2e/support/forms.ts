import type { Page } from '@playwright/test'

/** Sends the form of a page; in a draft, by the button that continues. */
export async function send(page: Page): Promise<void> {
  const buttons = page.locator('main :is(form button[type=submit], button[type=submit][form]):not([aria-hidden])')
  const continues = buttons.and(page.locator('[value=continue]'))
  await ((await continues.count()) > 0 ? continues : buttons).filter({ visible: true }).first().click()
}

/** Waits until the page says why it refused the form. */
export const seesRefusal = (page: Page): Promise<void> => page.getByRole('main').getByRole('alert').first().waitFor()
