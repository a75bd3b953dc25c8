import { expect, type Page } from '@playwright/test'

/** Accepts every part, as a reviewer would: by the button, which goes on to the next one without a verdict. */
export async function acceptAll(page: Page): Promise<void> {
  const parts = page.getByRole('navigation', { name: /^(审核项|Parts)/ }).getByRole('button')
  await expect(parts.first()).toBeVisible()
  const count = await parts.count()
  for (let done = 0; done < count; done += 1) {
    await page.getByRole('button', { name: /^(通过|Accept)/, pressed: false }).click()
    await expect(
      page.getByText(new RegExp(`^(已判断|Judged) ${done + 1} / ${count}|${done + 1} of ${count}`)),
    ).toBeVisible()
  }
}
