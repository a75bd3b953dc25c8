import 'server-only'
import { headers } from 'next/headers'
import { currentRequest } from '@/lib/core/current-request'
import { newId } from '@/lib/core/ids'
import { ADDRESS_HEADER, FORWARDED_HEADER, HOST_HEADER, PATH_HEADER } from './request-headers'

/** Returns the address of the peer, for limits. */
export async function clientAddress(): Promise<string> {
  return (await headers()).get(ADDRESS_HEADER) ?? 'unknown'
}

/** Returns the browser's own name, which may be anything. */
export async function userAgent(): Promise<string | null> {
  return (await headers()).get('user-agent')
}

/** Returns path and query of the page being rendered. */
export async function currentPath(): Promise<string> {
  return (await headers()).get(PATH_HEADER) ?? '/'
}

/** Returns the id of this request in the log. */
export const currentRequestId = (): string => currentRequest()?.id ?? newId()

/**
 * Returns whether an action was sent by the page's script, which shows its answer. A plain form has to lead to a page.
 */
export async function isSentByScript(): Promise<boolean> {
  return (await headers()).has('next-action')
}

/** Returns how the request reached us. It only decides what this machine alone may see. */
export async function arrival(): Promise<{ host: string; isForwarded: boolean }> {
  const given = await headers()
  return { host: given.get(HOST_HEADER) ?? '', isForwarded: given.has(FORWARDED_HEADER) }
}
