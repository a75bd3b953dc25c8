import { readFileSync } from 'node:fs'
import type { Locator, Page } from '@playwright/test'

/** Returns the file that a link downloads. */
export async function downloaded(page: Page, link: Locator): Promise<string> {
  const download = page.waitForEvent('download')
  await link.click()
  return readFileSync(await (await download).path(), 'utf8')
}
