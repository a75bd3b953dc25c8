import AxeBuilder from '@axe-core/playwright'
import { type BrowserContext, type BrowserContextOptions, test as base, expect, type Page } from '@playwright/test'
import type { PersonActor } from '@/lib/auth/actor'
import { cookieFor } from '@/tests/setup/http'
import { type System, startSystem } from '@/tests/setup/system'
import { PORTAL_LOG } from './records'

type Fixtures = {
  /** Gives a browser the session of someone whom a factory made. */
  signIn: (actor: Pick<PersonActor, 'sessionId'>, context?: BrowserContext) => Promise<void>
  /** Another browser, that shares nothing with the first, and must be as quiet. */
  another: (actor?: Pick<PersonActor, 'sessionId'>, options?: BrowserContextOptions) => Promise<Page>
  /** Fails on what the browser says went wrong: nothing uncaught, nothing refused by the content security policy. */
  quietBrowser: undefined
}

type WorkerFixtures = {
  /**
   * A portal and a database beside those that all share: where the queue has to hold nothing else. By a name of its own it
   * is that file's alone: where nobody may be there yet.
   */
  ownSystem: boolean | string
  system: System | undefined
}

export const portalUrl = () => process.env.ZHUNXIN_URL ?? ''

export const test = base.extend<Fixtures, WorkerFixtures>({
  ownSystem: [false, { scope: 'worker', option: true }],
  system: [
    async ({ ownSystem }, use) => {
      if (!ownSystem) return use(undefined)
      const system = await startSystem({ LOG_LEVEL: 'debug' }, { log: PORTAL_LOG })
      const [, link = ''] = await system.portal.said(/(http:\/\/\S+\/invitations\/[\w-]+)/)
      process.env.E2E_ADMINISTRATOR_LINK = link
      await use(system)
      await system.stop()
    },
    { scope: 'worker', auto: true, timeout: 120_000 },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: the runner reads what a fixture needs from this pattern
  baseURL: async ({}, use) => use(portalUrl()),
  signIn: async ({ context }, use) => {
    await use(async (actor, other) => signInTo(other ?? context, actor))
  },
  another: async ({ browser, baseURL }, use) => {
    const contexts: { context: BrowserContext; complaints: string[] }[] = []
    await use(async (actor, options = {}) => {
      const context = await browser.newContext({ ...(baseURL ? { baseURL } : {}), ...options })
      contexts.push({ context, complaints: listenTo(context) })
      if (actor) await signInTo(context, actor)
      return context.newPage()
    })
    for (const { context } of contexts) await context.close()
    expect(contexts.flatMap(({ complaints }) => complaints)).toEqual([])
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

export async function signInTo(context: BrowserContext, actor: Pick<PersonActor, 'sessionId'>): Promise<void> {
  const { name, value } = await cookieFor(actor.sessionId)
  await context.addCookies([{ name, value, url: portalUrl(), httpOnly: true, sameSite: 'Lax' }])
}

/** A refusal and a cut connection are also told on the console; the page says it in words, and the test looks at those. */
const EXPECTED =
  /Failed to load resource: (the server responded with a status of 4\d\d|net::ERR_(INTERNET_DISCONNECTED|CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE))/

export function listenTo(context: BrowserContext): string[] {
  const complaints: string[] = []
  context.on('weberror', (error) => complaints.push(`uncaught: ${error.error().message}`))
  context.on('console', (message) => {
    if (message.type() === 'error' && !EXPECTED.test(message.text())) complaints.push(message.text())
  })
  return complaints
}

type Rules = { only?: readonly string[]; except?: readonly string[] }

/** WCAG 2.2 AA and axe's best practices. */
export async function flawsForAxe(page: Page, { only, except }: Rules = {}): Promise<string[]> {
  // No frames here, and no page opened for each look; what is in order isn't listed.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] })
  if (only) axe.withRules([...only])
  if (except) axe.disableRules([...except])
  const { violations } = await axe.analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}

export { expect }
