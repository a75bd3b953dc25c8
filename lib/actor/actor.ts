import type { ApiScope, Audience, DocumentKind } from '@/lib/db/generated/enums'
import type { Capability } from './capabilities'

/** Says how sure we are who it is: each factor given in this session, and when (database clock). */
export type Assurance = { readonly factors: readonly { factor: SignInFactor; at: Date }[] }

export const SIGN_IN_FACTORS = [
  'SMS_CODE',
  'PASSWORD',
  'LINK',
  'PASSKEY',
  'TOTP',
  'RECOVERY_CODE',
  'SSO',
  'VOUCHED',
] as const
export type SignInFactor = (typeof SIGN_IN_FACTORS)[number]

/** Names the factors in addition to a password. */
export type SecondFactor = 'PASSKEY' | 'TOTP' | 'RECOVERY_CODE'

/** Describes a signed-in person. It is built from the session row in lib/web, never from what a client sent. */
export type PersonActor = {
  readonly kind: 'PERSON'
  readonly id: string
  readonly sessionId: string
  readonly audience: Audience
  /** Lists the applicant accounts that the person belongs to. Staff may have one too, and then never review it. */
  readonly accountIds: readonly string[]
  readonly capabilities: readonly Capability[]
  readonly assurance: Assurance
}

/** Names the step that a known person must take before they are signed in; a session is stored for them meanwhile. */
export type PendingStep = 'GIVE_SECOND_FACTOR' | 'SET_UP_SECOND_FACTOR'

/**
 * A session that still needs a step of signing in. It is no actor: no verb takes it but those of that step, and it sees
 * nothing.
 */
export type IncompleteSession = {
  readonly kind: 'INCOMPLETE'
  readonly id: string
  readonly sessionId: string
  readonly pendingStep: PendingStep
}

/**
 * A phone that uploads pictures for one draft, and does nothing else (decision 68); or a browser that opened the link
 * to one of its letters, which it also prints (decision 77). It is no actor, and has no capabilities: no policy and no
 * verb takes it but those that name it. What it does is recorded as its person's.
 */
export type PhoneActor = {
  readonly kind: 'PHONE'
  /** Identifies the person who showed the code, or made the link. */
  readonly id: string
  readonly phoneSessionId: string
  readonly accountId: string
  readonly qualificationId: string
  /** Identifies the draft for whose slots alone it uploads. */
  readonly submissionId: string
  /** Names the document of the letter that a link is for; null for a phone. */
  readonly letter: DocumentKind | null
}

/** An actor that uploads files: a person, their phone, or a browser with the link to a letter. */
export type Uploader = PersonActor | PhoneActor

/** An actor that sends files and removes them again: an uploader, or a system of the platform. */
export type Sender = Uploader | ClientActor

/** Returns the actor of an event: a phone's is its person, a client's is itself. */
export const personOf = ({ kind, id }: Sender): { kind: 'PERSON' | 'CLIENT'; id: string } => {
  return { kind: kind === 'CLIENT' ? 'CLIENT' : 'PERSON', id }
}

/** Returns the phone, or the link, through which a person does it; null when they do it themselves. */
export const phoneOf = (uploader: Sender): string | null => (uploader.kind === 'PHONE' ? uploader.phoneSessionId : null)

/** Names the ways by which a file may come or go, in addition to its person's own session. */
export type UploadWay = 'PHONE' | 'LETTER_LINK'

type Through = { through: UploadWay | null; phoneSessionId: string | null; letterLinkId: string | null }

/** Says that a person did it themselves, or the worker did. */
export const DIRECTLY: Through = { through: null, phoneSessionId: null, letterLinkId: null }

/** Returns through what a file comes or goes, as its events say it. */
export function throughOf(uploader: Sender): Through {
  if (uploader.kind !== 'PHONE') return DIRECTLY
  const { phoneSessionId: id, letter } = uploader
  return letter
    ? { through: 'LETTER_LINK', phoneSessionId: null, letterLinkId: id }
    : { through: 'PHONE', phoneSessionId: id, letterLinkId: null }
}

/** Represents the worker and the clock. It has no capabilities: verbs that it may run take `SystemActor` by type. */
export type SystemActor = { readonly kind: 'SYSTEM'; readonly id: null; readonly capabilities: readonly [] }

export const SYSTEM: SystemActor = { kind: 'SYSTEM', id: null, capabilities: [] }

/**
 * Represents a system of the platform, by its key (decision 80). It has no capabilities: policies decide by the scopes
 * and the account of the key. It is nobody: what it writes names the key where it would name a person.
 */
export type ClientActor = {
  readonly kind: 'CLIENT'
  readonly id: string
  readonly scopes: readonly ApiScope[]
  /** Identifies the only account that the key is for; null for all. */
  readonly accountId: string | null
  /** A test key acts for test accounts only, and any other for none of these (decision 88). */
  readonly isTest: boolean
  readonly capabilities: readonly []
}

/** Acts for an account: a member of it, or a system of the platform. */
export type AccountActor = PersonActor | ClientActor

/** Returns a person's id; null for a client. */
export const personIdOf = ({ kind, id }: AccountActor): string | null => (kind === 'PERSON' ? id : null)

/** Returns the id of a client's key; null for a person. */
export const keyIdOf = ({ kind, id }: AccountActor): string | null => (kind === 'CLIENT' ? id : null)

/** Describes the actor of a row: a person, the system, or a client. */
export type Actor = PersonActor | SystemActor | ClientActor

export function can(actor: Actor, capability: Capability): boolean {
  return (actor.capabilities as readonly Capability[]).includes(capability)
}
