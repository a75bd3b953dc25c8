import { setTimeout as sleep } from 'node:timers/promises'
import type { IncompleteSession, PersonActor } from '@/lib/actor/actor'
import { SECOND } from '@/lib/core/clock'
import { databaseTime, transaction } from '@/lib/db/client'
import { addPasskey, offerPasskey } from '@/lib/sign-in/factors/add-passkey'
import { addOwnPasskey, offerOwnPasskey } from '@/lib/sign-in/factors/own-passkeys'
import { offerTotp, setUpTotp } from '@/lib/sign-in/factors/set-up-totp'
import type { StaffSession } from '@/lib/sign-in/factors/staff-session'
import { codeOfStep, STEP_SECONDS } from '@/lib/sign-in/factors/totp'
import { readAnySession, startSession } from '@/lib/sign-in/sessions/sessions'
import { anAuthenticator } from './authenticator'
import { aCodeFor, BROWSER } from './codes'
import { anAddress } from './people'

/** Returns a session after the first step: only the password was given. */
export async function anIncompleteSession(userId: string): Promise<IncompleteSession> {
  const started = await transaction((tx) => startSession(tx, { userId, audience: 'STAFF', factors: ['PASSWORD'] }))
  const session = started && (await readAnySession(started.id))
  if (session?.kind !== 'INCOMPLETE') throw new Error('Nothing is missing')
  return session
}

/** Milliseconds of a step that must be left: with less, a code of the previous step might come too late. */
const LEAST_LEFT = 6 * SECOND

/**
 * Returns the present code, or that of some steps later; for an earlier step, it waits until there is time to give it.
 */
export async function codeOf(secret: string, steps = 0): Promise<string> {
  const length = STEP_SECONDS * SECOND
  const left = length - ((await databaseTime()).getTime() % length)
  if (steps < 0 && left < LEAST_LEFT) await sleep(left + 20) // a timer may be a millisecond early
  return codeOfStep(secret, Math.floor((await databaseTime()).getTime() / length) + steps)
}

export async function signedIn(sessionId: string): Promise<PersonActor> {
  const session = await readAnySession(sessionId)
  if (session?.kind !== 'PERSON') throw new Error('Not signed in')
  return session
}

/** Sets up an authenticator app with the code of the previous step, so that the present one can still be given. */
export async function withTotp(session: StaffSession) {
  const { secret } = await offerTotp(session)
  const added = await setUpTotp(session, { code: await codeOf(secret, -1), address: anAddress(), device: null })
  return { secret, recoveryCodes: added.recoveryCodes ?? [], actor: await signedIn(added.session.id) }
}

export async function withPasskey(session: StaffSession, { name = '安全密钥', counts = true } = {}) {
  const authenticator = anAuthenticator({ counts })
  const response = authenticator.register(await offerPasskey(session, anAddress()))
  const added = await addPasskey(session, { name, response, device: null })
  return { authenticator, recoveryCodes: added.recoveryCodes ?? [], actor: await signedIn(added.session.id) }
}

/** Adds a passkey of an applicant's, by a code to their phone. */
export async function withOwnPasskey(
  person: { phone: string; actor: PersonActor },
  { name = '我的手机', counts = true } = {},
) {
  const { actor } = person
  const authenticator = anAuthenticator({ counts })
  const tried = { code: await aCodeFor(person, 'PASSKEYS'), address: anAddress(), browser: BROWSER }
  const response = authenticator.register(await offerOwnPasskey(actor, tried))
  const session = await addOwnPasskey(actor, { ...tried, name, response })
  return { authenticator, actor: await signedIn(session.id) }
}
