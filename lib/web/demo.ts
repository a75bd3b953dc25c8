import 'server-only'
import { join } from 'node:path'
import { readDemoCode } from '@/lib/accounts/factors/demo-code'
import { findByEmail } from '@/lib/accounts/find-by-email'
import { env } from '@/lib/core/env'
import { blindIndex } from '@/lib/crypto/blind-index'
import { database } from '@/lib/db/client'
import { ENDING_LENGTH, readIdNumbers } from '@/lib/identity/id-endings'
import { isLocalVisitor } from '@/lib/messaging/local-visitor'
import { readOutbox } from '@/lib/messaging/read-outbox'
import { arrival } from './request'

/** Whether everything here is invented. */
export const isDemo = (): boolean => env().isDemo

/** Whether someone may be shown how to sign in as the people of the demo: on this machine, straight, and there alone. */
export async function isDemoVisitor(): Promise<boolean> {
  return isDemo() && isLocalVisitor(await arrival())
}

/** Where the pictures lie that someone new uploads. */
export const demoPapers = (): string => join(env().ZHUNXIN_DATA, 'specimens')

/** The code that a phone was sent last, for who is shown the demo; null for everyone else. */
export async function demoCodeOf(phone: string): Promise<string | null> {
  if (!(await isDemoVisitor())) return null
  const message = (await readOutbox())?.find(({ to, template }) => to === phone && template === 'SIGN_IN_CODE')
  return message?.text.match(/\d{6}/)?.[0] ?? null
}

/** How an ID number of whoever is known by a phone ends, for who is shown the demo; null for everyone else. */
export async function demoEndingOf(phone: string): Promise<string | null> {
  if (!(await isDemoVisitor())) return null
  const phoneIndex = await blindIndex('phone', phone)
  const person = await database().user.findUnique({ where: { phoneIndex }, select: { id: true } })
  const [number] = person ? await readIdNumbers(database(), person.id) : []
  return number?.slice(-ENDING_LENGTH) ?? null
}

/** The code that someone's authenticator app would show now, for who is shown the demo; null for everyone else. */
export async function demoTotpCodeOf(userId: string): Promise<string | null> {
  return (await isDemoVisitor()) ? readDemoCode(userId) : null
}

/** The same by their e-mail address. */
export async function demoTotpCodeFor(email: string): Promise<string | null> {
  if (!(await isDemoVisitor())) return null
  const userId = await findByEmail(email)
  return userId && readDemoCode(userId)
}
