import type { Page } from '@playwright/test'
import { database } from '@/lib/db/client'
import { wrongCode } from '@/tests/factories/letter-links'
import { aPhone } from '@/tests/factories/people'
import { anApplication } from './ended-sessions'
import { seesRefusal, send } from './forms'
import { codeFor } from './outbox'
import type { Screen } from './screen'

/**
 * Lists the steps between a number and a session, as they come and as they fail: the code, the consents of somebody
 * new, and the question on a new device.
 */
export const signInPages = (): Screen[] => [
  { name: 'register-code', url: '/register', before: (page) => requestCode(page) },
  { name: 'register-code-wrong', url: '/register', before: fillInWrongCode },
  { name: 'register-consents', url: '/register', before: (page) => reachConsents(page) },
  { name: 'register-consents-missing', url: '/register', before: sendNoConsents },
  { name: 'sign-in-confirm', url: '/sign-in', before: (page) => reachQuestion(page) },
  { name: 'sign-in-confirm-wrong', url: '/sign-in', before: answerWrong },
  { name: 'register-lost-phone', url: '/register', before: loseThePhone },
  { name: 'sign-in-locked', url: '/sign-in', before: (page) => reachQuestion(page, { isLocked: true }) },
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

/** Sends a code that was not sent. */
async function fillInWrongCode(page: Page): Promise<void> {
  const phone = aPhone()
  await requestCode(page, phone)
  const right = await codeFor(page, phone)
  await page.locator('input[name=code]').fill(wrongCode(right))
  await seesRefusal(page)
}

async function sendNoConsents(page: Page): Promise<void> {
  await reachConsents(page)
  await send(page)
  await seesRefusal(page)
}

async function answerWrong(page: Page): Promise<void> {
  await reachQuestion(page)
  await page.locator('input[name=ending]').fill('000000')
  await send(page)
  await seesRefusal(page)
}

/** Says that an account exists, to which the new number does not lead. */
async function loseThePhone(page: Page): Promise<void> {
  await reachConsents(page)
  await formOf(page, 'lost').getByRole('button').click()
  await page.locator('#oldPhone').waitFor()
}

/** Proves the number of somebody whose ID number the portal knows, on a device that it doesn't know. */
async function reachQuestion(page: Page, { isLocked = false } = {}): Promise<void> {
  const { person } = await anApplication()
  if (isLocked) await database().user.update({ where: { id: person.id }, data: { lockedAt: new Date() } })
  await fillInCode(page, person.phone)
  if (isLocked) await formOf(page, 'unlock').waitFor()
  else await page.locator('input[name=ending]').waitFor()
}

const formOf = (page: Page, intent: string) => page.locator(`form:has(input[name=intent][value=${intent}])`)
