import { flawsOf } from '../support/layout'
import type { Screen } from '../support/screen'
import { expect, test } from '../support/test'
import { reviewScreens } from '../support/workbench-screens'

const SMALL_DESK = { width: 1280, height: 720 }

test.describe.configure({ mode: 'default' }) // the pages are created once

let made: Promise<Screen[]> | undefined

for (const locale of ['zh-CN', 'en'] as const) {
  test(`queue, workbench, cases, audit log, reports and people fit a small desk, in ${locale}`, async ({
    another,
    signIn,
  }) => {
    test.setTimeout(600_000)
    made ??= reviewScreens()
    const page = await another(undefined, { locale, viewport: SMALL_DESK, reducedMotion: 'reduce' })
    const found: string[] = []
    for (const { name, url, actor, before } of await made) {
      await page.context().clearCookies()
      if (actor) await signIn(actor, page.context())
      await page.goto(url)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await before?.(page)
      found.push(...(await flawsOf(page)).map((flaw) => `${name} ${flaw}`))
    }
    expect(found).toEqual([])
  })
}
