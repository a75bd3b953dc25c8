import 'server-only'
import { cookies } from 'next/headers'
import { cache } from 'react'
import type { PhoneActor } from '@/lib/actor/actor'
import { reachRequest } from '@/lib/core/current-request'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'
import { isLoopbackHost } from '@/lib/core/network/loopback-host'
import type { BoundPhone } from '@/lib/qualifications/phone/bind-phone'
import { type FoundPhone, readPhone } from '@/lib/qualifications/phone/read-phone'

/**
 * Bound to this host and to https, as the session's is: nobody plants one from a neighbouring name, by which someone
 * would send pictures into another's application.
 */
const cookieName = () => (env().isHttps ? '__Host-zhunxin.phone' : 'zhunxin.phone')

/** Returns whether a phone can open the address of the portal: one of this machine is another's on a phone. */
export const canPhonesReach = (url: URL): boolean => !isLoopbackHost(url.hostname)

/** Returns the phone that asks, or why it may not upload any more; null for any other browser. */
export const currentPhone = cache(async (): Promise<FoundPhone | null> => {
  reachRequest()
  const secret = (await cookies()).get(cookieName())?.value
  return secret && /^[\w-]{43}$/.test(secret) ? readPhone(secret) : null
})

/** @throws DomainError PHONE_ENDED, also when there is none; FORWARD_ENDED of a link */
export async function requirePhone(): Promise<PhoneActor> {
  const found = await currentPhone()
  if (found && 'ended' in found && found.letter) throw new DomainError('FORWARD_ENDED', 'Ended')
  if (!found || 'ended' in found) throw new DomainError('PHONE_ENDED', 'No phone, or ended')
  return found.phone
}

/**
 * Has the browser be the phone that was bound. The cookie outlives the phone for a while, so that its page can say why
 * it ended.
 */
export async function storePhone({ secret, endsAt }: BoundPhone): Promise<void> {
  const rules = { httpOnly: true, sameSite: 'lax', secure: env().isHttps, path: '/' } as const
  const expires = new Date(endsAt.getTime() + SHOWN_AFTER_MS)
  ;(await cookies()).set(cookieName(), secret, { ...rules, expires })
}

const SHOWN_AFTER_MS = 60 * 60 * 1000
