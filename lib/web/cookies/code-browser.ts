import 'server-only'
import { cookies } from 'next/headers'
import { env } from '@/lib/core/env'
import { newBrowser } from '@/lib/sign-in/codes/sign-in-codes'

/** The cookie lasts longer than a code and what follows from it; each new code makes it longer. */
const MINUTES = 60

/** Bound to this host and to https, as the session's is: nobody plants it from a neighbouring name. */
const cookieName = () => (env().isHttps ? '__Host-zhunxin.codes' : 'zhunxin.codes')

/** Returns the secret by which this browser requested a code recently, if it did and stores cookies. */
export async function readBrowser(): Promise<string | null> {
  const held = (await cookies()).get(cookieName())?.value
  return held && /^[\w-]{43}$/.test(held) ? held : null
}

/** The same, for a code that is requested now: a browser that has none gets one. */
export async function storeBrowser(): Promise<string> {
  const browser = (await readBrowser()) ?? newBrowser()
  const rules = { httpOnly: true, sameSite: 'lax', secure: env().isHttps, path: '/' } as const
  ;(await cookies()).set(cookieName(), browser, { ...rules, maxAge: MINUTES * 60 })
  return browser
}
