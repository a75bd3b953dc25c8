import 'server-only'
import { cookies } from 'next/headers'
import { DEVICE_DAYS } from '@/lib/auth/devices'
import { env } from '@/lib/core/env'

/** Bound to this host and to https, as the session's is: nobody plants it from a neighbouring name. */
const cookieName = () => (env().isHttps ? '__Host-zhunxin.device' : 'zhunxin.device')

/** The secret by which this browser is known to some of its people, if it has one. It proves nothing by itself. */
export async function heldDevice(): Promise<string | null> {
  const held = (await cookies()).get(cookieName())?.value
  return held && /^[\w-]{43}$/.test(held) ? held : null
}

/** Has the browser hold a secret for as long as browsers do. */
export async function keepDevice({ secret }: { secret: string }): Promise<void> {
  const rules = { httpOnly: true, sameSite: 'lax', secure: env().isHttps, path: '/' } as const
  ;(await cookies()).set(cookieName(), secret, { ...rules, maxAge: DEVICE_DAYS * 24 * 60 * 60 })
}
