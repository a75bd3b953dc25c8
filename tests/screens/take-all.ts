import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Browser, Page } from '@playwright/test'
import { flawsOf } from '@/tests/e2e/support/layout'
import type { Screen } from '@/tests/e2e/support/screen'
import { listenTo, portalUrl, signInTo } from '@/tests/e2e/support/test'

type Size = { width: number; height: number }

export const SIZES = { phone: { width: 390, height: 844 }, desk: { width: 1440, height: 900 } }
const LANGUAGES = ['zh-CN', 'en'] as const
const THEMES = ['light', 'dark'] as const
const FOLDER = 'screens'

/**
 * Takes all sizes at the same time: of every page its languages, and of each of these first light, then dark.
 *
 * @returns what is wrong with them
 */
export async function takeAll(
  browser: Browser,
  sizes: Record<string, Size>,
  all: readonly Screen[],
): Promise<string[]> {
  mkdirSync(FOLDER, { recursive: true })
  const flaws = await Promise.all(
    Object.entries(sizes).map(async ([size, viewport]) => {
      const found: string[] = []
      for (const language of LANGUAGES) {
        for (const screen of all) {
          const name = `${screen.name}.${size}.${language}`
          found.push(...(await take(browser, screen, { name, viewport, language })))
        }
      }
      return found
    }),
  )
  return flaws.flat()
}

type Look = { name: string; viewport: Size; language: string }

async function take(browser: Browser, screen: Screen, { name, viewport, language }: Look): Promise<string[]> {
  const { url, actor, before, withoutScripts = false, reported } = screen
  const javaScriptEnabled = !withoutScripts
  const context = await browser.newContext({ baseURL: portalUrl(), viewport, locale: language, javaScriptEnabled })
  try {
    if (actor) await signInTo(context, actor)
    const complaints = listenTo(context, reported)
    const page = await context.newPage()
    await page.emulateMedia({ reducedMotion: 'reduce' }) // no colour mid-transition
    const flaws: string[] = []
    for (const theme of THEMES) {
      await page.emulateMedia({ colorScheme: theme })
      if (theme === 'light') {
        await page.goto(url, { waitUntil: 'networkidle' })
        await before?.(page)
      }
      if (javaScriptEnabled) await untilDrawn(page) // a page without scripts gets no frames
      flaws.push(...(await flawsOf(page)))
      await takeWhole(page, viewport, path.join(FOLDER, `${name}.${theme}.png`))
    }
    return [...flaws, ...complaints].map((flaw) => `${name}: ${flaw}`)
  } finally {
    await context.close()
  }
}

/**
 * Takes the whole page. With `fullPage` the browser makes its window a point wide for a moment, and the picture may
 * show text as a narrow window has it.
 */
async function takeWhole(page: Page, { width, height }: Size, file: string): Promise<void> {
  const whole = await page.evaluate(() => document.documentElement.scrollHeight)
  await page.setViewportSize({ width, height: Math.max(whole, height) })
  await page.screenshot({ path: file })
  await page.setViewportSize({ width, height })
}

const untilDrawn = (page: Page) =>
  page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
