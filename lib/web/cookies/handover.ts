import 'server-only'
import { cookies } from 'next/headers'
import { env } from '@/lib/core/env'
import { enterHandover } from '@/lib/integrations/handovers/enter-handover'
import { readSession } from '@/lib/sign-in/sessions/sessions'

/** The cookie lasts as long as any session of an applicant. After that, its page has nothing to show. */
const HOURS = 24

/** Bound to this host and to https, as the session's is: nobody plants it from a neighbouring name. */
const cookieName = () => (env().isHttps ? '__Host-zhunxin.handover' : 'zhunxin.handover')

/** Returns the secret of the browser in which the button of a hand-over was pressed, if it has one. */
export async function readHandoverSecret(): Promise<string | null> {
  const held = (await cookies()).get(cookieName())?.value
  return held && /^[\w-]{43}$/.test(held) ? held : null
}

export async function storeHandoverSecret(secret: string): Promise<void> {
  const rules = { httpOnly: true, sameSite: 'lax', secure: env().isHttps, path: '/' } as const
  ;(await cookies()).set(cookieName(), secret, { ...rules, maxAge: HOURS * 60 * 60 })
}

/** Continues a hand-over of this browser in a session that was started. Returns the page that it leads to, if any. */
export async function continueHandover({ id }: { id: string }): Promise<string | null> {
  const secret = await readHandoverSecret()
  const actor = secret === null ? null : await readSession(id)
  return secret !== null && actor ? enterHandover(actor, secret) : null
}
