import { expect, type Page } from '@playwright/test'

/** The newest code that a phone was sent, as it is read where no gateway is; once it came, since a browser works for it. */
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
