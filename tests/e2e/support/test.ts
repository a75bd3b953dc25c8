import AxeBuilder from '@axe-core/playwright'
import { type BrowserContext, test as base, expect, type Page } from '@playwright/test'
import type { PersonActor } from '@/lib/auth/actor'
import { cookieFor } from '@/tests/setup/http'

type Fixtures = {
  /** Gives a browser the session of someone whom a factory made. */
  signIn: (actor: PersonActor, context?: BrowserContext) => Promise<void>
  /** Fails on what the browser says went wrong: nothing uncaught, nothing refused by the content security policy. */
  quietBrowser: undefined
}

export const portalUrl = () => process.env.ZHUNXIN_URL ?? ''

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: the runner reads what a fixture needs from this pattern
  baseURL: async ({}, use) => use(portalUrl()),
  signIn: async ({ context }, use) => {
    await use(async (actor, other) => signInTo(other ?? context, actor))
  },
  quietBrowser: [
    async ({ context }, use) => {
      const complaints = listenTo(context)
      await use(undefined)
      expect(complaints).toEqual([])
    },
    { auto: true },
  ],
})

export async function signInTo(context: BrowserContext, actor: PersonActor): Promise<void> {
  const { name, value } = await cookieFor(actor.sessionId)
  await context.addCookies([{ name, value, url: portalUrl(), httpOnly: true, sameSite: 'Lax' }])
}

/** An answer of 4xx is also told on the console; the page says it in words, and the test looks at those. */
const EXPECTED = /Failed to load resource: the server responded with a status of 4\d\d/

export function listenTo(context: BrowserContext): string[] {
  const complaints: string[] = []
  context.on('weberror', (error) => complaints.push(`uncaught: ${error.error().message}`))
  context.on('console', (message) => {
    if (message.type() === 'error' && !EXPECTED.test(message.text())) complaints.push(message.text())
  })
  return complaints
}

/** WCAG 2.2 AA and axe's best practices: nothing to find. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
  expect(found).toEqual([])
}

export { expect }
