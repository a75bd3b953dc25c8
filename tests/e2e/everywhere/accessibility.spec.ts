import type { Page } from '@playwright/test'
import axeCore from 'axe-core'
import { twMerge } from 'tailwind-merge'
import { reconnect } from '../support/connection'
import { flawsOf } from '../support/layout'
import type { Screen } from '../support/screen'
import { screens } from '../support/screens'
import { expect, flawsForAxe, test } from '../support/test'

test.use({ viewport: { width: 390, height: 844 } })
test.describe.configure({ mode: 'default' }) // the pages are created once

let made: Promise<Screen[]> | undefined

/** These rules depend on light and dark, and on no language. */
const OF_COLOUR = ['color-contrast', 'link-in-text-block']

/**
 * Finds classes of one element where one overrides another: the style sheet alone decides which one wins, and nobody
 * can see it in the code.
 */
async function rivalsOn(page: Page): Promise<string[]> {
  const found = await page.evaluate(() => [...document.querySelectorAll('[class]')].map((one) => one.classList.value))
  return [...new Set(found)].filter((classes) => twMerge(classes) !== classes.trim().split(/\s+/).join(' '))
}

/**
 * Colours are there at once. A transition of 1 ms for each element, when a page comes and again when it turns dark,
 * took a third of the browser's processor time.
 */
function withoutTransitions() {
  const style = new CSSStyleSheet()
  style.replaceSync('*, *::before, *::after { transition: none !important }')
  document.addEventListener('DOMContentLoaded', () => document.adoptedStyleSheets.push(style))
}

for (const locale of ['zh-CN', 'en'] as const) {
  test(`axe finds nothing on any page, light or dark, no class undoes another, and nothing is cut off, in ${locale}`, async ({
    another,
    signIn,
  }) => {
    test.setTimeout(900_000)
    made ??= screens()
    // One page for everyone, and one without scripts: each browser context has processes of its own.
    const running = await another(undefined, { locale, reducedMotion: 'reduce' }) // no colour mid-transition
    const still = await another(undefined, { locale, javaScriptEnabled: false })
    await running.addInitScript(axeCore.source)
    await running.addInitScript(withoutTransitions)
    const found: string[] = []
    for (const { name, url, actor, before, withoutScripts = false } of await made) {
      const page = withoutScripts ? still : running
      const context = page.context()
      await reconnect(page)
      await context.clearCookies()
      if (actor) await signIn(actor, context)
      await page.emulateMedia({ colorScheme: 'light' })
      await page.goto(url)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await before?.(page)
      found.push(...(await flawsOf(page)).map((flaw) => `${name} ${flaw}`))
      if (locale === 'zh-CN') found.push(...(await rivalsOn(page)).map((rivals) => `${name} rivals: ${rivals}`))
      if (withoutScripts) continue // axe is a script
      const rules = locale === 'zh-CN' ? {} : { except: OF_COLOUR }
      found.push(...(await flawsForAxe(page, rules)).map((flaw) => `${name} ${flaw}`))
      if (locale !== 'zh-CN') continue
      await page.emulateMedia({ colorScheme: 'dark' })
      found.push(...(await flawsForAxe(page, { only: OF_COLOUR })).map((flaw) => `${name} dark ${flaw}`))
    }
    expect(found).toEqual([])
  })
}
