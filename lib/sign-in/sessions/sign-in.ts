import type { PendingStep, SignInFactor } from '@/lib/actor/actor'
import type { Audience } from '@/lib/db/generated/enums'

/** "Signed in", or the one thing that is still missing. */
export type SignInStep = 'SIGNED_IN' | 'GIVE_CODE' | 'GIVE_PASSWORD' | 'REGISTER' | PendingStep

type Way = readonly SignInFactor[]

/** Lists what suffices for each kind of session: any one of these, given whole. */
const WAYS: Readonly<Record<Audience, readonly Way[]>> = {
  // A password or a passkey of their own is as good as a code, and better than the number.
  // The platform's word is enough for a session that may do less (decision 86).
  APPLICANT: [['SMS_CODE'], ['PASSWORD'], ['PASSKEY'], ['VOUCHED']],
  // A passkey is two factors in one: what someone has, opened by what they know or are.
  STAFF: [['PASSKEY'], ['PASSWORD', 'TOTP'], ['PASSWORD', 'RECOVERY_CODE'], ['SSO']],
}

/** The first factor of each kind of session, if no way is complete. */
const FIRST_STEPS: Readonly<Record<Audience, { factor: SignInFactor; step: SignInStep }>> = {
  APPLICANT: { factor: 'SMS_CODE', step: 'GIVE_CODE' },
  STAFF: { factor: 'PASSWORD', step: 'GIVE_PASSWORD' },
}

export type SignInState = {
  audience: Audience
  given: readonly SignInFactor[]
  /** Says whether the given factors belong to a known person. */
  isKnown: boolean
  /** True if they have a passkey or an authenticator app. */
  hasSecondFactor: boolean
}

/**
 * Returns the next step of a sign-in: it follows from the given factors and the person's own, and from nothing else.
 */
export function nextStep({ audience, given, isKnown, hasSecondFactor }: SignInState): SignInStep {
  const isWhole = WAYS[audience].some((way) => way.every((factor) => given.includes(factor)))
  if (isWhole) return isKnown ? 'SIGNED_IN' : 'REGISTER'
  const { factor, step } = FIRST_STEPS[audience]
  if (!given.includes(factor)) return step
  return hasSecondFactor ? 'GIVE_SECOND_FACTOR' : 'SET_UP_SECOND_FACTOR'
}

export const isPendingStep = (step: SignInStep): step is PendingStep =>
  step === 'GIVE_SECOND_FACTOR' || step === 'SET_UP_SECOND_FACTOR'
