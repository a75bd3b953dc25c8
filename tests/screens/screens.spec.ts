import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Browser } from '@playwright/test'
import { flawsOf } from '@/tests/e2e/support/layout'
import { type Screen, screens } from '@/tests/e2e/support/screens'
import { expect, listenTo, portalUrl, signInTo, test } from '@/tests/e2e/support/test'

const SIZES = { phone: { width: 390, height: 844 }, desk: { width: 1440, height: 900 } }
const LANGUAGES = ['zh-CN', 'en'] as const
const THEMES = ['light', 'dark'] as const
const FOLDER = 'screens'

/** Each size by itself, both at once: of every page, its languages, and of each of these first light, then dark. */
test('every page, at both sizes, in both languages, light and dark', async ({ browser }) => {
  test.setTimeout(1_800_000)
  mkdirSync(FOLDER, { recursive: true })
  const all = await screens()
  const flaws = await Promise.all(
    Object.entries(SIZES).map(async ([size, viewport]) => {
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
  expect(flaws.flat()).toEqual([])
})

type Look = { name: string; viewport: { width: number; height: number }; language: string }

async function take(browser: Browser, { url, actor }: Screen, { name, viewport, language }: Look): Promise<string[]> {
  const context = await browser.newContext({ baseURL: portalUrl(), viewport, locale: language })
  try {
    if (actor) await signInTo(context, actor)
    const complaints = listenTo(context)
    const page = await context.newPage()
    await page.emulateMedia({ reducedMotion: 'reduce' }) // no colour half-way
    const flaws: string[] = []
    for (const theme of THEMES) {
      await page.emulateMedia({ colorScheme: theme })
      if (theme === 'light') await page.goto(url, { waitUntil: 'networkidle' })
      await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
      flaws.push(...(await flawsOf(page)))
      await page.screenshot({ path: path.join(FOLDER, `${name}.${theme}.png`), fullPage: true })
    }
    return [...flaws, ...complaints].map((flaw) => `${name}: ${flaw}`)
  } finally {
    await context.close()
  }
}
