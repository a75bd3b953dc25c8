import 'server-only'
import { createHmac, timingSafeEqual } from 'node:crypto'
import { DAY } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import { isId } from '@/lib/core/ids'
import { systemKey } from '@/lib/crypto/data-keys'

/** The time for which a person who can't sign in any more can download the certificate of their erasure. */
const LINK_LASTS = 30 * DAY

/** Returns the path of the page that shows the certificates of a request without signing in. */
export async function certificatePath(requestId: string, now: Date): Promise<string> {
  const ends = String(Math.floor((now.getTime() + LINK_LASTS) / 1000))
  return `/erased/${requestId}.${ends}.${await tagOf(requestId, ends)}`
}

/** Returns the complete address, for a message. */
export async function certificateUrl(requestId: string, now: Date): Promise<string> {
  return new URL(await certificatePath(requestId, now), env().ZHUNXIN_URL).toString()
}

/** Returns the request whose certificates a link opens, or null when the link is not ours or has expired. */
export async function openCertificateLink(token: string, now: Date): Promise<string | null> {
  const [, requestId, ends, tag] = /^([0-9a-f-]{36})\.(\d{1,12})\.([\w-]{43})$/.exec(token) ?? []
  if (!requestId || !ends || !tag || !isId(requestId)) return null
  const expected = Buffer.from(await tagOf(requestId, ends))
  if (!timingSafeEqual(expected, Buffer.from(tag))) return null
  return Number(ends) * 1000 > now.getTime() ? requestId : null
}

async function tagOf(requestId: string, ends: string): Promise<string> {
  const key = await systemKey('LINKS')
  return createHmac('sha256', key).update(`certificate:${requestId}:${ends}`).digest('base64url')
}
