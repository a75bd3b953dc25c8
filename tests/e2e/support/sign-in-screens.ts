import type { Page } from '@playwright/test'
import { aPhone } from '@/tests/factories/people'
import { anApplication } from './ended-sessions'
import { codeFor } from './outbox'
import type { Screen } from './screen'

/** Lists the steps between a number and a session: the code, the consents of somebody new, and the question on a new device. */
export const signInPages = (): Screen[] => [
  { name: 'register-code', url: '/register', before: requestCode },
  { name: 'register-consents', url: '/register', before: (page) => reachConsents(page) },
  { name: 'sign-in-confirm', url: '/sign-in', before: reachQuestion },
]

/** Requests a code for a number; for one that nobody has, unless it is given. */
export async function requestCode(page: Page, phone = aPhone()): Promise<void> {
  await page.locator('input[type=tel]').fill(phone.slice(3))
  await page.locator('form:has(input[type=tel]) button[type=submit]').click()
  await page.locator('input[name=code]').waitFor()
}

/** Fills in the code, which sends it where scripts run. */
async function fillInCode(page: Page, phone: string): Promise<void> {
  await requestCode(page, phone)
  await page.locator('input[name=code]').fill(await codeFor(page, phone))
}

/** Proves a number that nobody has. */
export async function reachConsents(page: Page, { withoutScripts = false } = {}): Promise<void> {
  await fillInCode(page, aPhone())
  if (withoutScripts) await page.locator('input[name=code]').press('Enter')
  await page.locator('input[name=consents]').first().waitFor({ state: 'attached' })
}

/** Proves the number of somebody whose ID number the portal knows, on a device that it doesn't know. */
async function reachQuestion(page: Page): Promise<void> {
  const { person } = await anApplication()
  await fillInCode(page, person.phone)
  await page.locator('input[name=ending]').waitFor()
}
