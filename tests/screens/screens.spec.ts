import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Browser } from '@playwright/test'
import { flawsOf } from '@/tests/e2e/support/layout'
import type { Screen } from '@/tests/e2e/support/screen'
import { screens } from '@/tests/e2e/support/screens'
import { expect, listenTo, portalUrl, signInTo, test } from '@/tests/e2e/support/test'
import { reviewScreens } from '@/tests/e2e/support/workbench-screens'

type Size = { width: number; height: number }

const SIZES = { phone: { width: 390, height: 844 }, desk: { width: 1440, height: 900 } }
/** Lists the windows that reviewers have on their desks: also a small one, and a large one. */
const DESKS = {
  small: { width: 1280, height: 720 },
  desk: { width: 1440, height: 900 },
  wide: { width: 1920, height: 1080 },
}
const LANGUAGES = ['zh-CN', 'en'] as const
const THEMES = ['light', 'dark'] as const
const FOLDER = 'screens'

test.describe.configure({ mode: 'default' })

test('what reviewers have before them all day, at three sizes', async ({ browser }) => {
  test.setTimeout(3_600_000)
  expect(await takeAll(browser, DESKS, await reviewScreens())).toEqual([])
})

test('every page, at both sizes, in both languages, light and dark', async ({ browser }) => {
  test.setTimeout(3_600_000)
  expect(await takeAll(browser, SIZES, await screens())).toEqual([])
})

/** Takes all sizes at the same time: of every page its languages, and of each of these first light, then dark. */
async function takeAll(browser: Browser, sizes: Record<string, Size>, all: readonly Screen[]): Promise<string[]> {
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

async function take(
  browser: Browser,
  { url, actor, before }: Screen,
  { name, viewport, language }: Look,
): Promise<string[]> {
  const context = await browser.newContext({ baseURL: portalUrl(), viewport, locale: language })
  try {
    if (actor) await signInTo(context, actor)
    const complaints = listenTo(context)
    const page = await context.newPage()
    await page.emulateMedia({ reducedMotion: 'reduce' }) // no colour mid-transition
    const flaws: string[] = []
    for (const theme of THEMES) {
      await page.emulateMedia({ colorScheme: theme })
      if (theme === 'light') {
        await page.goto(url, { waitUntil: 'networkidle' })
        await before?.(page)
      }
      await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
      flaws.push(...(await flawsOf(page)))
      await page.screenshot({ path: path.join(FOLDER, `${name}.${theme}.png`), fullPage: true })
    }
    return [...flaws, ...complaints].map((flaw) => `${name}: ${flaw}`)
  } finally {
    await context.close()
  }
}
