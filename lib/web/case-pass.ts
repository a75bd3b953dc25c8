import 'server-only'
import { cookies } from 'next/headers'
import { env } from '@/lib/core/env'
import { PASS_HOURS } from '@/lib/identity/case-pass'

const cookieName = () => (env().isHttps ? '__Host-zhunxin.case' : 'zhunxin.case')

/** By which whoever can't sign in goes on with their case, and with nothing else. */
export async function heldCasePass(): Promise<string | null> {
  return (await cookies()).get(cookieName())?.value ?? null
}

export async function keepCasePass(pass: string): Promise<void> {
  const rules = { httpOnly: true, sameSite: 'lax', secure: env().isHttps, path: '/' } as const
  ;(await cookies()).set(cookieName(), pass, { ...rules, maxAge: PASS_HOURS * 60 * 60 })
}
