import 'server-only'
import { cookies } from 'next/headers'
import { env } from '@/lib/core/env'
import { PASS_HOURS } from '@/lib/sign-in/recovery/case-pass'

const cookieName = () => (env().isHttps ? '__Host-zhunxin.case' : 'zhunxin.case')

/** Returns the pass of a person who can't sign in: it opens their case, and nothing else. */
export async function readCasePass(): Promise<string | null> {
  return (await cookies()).get(cookieName())?.value ?? null
}

export async function storeCasePass(pass: string): Promise<void> {
  const rules = { httpOnly: true, sameSite: 'lax', secure: env().isHttps, path: '/' } as const
  ;(await cookies()).set(cookieName(), pass, { ...rules, maxAge: PASS_HOURS * 60 * 60 })
}
