import type { Page, Response } from '@playwright/test'

type Arrived = Window & { isAnswering?: boolean }

/**
 * Makes `goto` and `reload` of a page wait until its scripts answer. A key or a click before that reaches nobody, and a
 * test is quicker than a person. A test that looks at what happens before passes `waitUntil`.
 */
export async function answersOnArrival(page: Page): Promise<void> {
  await page.addInitScript(() => {
    // The router writes its state into the history in the same commit that takes over the page from the server.
    const replace = window.history.replaceState.bind(window.history)
    window.history.replaceState = (...state) => {
      replace(...state)
      ;(window as Arrived).isAnswering = true
    }
  })
  const arrive = async (answer: Response | null) => {
    if (!answer?.headers()['content-type']?.startsWith('text/html')) return
    // A page of its own (the offline page) has no router.
    const hasRouter = await page.locator('script[src*="/_next/"]').count()
    if (hasRouter) await untilAnswering(page)
  }
  const go = page.goto.bind(page)
  page.goto = async (url, options) => {
    const answer = await go(url, options)
    if (!options?.waitUntil) await arrive(answer)
    return answer
  }
  const reload = page.reload.bind(page)
  page.reload = async (options) => {
    const answer = await reload(options)
    if (!options?.waitUntil) await arrive(answer)
    return answer
  }
}

/** Waits until the scripts of a page answer that a link loaded as a whole, once something of it is seen. */
export async function untilAnswering(page: Page): Promise<void> {
  await page.waitForFunction(() => (window as Arrived).isAnswering)
}
