import 'server-only'
import { readFile } from 'node:fs/promises'
import { SECOND } from '@/lib/core/clock'
import { DemoCast, demoCastFile } from '@/lib/core/demo-cast'
import { env } from '@/lib/core/env'
import { blindIndex } from '@/lib/crypto/blind-index'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import { database, databaseTime } from '@/lib/db/client'
import { isLocalVisitor } from '@/lib/notifications/gateways/local-visitor'
import { readOutbox } from '@/lib/notifications/outbox/read-outbox'
import { readOwnPhone } from '@/lib/sign-in/codes/own-phone'
import { codeOfStep, openTotpSecret, STEP_SECONDS } from '@/lib/sign-in/factors/totp'
import { findByEmail } from '@/lib/sign-in/find-by-email'
import { ENDING_LENGTH, readIdNumbers } from '@/lib/sign-in/recovery/id-endings'
import { phoneStep } from './cookies/phone-step'
import { arrival } from './request'
import { currentActor, currentIncomplete } from './session'

/*
 * All that the portal knows of a demo. Where people are invented there is no telephone to look at, so the codes that
 * they would get are shown to visitors of this machine. In any other portal each function here finds nothing, before it
 * reads anything.
 */

/** Returns whether everything here is invented. */
export const isDemo = (): boolean => env().isDemo

/**
 * Returns whether the visitor may be shown how to sign in as the people of the demo: only on this machine, and without
 * a proxy.
 */
async function isDemoVisitor(): Promise<boolean> {
  return isDemo() && isLocalVisitor(await arrival())
}

/** Returns the people of the demo, for a visitor who is shown them; null for everyone else. */
export async function readDemoCast(): Promise<DemoCast | null> {
  if (!(await isDemoVisitor())) return null
  return DemoCast.parse(JSON.parse(await readFile(demoCastFile(env().ZHUNXIN_DATA), 'utf8')))
}

/**
 * Returns what the page that this browser has open is filled in with, since nobody has the phone or the app that would
 * show it: a code, or how an ID number ends. Null everywhere but in a demo.
 */
export async function readDemoAnswers(): Promise<{ code: string | null; ending: string | null } | null> {
  if (!(await isDemoVisitor())) return null
  const step = await phoneStep.read()
  if (step?.step === 'CONFIRM') return { code: null, ending: await idEndingOf(step.phone) }
  return { code: step?.step === 'CODE' ? await unspentCodeTo(step.phone) : await codeOfSession(), ending: null }
}

async function codeOfSession(): Promise<string | null> {
  const incomplete = await currentIncomplete()
  if (incomplete) return totpCodeOf(incomplete.id)
  const actor = await currentActor()
  if (!actor) return null
  return actor.audience === 'STAFF' ? totpCodeOf(actor.id) : unspentCodeTo((await readOwnPhone(actor)).phone)
}

/**
 * Returns the code that the authenticator app of the person with an e-mail address would show now; null everywhere but
 * in a demo.
 */
export async function demoTotpCodeFor(email: string): Promise<string | null> {
  if (!(await isDemoVisitor())) return null
  const userId = await findByEmail(email)
  return userId && totpCodeOf(userId)
}

/** Returns the code that a phone was sent last, while it can be used. */
async function unspentCodeTo(phone: string): Promise<string | null> {
  const phoneIndex = await blindIndex('phone', phone)
  const where = { phoneIndex, usedAt: null, expiresAt: { gt: await databaseTime() } }
  if ((await database().signInCode.count({ where })) === 0) return null
  const message = (await readOutbox())?.find(({ to, template }) => to === phone && template === 'SIGN_IN_CODE')
  return message?.text.match(/\d{6}/)?.[0] ?? null
}

async function idEndingOf(phone: string): Promise<string | null> {
  const phoneIndex = await blindIndex('phone', phone)
  const person = await database().user.findUnique({ where: { phoneIndex }, select: { id: true } })
  const [number] = person ? await readIdNumbers(database(), person.id) : []
  return number?.slice(-ENDING_LENGTH) ?? null
}

/** Returns the current code, or the next one when that was used; null when the person has no app. */
async function totpCodeOf(userId: string): Promise<string | null> {
  const row = await database().totpSecret.findUnique({
    where: { userId },
    include: { user: { include: { dataKey: true } } },
  })
  if (!row) return null
  const secret = openTotpSecret(await unwrapDataKey(row.user.dataKey), userId, row.secretSealed)
  const now = Math.floor((await databaseTime()).getTime() / SECOND / STEP_SECONDS)
  return codeOfStep(secret, Math.max(now, Number(row.lastStep) + 1))
}
