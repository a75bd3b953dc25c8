import { expect, type Page } from '@playwright/test'

/**
 * Reads the newest code that was sent to a phone from the outbox. It waits for the code, since the browser first
 * computes a proof of work.
 */
export async function codeFor(page: Page, phone: string): Promise<string> {
  const outbox = await page.context().newPage()
  const rows = outbox.getByRole('row', { name: phone })
  await expect(async () => {
    await outbox.goto('/dev/outbox')
    expect(await rows.count()).toBeGreaterThan(0)
  }).toPass()
  const codes = (await rows.allTextContents()).map((text) => /(?:验证码是|code is) (\d{6})/.exec(text)?.[1])
  await outbox.close()
  return codes.find((code) => code !== undefined) ?? ''
}
