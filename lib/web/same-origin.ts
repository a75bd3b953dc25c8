import { env } from '@/lib/core/env'

/**
 * Returns whether a request is for another site. A browser states it itself, regardless of how the page tries to hide
 * it (Fetch Metadata); other clients state nothing.
 */
export function isForAnotherSite({ headers }: Pick<Request, 'headers'>): boolean {
  const site = headers.get('sec-fetch-site')
  return site === 'cross-site' || site === 'same-site'
}

/** Asks for something, and changes nothing (RFC 9110, 9.2.1). */
export const isReading = ({ method }: Pick<Request, 'method'>): boolean => ['GET', 'HEAD', 'OPTIONS'].includes(method)

/**
 * Returns whether a state change comes from elsewhere: with each, a browser names the origin of the page that sends it.
 */
export function isFromElsewhere(request: Pick<Request, 'method' | 'headers'>): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return false
  return isForAnotherSite(request) || request.headers.get('origin') !== env().ZHUNXIN_URL.origin
}

/** Returns the sentence in both languages, since no language is known yet. */
export const elsewhereSentence = (): string => {
  const { origin } = env().ZHUNXIN_URL
  return `请从 ${origin} 打开本站，再试一次。\nPlease open the portal at ${origin} and try again.\n`
}
