import type { Page } from '@playwright/test'

/** Cuts the connection of each form that is sent, while the browser does not know that it is offline. */
export async function cutForms(page: Page): Promise<() => Promise<void>> {
  const isForm = (url: URL) => !url.pathname.startsWith('/_next/')
  await page.route(isForm, (route) =>
    route.request().method() === 'POST' ? route.abort('connectionreset') : route.fallback(),
  )
  return () => page.unroute(isForm)
}

/** Opens a page again without the scripts that it loads by itself later, as when the connection broke meanwhile. */
export async function loseLaterScripts(page: Page): Promise<() => Promise<void>> {
  const sent = await (await page.request.get(page.url())).text()
  const isLater = ({ pathname }: URL) =>
    pathname.startsWith('/_next/static/chunks/') && !sent.includes(pathname.slice(pathname.lastIndexOf('/')))
  await page.route(isLater, (route) => route.abort('connectionreset'))
  await page.reload()
  return () => page.unroute(isLater)
}

/** Matches what the browser reports of a page of which a part didn't come. */
export const PART_IS_LOST = /ChunkLoadError|Failed to load chunk|Minified React error #4\d\d/

/** Returns whether an address is the one that takes files in parts. */
export const isUpload = ({ pathname }: URL): boolean => pathname.startsWith('/api/tus')

/** Leaves a page whose connection may be cut, slow or offline, and gives the connection back for the next one. */
export async function reconnect(page: Page): Promise<void> {
  await page.goto('about:blank')
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await page.context().setOffline(false)
}
