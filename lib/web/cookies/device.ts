import 'server-only'
import { cookies } from 'next/headers'
import { env } from '@/lib/core/env'
import { DEVICE_DAYS } from '@/lib/sign-in/sessions/devices'

/** Bound to this host and to https, as the session's is: nobody plants it from a neighbouring name. */
const cookieName = () => (env().isHttps ? '__Host-zhunxin.device' : 'zhunxin.device')

/** Returns the secret by which this browser is known to some people, if it has one. It proves nothing by itself. */
export async function readDevice(): Promise<string | null> {
  const held = (await cookies()).get(cookieName())?.value
  return held && /^[\w-]{43}$/.test(held) ? held : null
}

/** Stores a secret in the browser for as long as browsers allow. */
export async function storeDevice({ secret }: { secret: string }): Promise<void> {
  const rules = { httpOnly: true, sameSite: 'lax', secure: env().isHttps, path: '/' } as const
  ;(await cookies()).set(cookieName(), secret, { ...rules, maxAge: DEVICE_DAYS * 24 * 60 * 60 })
}
