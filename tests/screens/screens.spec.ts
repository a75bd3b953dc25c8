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

test('every page, at both sizes, in both languages, light and dark', async ({ browser }) => {
  test.setTimeout(900_000)
  mkdirSync(FOLDER, { recursive: true })
  const flaws: string[] = []
  for (const screen of await screens()) {
    for (const [size, viewport] of Object.entries(SIZES)) {
      for (const language of LANGUAGES) {
        for (const theme of THEMES) {
          const name = `${screen.name}.${size}.${language}.${theme}`
          flaws.push(...(await take(browser, screen, { name, viewport, language, theme })))
        }
      }
    }
  }
  expect(flaws).toEqual([])
})

type Look = { name: string; viewport: { width: number; height: number }; language: string; theme: 'light' | 'dark' }

async function take(
  browser: Browser,
  { url, actor }: Screen,
  { name, viewport, language, theme }: Look,
): Promise<string[]> {
  const context = await browser.newContext({ baseURL: portalUrl(), viewport, colorScheme: theme, locale: language })
  try {
    if (actor) await signInTo(context, actor)
    const complaints = listenTo(context)
    const page = await context.newPage()
    await page.goto(url, { waitUntil: 'networkidle' })
    const flaws = await flawsOf(page)
    await page.screenshot({ path: path.join(FOLDER, `${name}.png`), fullPage: true })
    return [...flaws, ...complaints].map((flaw) => `${name}: ${flaw}`)
  } finally {
    await context.close()
  }
}
