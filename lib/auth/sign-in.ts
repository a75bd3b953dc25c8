import type { Audience } from '@/lib/db/generated/enums'
import type { SignInFactor } from './actor'

/** "Signed in", or the one thing that is still missing. */
export type SignInStep = 'SIGNED_IN' | 'GIVE_CODE' | 'GIVE_PASSWORD' | 'REGISTER'

/** What each kind of session asks for, in this order. */
const ASKED: Readonly<Record<Audience, readonly { factor: SignInFactor; step: SignInStep }[]>> = {
  APPLICANT: [{ factor: 'SMS_CODE', step: 'GIVE_CODE' }],
  STAFF: [{ factor: 'PASSWORD', step: 'GIVE_PASSWORD' }],
}

/** Where a sign-in stands: follows from what was given so far, and nothing else. */
export function nextStep(so: {
  audience: Audience
  given: readonly SignInFactor[]
  /** Whether what was given belongs to a person whom we know. */
  isKnown: boolean
}): SignInStep {
  const missing = ASKED[so.audience].find(({ factor }) => !so.given.includes(factor))
  if (missing) return missing.step
  return so.isKnown ? 'SIGNED_IN' : 'REGISTER'
}
