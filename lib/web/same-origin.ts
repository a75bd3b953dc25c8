import { env } from '@/lib/core/env'

/** State changes come from our own pages: with each, a browser names the origin of the page that sends it. */
export function isFromElsewhere({ method, headers }: Pick<Request, 'method' | 'headers'>): boolean {
  return method !== 'GET' && method !== 'HEAD' && headers.get('origin') !== env().ZHUNXIN_URL.origin
}
