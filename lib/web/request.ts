import 'server-only'
import { headers } from 'next/headers'
import { currentRequest } from '@/lib/core/current-request'
import { newId } from '@/lib/core/ids'
import { ADDRESS_HEADER, FORWARDED_HEADER, HOST_HEADER, PATH_HEADER } from './request-headers'

/** The address of the peer, for limits. */
export async function clientAddress(): Promise<string> {
  return (await headers()).get(ADDRESS_HEADER) ?? 'unknown'
}

/** What the browser calls itself: whatever it likes. */
export async function userAgent(): Promise<string | null> {
  return (await headers()).get('user-agent')
}

/** Path and query of the page being rendered. */
export async function currentPath(): Promise<string> {
  return (await headers()).get(PATH_HEADER) ?? '/'
}

/** The id by which the log knows this request. */
export const currentRequestId = (): string => currentRequest()?.id ?? newId()

/** How the request reached us. Decides nothing but what only this machine may see. */
export async function arrival(): Promise<{ host: string; isForwarded: boolean }> {
  const given = await headers()
  return { host: given.get(HOST_HEADER) ?? '', isForwarded: given.has(FORWARDED_HEADER) }
}
