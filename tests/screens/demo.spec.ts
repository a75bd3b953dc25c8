import { mkdirSync } from 'node:fs'
import type { Browser, Page } from '@playwright/test'
import { flawsOf } from '@/tests/e2e/support/layout'
import { expect, flawsForAxe, listenTo, test } from '@/tests/e2e/support/test'
import { type System, startSystem } from '@/tests/setup/system'

const DESK = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }
/** Takes the pictures of README. */
const PICTURES = 'docs/pictures'

let system: System

test.describe.configure({ mode: 'serial', timeout: 600_000 })

test.beforeAll(async () => {
  test.setTimeout(600_000)
  system = await startSystem({}, { script: 'scripts/demo.mjs' })
})
test.afterAll(() => system?.stop())

async function pageOf(browser: Browser, look: { viewport: { width: number; height: number }; locale?: string }) {
  const context = await browser.newContext({ baseURL: system.portal.url, locale: 'zh-CN', ...look })
  return { page: await context.newPage(), complaints: listenTo(context) }
}

/** Continues from the page that asks for a code, once the demo has filled it in: the page before has such a button too. */
async function continueWithCode(page: Page) {
  await expect(page.locator('input[autocomplete="one-time-code"]')).toHaveValue(/^\d{6}$/)
  await page.getByRole('button', { name: '继续', exact: true }).click()
}

const settled = (page: Page, url: string) => page.goto(url, { waitUntil: 'networkidle' })

test('pages that look otherwise in a demo', async ({ browser }) => {
  mkdirSync('screens', { recursive: true })
  const flaws: string[] = []
  for (const [size, viewport] of Object.entries({ phone: PHONE, desk: DESK })) {
    for (const locale of ['zh-CN', 'en']) {
      const { page, complaints } = await pageOf(browser, { viewport, locale })
      for (const [name, url] of Object.entries({ home: '/', 'sign-in': '/sign-in', staff: '/staff/sign-in' })) {
        await settled(page, url)
        const shown = `demo-${name}.${size}.${locale}`
        flaws.push(...[...(await flawsOf(page)), ...(await flawsForAxe(page))].map((flaw) => `${shown}: ${flaw}`))
        await page.screenshot({ path: `screens/${shown}.png`, fullPage: true })
      }
      flaws.push(...complaints)
      await page.context().close()
    }
  }
  expect(flaws).toEqual([])
})

test('the workbench, as README shows it', async ({ browser }) => {
  const { page, complaints } = await pageOf(browser, { viewport: DESK })
  await settled(page, '/staff/sign-in')
  await page.getByRole('button', { name: '以陈默的身份登录' }).click()
  await continueWithCode(page)
  await expect(page).toHaveURL(/\/queue$/)
  const held = page.getByRole('link', { name: '继续审核' })
  await ((await held.count()) > 0 ? held : page.getByRole('button', { name: '领取下一份' })).first().click()
  await page
    .getByRole('navigation', { name: '审核项' })
    .getByRole('button', { name: /人像面/ })
    .click()
  await page.waitForLoadState('networkidle')
  await expect(page.getByText('正在打开图片…')).toBeHidden()
  await page.screenshot({ path: `${PICTURES}/workbench.png` })
  expect(complaints).toEqual([])
})

test('the required corrections, on a phone, as README shows them', async ({ browser }) => {
  const { page, complaints } = await pageOf(browser, { viewport: PHONE })
  await settled(page, '/sign-in')
  await page.getByRole('button', { name: /154 0000 0002/ }).click()
  await continueWithCode(page)
  await page.getByRole('button', { name: '确认并登录' }).click()
  await page.getByRole('link', { name: /ZX-/ }).first().click()
  await expect(page.getByRole('region', { name: '需要修改的地方' })).toBeVisible()
  await page.waitForLoadState('networkidle')
  await page.screenshot({ path: `${PICTURES}/changes.png` })
  expect(complaints).toEqual([])
})
