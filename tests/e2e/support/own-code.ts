import type { Locator, Page } from '@playwright/test'
import { codeFor } from './outbox'
import { expect } from './test'

/** Types the code that an act had sent, and does the act. */
export async function giveCode(page: Page, phone: string, button: string, within: Page | Locator = page) {
  await expect(within.getByText(/验证码已发送到/)).toBeVisible()
  await within.getByLabel('验证码', { exact: true }).fill(await codeFor(page, phone))
  await within.getByRole('button', { name: button, exact: true }).click()
}
