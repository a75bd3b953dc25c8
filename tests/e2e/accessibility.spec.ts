import { type Screen, screens } from './support/screens'
import { expect, flawsForAxe, test } from './support/test'

test.use({ viewport: { width: 390, height: 844 }, trace: 'off' })
test.describe.configure({ mode: 'default' }) // the pages are made once

let made: Promise<Screen[]> | undefined

/** What darkness can change: the rest was looked at in the light. */
const OF_COLOUR = ['color-contrast', 'link-in-text-block']

for (const locale of ['zh-CN', 'en']) {
  test(`axe finds nothing on any page, light or dark, in ${locale}`, async ({ another }) => {
    test.setTimeout(240_000)
    made ??= screens()
    const found: string[] = []
    for (const { name, url, actor } of await made) {
      const page = await another(actor, { locale, colorScheme: 'light', reducedMotion: 'reduce' })
      await page.goto(url)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      const light = await flawsForAxe(page)
      await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' }) // no colour half-way to another
      const dark = await flawsForAxe(page, OF_COLOUR)
      found.push(...light.map((flaw) => `${name} ${flaw}`), ...dark.map((flaw) => `${name} dark ${flaw}`))
      await page.close()
    }
    expect(found).toEqual([])
  })
}
