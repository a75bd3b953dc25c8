import { existsSync } from 'node:fs'
import { type Browser, type Page as BrowserPage, chromium, devices, expect } from '@playwright/test'
import { afterAll, beforeAll, test } from 'vitest'
import { part, searchByKey } from '@/tests/e2e/support/workbench'
import { figure, median, ROUNDS } from '../figures'
import { benchedPortal } from '../served/portal'
import { type Page, visitedPages } from './visited'

const CHROMIUM = '/usr/bin/chromium'
const SLOWER = 4
/** It is the shortest that browsers measure: a frame. */
const LEAST_MS = 16
const DESK = { viewport: { width: 1440, height: 900 } }

const portal = benchedPortal('interactions')
let pages: Page[]
let browser: Browser

beforeAll(async () => {
  pages = await visitedPages()
  browser = await chromium.launch(existsSync(CHROMIUM) ? { executablePath: CHROMIUM } : {})
})
afterAll(() => browser?.close())

const button = (page: BrowserPage, name: string | RegExp) => page.getByRole('button', { name }).first()

/** Does what a person does on each page: each step is an interaction, or several. */
const STEPS: Readonly<Record<string, (page: BrowserPage) => Promise<void>>> = {
  async landing(page) {
    for (const choice of [/^在中国内地登记/, /^个人，年满/]) await page.getByRole('radio', { name: choice }).check()
    await button(page, /^切换到/).click()
    await page.keyboard.press('Tab')
  },
  async documents(page) {
    await page
      .getByRole('link', { name: /^查看大图/ })
      .first()
      .click()
    await button(page, '旋转').click()
    await page.keyboard.press('Escape')
    await button(page, '移除').click()
    await page.keyboard.press('Escape')
    await button(page, /^切换到/).click()
  },
  async status(page) {
    await button(page, /^撤回/).click()
    await page.keyboard.press('Escape')
    await button(page, /^切换到/).click()
  },
  async queue(page) {
    await searchByKey(page, 'ZX-20261127-000000')
    await page.keyboard.press('Tab')
    await button(page, /^切换到/).click()
  },
  async workbench(page) {
    for (const key of ['a', 'a', 'a']) await page.keyboard.press(key)
    await part(page, '承诺函').click()
    await button(page, /^不通过/).click()
    await page.getByRole('checkbox').first().check()
    await page.getByRole('textbox', { name: /^说明/ }).pressSequentially('第二页缺少签字，请签字后重新上传。')
    for (const key of ['+', '+', '-', 't']) await page.keyboard.press(key)
    await button(page, /^快捷键/).click()
    await page.keyboard.press('Escape')
  },
}

/** Returns the milliseconds of the slowest interaction with a page, on a processor that is slowed down. */
async function slowestOn({ name, path, cookie, isPhone }: Page): Promise<number> {
  const context = await browser.newContext({ ...(isPhone ? devices['Pixel 7'] : DESK), locale: 'zh-CN' })
  try {
    if (cookie) await context.addCookies([{ ...cookie, url: portal().url }])
    context.setDefaultTimeout(20_000)
    const page = await context.newPage()
    await page.addInitScript((durationThreshold) => {
      const slowest = { duration: 0 }
      Object.assign(window, { slowest })
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as (PerformanceEntry & { interactionId: number })[]) {
          if (entry.interactionId) slowest.duration = Math.max(slowest.duration, entry.duration)
        }
      }).observe({ type: 'event', durationThreshold, buffered: true } as PerformanceObserverInit)
    }, LEAST_MS)
    await page.goto(new URL(path, portal().url).href, { waitUntil: 'networkidle' })
    const session = await context.newCDPSession(page)
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
    await STEPS[name]?.(page)
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500))) // the last frames are reported later
    return await page.evaluate(() => (window as unknown as { slowest: { duration: number } }).slowest.duration)
  } finally {
    await context.close()
  }
}

test.each(Object.keys(STEPS))('%s', async (name) => {
  const page = pages.find((one) => one.name === name)
  if (!page) throw new Error(`No page ${name}`)
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) times.push(await slowestOn(page))
  expect(Math.max(...times)).toBeGreaterThan(0)
  figure(`${name}: slowest interaction (INP), processor slowed ${SLOWER} times`, median(times), 'ms', {
    goal: 200,
    isMost: true,
  })
})
