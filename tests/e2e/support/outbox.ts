import type { Page } from '@playwright/test'

/** The newest code that a phone was sent, as it is read where no gateway is. */
export async function codeFor(page: Page, phone: string): Promise<string> {
  const outbox = await page.context().newPage()
  await outbox.goto('/dev/outbox')
  const text = await outbox.getByRole('row', { name: phone }).first().textContent()
  await outbox.close()
  return /验证码是 (\d{6})/.exec(text ?? '')?.[1] ?? ''
}
