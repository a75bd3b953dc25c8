import { type BrowserContext, type BrowserContextOptions, test as base, expect, type Page } from '@playwright/test'
import axeCore, { type RunOptions } from 'axe-core'
import type { PersonActor } from '@/lib/actor/actor'
import { firstLinkOf } from '@/tests/setup/first-link'
import { cookieFor } from '@/tests/setup/http'
import { TEST_LIMIT } from '@/tests/setup/patience.mjs'
import { type System, startSystem } from '@/tests/setup/system'
import { answersOnArrival } from './arrival'
import { PORTAL_LOG } from './records'

type Fixtures = {
  /** Gives a browser the session of a person whom a factory made. */
  signIn: (actor: Pick<PersonActor, 'sessionId'>, context?: BrowserContext) => Promise<void>
  /** Opens another browser, which shares nothing with the first, and must report no error either. */
  another: (actor?: Pick<PersonActor, 'sessionId'>, options?: BrowserContextOptions) => Promise<Page>
  /** Fails on errors that the browser reports: nothing uncaught, nothing refused by the content security policy. */
  quietBrowser: undefined
}

type WorkerFixtures = {
  /**
   * A portal and a database next to those that all share, for specs that need an empty queue. Under a name of its own
   * it belongs to that file alone, for specs that need an empty portal.
   */
  ownSystem: boolean | string
  /** Settings of the portal of its own. */
  settings: Record<string, string>
  /** Names its host. Browsers resolve names that end in .localhost by themselves, and trust them like localhost. */
  hostname: string
  system: System | undefined
}

export const portalUrl = () => process.env.ZHUNXIN_URL ?? ''

export const test = base.extend<Fixtures, WorkerFixtures>({
  ownSystem: [false, { scope: 'worker', option: true }],
  settings: [{}, { scope: 'worker', option: true }],
  hostname: ['localhost', { scope: 'worker', option: true }],
  system: [
    async ({ ownSystem, settings, hostname }, use) => {
      if (!ownSystem) return use(undefined)
      const system = await startSystem({ LOG_LEVEL: 'debug', ...settings }, { log: PORTAL_LOG, hostname })
      process.env.E2E_ADMINISTRATOR_LINK = await firstLinkOf(system.portal)
      await use(system)
      await system.stop()
    },
    { scope: 'worker', auto: true, timeout: TEST_LIMIT },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: the runner reads what a fixture needs from this pattern
  baseURL: async ({}, use) => use(portalUrl()),
  signIn: async ({ context }, use) => {
    await use(async (actor, other) => signInTo(other ?? context, actor))
  },
  page: async ({ page, javaScriptEnabled }, use) => {
    if (javaScriptEnabled !== false) await answersOnArrival(page)
    await use(page)
  },
  another: async ({ browser, baseURL, javaScriptEnabled }, use) => {
    const contexts: { context: BrowserContext; complaints: string[] }[] = []
    await use(async (actor, options = {}) => {
      const context = await browser.newContext({ ...(baseURL ? { baseURL } : {}), ...options })
      contexts.push({ context, complaints: listenTo(context) })
      if (actor) await signInTo(context, actor)
      const page = await context.newPage()
      if ((options.javaScriptEnabled ?? javaScriptEnabled) !== false) await answersOnArrival(page)
      return page
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

/** The console also reports a refusal and a cut connection; the page shows these in words, which the test checks. */
const EXPECTED =
  /Failed to load resource: (the server responded with a status of 4\d\d|net::ERR_(INTERNET_DISCONNECTED|CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING))/

/** Collects the errors that a browser reports from now on, except those that the test causes. */
export function listenTo(context: BrowserContext, reported?: RegExp): string[] {
  const complaints: string[] = []
  const complain = (complaint: string) => {
    if (!reported?.test(complaint)) complaints.push(complaint)
  }
  context.on('weberror', (error) => complain(`uncaught: ${error.error().message}`))
  context.on('console', (message) => {
    if (message.type() === 'error' && !EXPECTED.test(message.text())) complain(message.text())
  })
  return complaints
}

/**
 * Resolves when colours have stopped to change: a transition of 1 ms lasts until the browser draws, and it may be slow.
 * What turns for ever is not waited for.
 */
async function settled(): Promise<void> {
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
  const running = document.getAnimations().filter(({ playState }) => playState === 'running')
  const ending = running.filter(({ effect }) => Number.isFinite(Number(effect?.getComputedTiming().endTime)))
  await Promise.allSettled(ending.map(({ finished }) => finished))
}

type Rules = { only?: readonly string[]; except?: readonly string[] }

/** Names what breaks WCAG 2.2 AA or axe's best practices. A page is given axe once, however often it is looked at. */
export async function flawsForAxe(page: Page, { only, except = [] }: Rules = {}): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeCore.source)
  await page.evaluate(settled)
  const options: RunOptions = {
    resultTypes: ['violations'],
    preload: { assets: ['media'] }, // style sheets are for a rule that is off
    rules: Object.fromEntries(except.map((rule) => [rule, { enabled: false }])),
    ...(only ? { runOnly: { type: 'rule', values: [...only] } } : {}),
  }
  return page.evaluate(async (asked) => {
    const { axe } = window as unknown as { axe: typeof axeCore }
    const { violations } = await axe.run(document, asked)
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
  }, options)
}

export { expect }
