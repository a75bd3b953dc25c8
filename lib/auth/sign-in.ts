import type { Audience } from '@/lib/db/generated/enums'
import type { OwedStep, SignInFactor } from './actor'

/** "Signed in", or the one thing that is still missing. */
export type SignInStep = 'SIGNED_IN' | 'GIVE_CODE' | 'GIVE_PASSWORD' | 'REGISTER' | OwedStep

type Way = readonly SignInFactor[]

/** What is enough for each kind of session: any one of these, given whole. */
const WAYS: Readonly<Record<Audience, readonly Way[]>> = {
  // A password of their own is as good as a code, and better than the number.
  APPLICANT: [['SMS_CODE'], ['PASSWORD']],
  // A passkey is two factors in one: what someone has, opened by what they know or are.
  STAFF: [['PASSKEY'], ['PASSWORD', 'TOTP'], ['PASSWORD', 'RECOVERY_CODE'], ['SSO']],
}

/** What each kind of session begins with, where no way was taken whole. */
const BEGINS: Readonly<Record<Audience, { factor: SignInFactor; step: SignInStep }>> = {
  APPLICANT: { factor: 'SMS_CODE', step: 'GIVE_CODE' },
  STAFF: { factor: 'PASSWORD', step: 'GIVE_PASSWORD' },
}

export type Standing = {
  audience: Audience
  given: readonly SignInFactor[]
  /** Whether what was given belongs to a person whom we know. */
  isKnown: boolean
  /** Whether they have a passkey or an authenticator app. */
  hasSecondFactor: boolean
}

/** Where a sign-in stands: follows from what was given so far and what the person has, and nothing else. */
export function nextStep({ audience, given, isKnown, hasSecondFactor }: Standing): SignInStep {
  const isWhole = WAYS[audience].some((way) => way.every((factor) => given.includes(factor)))
  if (isWhole) return isKnown ? 'SIGNED_IN' : 'REGISTER'
  const { factor, step } = BEGINS[audience]
  if (!given.includes(factor)) return step
  return hasSecondFactor ? 'GIVE_SECOND_FACTOR' : 'SET_UP_SECOND_FACTOR'
}

export const isOwed = (step: SignInStep): step is OwedStep =>
  step === 'GIVE_SECOND_FACTOR' || step === 'SET_UP_SECOND_FACTOR'
