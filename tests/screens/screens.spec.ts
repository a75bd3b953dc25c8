import { screens } from '@/tests/e2e/support/screens'
import { expect, test } from '@/tests/e2e/support/test'
import { reviewScreens } from '@/tests/e2e/support/workbench-screens'
import { SIZES, takeAll } from './take-all'

/** Lists the windows that reviewers have on their desks: also a small one, and a large one. */
const DESKS = {
  small: { width: 1280, height: 720 },
  desk: { width: 1440, height: 900 },
  wide: { width: 1920, height: 1080 },
}

test.describe.configure({ mode: 'default' })

test('what staff have before them all day, at three sizes', async ({ browser }) => {
  test.setTimeout(3_600_000)
  expect(await takeAll(browser, DESKS, await reviewScreens())).toEqual([])
})

test('every page, at both sizes, in both languages, light and dark', async ({ browser }) => {
  test.setTimeout(3_600_000)
  expect(await takeAll(browser, SIZES, await screens())).toEqual([])
})
