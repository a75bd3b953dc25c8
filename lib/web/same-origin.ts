import { env } from '@/lib/core/env'

/** State changes come from our own pages: with each, a browser names the origin of the page that sends it. */
export function isFromElsewhere(method: string | undefined, origin: string | null | undefined): boolean {
  return method !== 'GET' && method !== 'HEAD' && origin !== env().ZHUNXIN_URL.origin
}

/** In both languages, since it is told before a language is known. */
export const tellElsewhere = (): string => {
  const { origin } = env().ZHUNXIN_URL
  return `请从 ${origin} 打开本站，再试一次。\nPlease open the portal at ${origin} and try again.\n`
}
