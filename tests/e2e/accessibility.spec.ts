import type { Page } from '@playwright/test'
import { twMerge } from 'tailwind-merge'
import { type Screen, screens } from './support/screens'
import { expect, flawsForAxe, test } from './support/test'

test.use({ viewport: { width: 390, height: 844 }, trace: 'off' })
test.describe.configure({ mode: 'default' }) // the pages are made once

let made: Promise<Screen[]> | undefined

/** What light and darkness can change, and no language. */
const OF_COLOUR = ['color-contrast', 'link-in-text-block']

/** Classes of one element of which one undoes another: which one wins is the style sheet's to say, and nobody's to see. */
async function rivalsOn(page: Page): Promise<string[]> {
  const found = await page.evaluate(() => [...document.querySelectorAll('[class]')].map((one) => one.classList.value))
  return [...new Set(found)].filter((classes) => twMerge(classes) !== classes.trim().split(/\s+/).join(' '))
}

for (const locale of ['zh-CN', 'en'] as const) {
  test(`axe finds nothing on any page, light or dark, and no class undoes another, in ${locale}`, async ({
    another,
  }) => {
    test.setTimeout(600_000)
    made ??= screens()
    const pages = new Map<Screen['actor'], Page>()
    const found: string[] = []
    for (const { name, url, actor } of await made) {
      const page = pages.get(actor) ?? (await another(actor, { locale, reducedMotion: 'reduce' })) // no colour half-way
      pages.set(actor, page)
      await page.emulateMedia({ colorScheme: 'light' })
      await page.goto(url)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      if (locale === 'zh-CN') found.push(...(await rivalsOn(page)).map((rivals) => `${name} rivals: ${rivals}`))
      const rules = locale === 'zh-CN' ? {} : { except: OF_COLOUR }
      found.push(...(await flawsForAxe(page, rules)).map((flaw) => `${name} ${flaw}`))
      if (locale !== 'zh-CN') continue
      await page.emulateMedia({ colorScheme: 'dark' })
      found.push(...(await flawsForAxe(page, { only: OF_COLOUR })).map((flaw) => `${name} dark ${flaw}`))
    }
    expect(found).toEqual([])
  })
}
