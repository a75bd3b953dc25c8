import { env } from '@/lib/core/env'

/** A browser says so itself, whatever the page that asks has done to hide it (Fetch Metadata); others say nothing. */
export function isForAnotherSite({ headers }: Pick<Request, 'headers'>): boolean {
  const site = headers.get('sec-fetch-site')
  return site === 'cross-site' || site === 'same-site'
}

/** Asks for something, and changes nothing (RFC 9110, 9.2.1). */
export const isReading = ({ method }: Pick<Request, 'method'>): boolean => ['GET', 'HEAD', 'OPTIONS'].includes(method)

/** State changes come from our own pages: with each, a browser names the origin of the page that sends it. */
export function isFromElsewhere(request: Pick<Request, 'method' | 'headers'>): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return false
  return isForAnotherSite(request) || request.headers.get('origin') !== env().ZHUNXIN_URL.origin
}

/** In both languages, since it is told before a language is known. */
export const tellElsewhere = (): string => {
  const { origin } = env().ZHUNXIN_URL
  return `请从 ${origin} 打开本站，再试一次。\nPlease open the portal at ${origin} and try again.\n`
}
