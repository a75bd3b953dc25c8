import type { Audience } from '@/lib/db/generated/enums'
import type { Capability } from './capabilities'

/** How sure we are who it is: each factor given in this session, and when (database clock). */
export type Assurance = { readonly factors: readonly { factor: SignInFactor; at: Date }[] }

export const SIGN_IN_FACTORS = ['SMS_CODE', 'PASSWORD', 'LINK', 'PASSKEY', 'TOTP', 'RECOVERY_CODE', 'SSO'] as const
export type SignInFactor = (typeof SIGN_IN_FACTORS)[number]

/** What can be given besides a password. */
export type SecondFactor = 'PASSKEY' | 'TOTP' | 'RECOVERY_CODE'

/** A signed-in person. Built from the session row in lib/web, never from what a client sent. */
export type PersonActor = {
  readonly kind: 'PERSON'
  readonly id: string
  readonly sessionId: string
  readonly audience: Audience
  /** The applicant accounts that the person belongs to. Staff may have one too, and then never review it. */
  readonly accountIds: readonly string[]
  readonly capabilities: readonly Capability[]
  readonly assurance: Assurance
}

/** What someone whom we know owes before they are signed in; a session is kept for them meanwhile. */
export type OwedStep = 'GIVE_SECOND_FACTOR' | 'SET_UP_SECOND_FACTOR'

/**
 * A session that still owes a step of signing in. No actor: no verb takes it but those of that step, and it sees nothing.
 */
export type OwingSession = {
  readonly kind: 'OWING'
  /** The person's. */
  readonly id: string
  readonly sessionId: string
  readonly owes: OwedStep
}

/** The worker and the clock. It has no capabilities: verbs that it may run take `SystemActor` by type. */
export type SystemActor = { readonly kind: 'SYSTEM'; readonly id: null; readonly capabilities: readonly [] }

export const SYSTEM: SystemActor = { kind: 'SYSTEM', id: null, capabilities: [] }

/** Who acts on a row: a person, or the system. (A CLIENT with an API key comes later.) */
export type Actor = PersonActor | SystemActor

export function can(actor: Actor, capability: Capability): boolean {
  return (actor.capabilities as readonly Capability[]).includes(capability)
}
