import type { Page } from '@playwright/test'
import type { PersonActor } from '@/lib/auth/actor'
import { type Screen, screens } from './support/screens'
import { expect, flawsForAxe, test } from './support/test'

test.use({ viewport: { width: 390, height: 844 }, trace: 'off' })
test.describe.configure({ mode: 'default' }) // the pages are made once

let made: Promise<Screen[]> | undefined

/** What light and darkness can change, and no language. */
const OF_COLOUR = ['color-contrast', 'link-in-text-block']

for (const locale of ['zh-CN', 'en'] as const) {
  test(`axe finds nothing on any page, light or dark, in ${locale}`, async ({ another }) => {
    test.setTimeout(240_000)
    made ??= screens()
    const pages = new Map<PersonActor | undefined, Page>()
    const found: string[] = []
    for (const { name, url, actor } of await made) {
      const page = pages.get(actor) ?? (await another(actor, { locale, reducedMotion: 'reduce' })) // no colour half-way
      pages.set(actor, page)
      await page.emulateMedia({ colorScheme: 'light' })
      await page.goto(url)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      const rules = locale === 'zh-CN' ? {} : { except: OF_COLOUR }
      found.push(...(await flawsForAxe(page, rules)).map((flaw) => `${name} ${flaw}`))
      if (locale !== 'zh-CN') continue
      await page.emulateMedia({ colorScheme: 'dark' })
      found.push(...(await flawsForAxe(page, { only: OF_COLOUR })).map((flaw) => `${name} dark ${flaw}`))
    }
    expect(found).toEqual([])
  })
}
