import { setTimeout as sleep } from 'node:timers/promises'
import { addPasskey, offerPasskey } from '@/lib/accounts/factors/add-passkey'
import { offerTotp, setUpTotp } from '@/lib/accounts/factors/set-up-totp'
import type { StaffSession } from '@/lib/accounts/factors/staff-session'
import { codeOfStep, STEP_SECONDS } from '@/lib/accounts/factors/totp'
import type { OwingSession, PersonActor } from '@/lib/auth/actor'
import { readAnySession, startSession } from '@/lib/auth/sessions'
import { SECOND } from '@/lib/core/clock'
import { databaseTime, transaction } from '@/lib/db/client'
import { anAuthenticator } from './authenticator'
import { anAddress } from './people'

/** Half-way: the password was given, and nothing else. */
export async function anOwingSession(userId: string): Promise<OwingSession> {
  const started = await transaction((tx) => startSession(tx, { userId, audience: 'STAFF', factors: ['PASSWORD'] }))
  const session = started && (await readAnySession(started.id))
  if (session?.kind !== 'OWING') throw new Error('Owes nothing')
  return session
}

/** Of a step, in milliseconds: with less left of it, a code of the step before might come too late. */
const LEAST_LEFT = 3 * SECOND

/** The code of now, or of so many steps after; of a step before, once there is time to give it. */
export async function codeOf(secret: string, steps = 0): Promise<string> {
  const length = STEP_SECONDS * SECOND
  const left = length - ((await databaseTime()).getTime() % length)
  if (steps < 0 && left < LEAST_LEFT) await sleep(left)
  return codeOfStep(secret, Math.floor((await databaseTime()).getTime() / length) + steps)
}

export async function signedIn(sessionId: string): Promise<PersonActor> {
  const session = await readAnySession(sessionId)
  if (session?.kind !== 'PERSON') throw new Error('Not signed in')
  return session
}

/** Sets up an authenticator app, with the code of the step before, so that the one of now can still be given. */
export async function withTotp(session: StaffSession) {
  const { secret } = await offerTotp(session)
  const added = await setUpTotp(session, { code: await codeOf(secret, -1), address: anAddress() })
  return { secret, recoveryCodes: added.recoveryCodes ?? [], actor: await signedIn(added.session.id) }
}

export async function withPasskey(session: StaffSession, { name = '安全密钥', counts = true } = {}) {
  const authenticator = anAuthenticator({ counts })
  const response = authenticator.register(await offerPasskey(session, anAddress()))
  const added = await addPasskey(session, { name, response })
  return { authenticator, recoveryCodes: added.recoveryCodes ?? [], actor: await signedIn(added.session.id) }
}
