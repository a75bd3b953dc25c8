import type { ConsentKey } from '@/lib/db/generated/enums'

/**
 * Lists the versions of the texts, and the days on which they were published. The second version says what a machine
 * reads, what the platform's own systems and providers of e-mail receive, and what carriers receive when.
 */
const PUBLISHED = { '2024-10': '2024-10-01', '2026-11': '2026-11-30' } as const

/**
 * Lists what a person agrees to before applying, each statement on its own: one box for all would be no separate
 * consent (PIPL 23, 29). The words of the current versions are in `consents.statements` of both message files, with
 * what changed in `consents.changes`; those of earlier versions stay in `earlierConsents`. Other words are another
 * version: a test fails when the text of a version changes.
 */
export const CONSENTS = [
  /** This is the PIPL 17 notice, and consent to processing (13). */
  { key: 'PERSONAL_INFORMATION', version: '2026-11', published: PUBLISHED, required: true },
  /** PIPL 28–30 apply to these: photographs and number of the ID, and the face in the photograph. */
  { key: 'SENSITIVE_PERSONAL_INFORMATION', version: '2026-11', published: PUBLISHED, required: true },
  /** PIPL 23 requires these, each by name: China Mobile, Unicom, Telecom, Broadnet. */
  { key: 'PROVISION_TO_CARRIERS', version: '2026-11', published: PUBLISHED, required: true },
  /** PIPL 23 applies to these: the companies through which the platform sends and stores; `{providers}` in its text. */
  { key: 'PROVISION_TO_CLOUD_PROVIDERS', version: '2026-11', published: PUBLISHED, required: true },
] as const satisfies readonly ConsentStatement[]

export type ConsentStatement = {
  key: ConsentKey
  /** Names the current version of its text, in both languages. */
  version: string
  /** Lists every version of its text, and the day in Shanghai on which it was published. */
  published: Readonly<Record<string, string>>
  /** Says that without this consent nothing can be done for the person. */
  required: boolean
}

export const CONSENT_KEYS = CONSENTS.map(({ key }) => key) as [ConsentKey, ...ConsentKey[]]

/**
 * Says what a consent is needed for: to apply, which is to start, to renew and to submit; or to continue what was
 * started by it, such as an approval that is resumed.
 */
export type ConsentUse = 'APPLY' | 'CONTINUE'

/** Describes a consent that was given, and is not withdrawn. */
export type LiveConsent = { statement: ConsentKey; textVersion: string }

/**
 * Returns whether a consent counts for a use. To apply, a person agrees to the current text: an earlier one said
 * something else of purposes, methods or data (PIPL 14). What they started by an earlier text continues by it.
 */
export const counts = ({ statement, textVersion }: LiveConsent, use: ConsentUse): boolean =>
  use === 'CONTINUE' || textVersion === consentOf(statement).version

/**
 * Names the texts that a page shows to people who register: they agree to these, and to none that replaced one
 * meanwhile.
 */
export const CURRENT_TEXTS = CONSENTS.map(({ key, version }) => `${key} ${version}`).join()

export function consentOf(key: ConsentKey): ConsentStatement {
  const statement = CONSENTS.find((candidate) => candidate.key === key)
  if (!statement) throw new Error(`No statement has the key ${key}`)
  return statement
}

/** Returns the required statements that are not among those given. */
export function missingConsents(given: readonly string[]): ConsentKey[] {
  return CONSENTS.filter(({ key, required }) => required && !given.includes(key)).map(({ key }) => key)
}

/** Returns the required statements to which none of these consents counts as an agreement. */
export const missingFor = (use: ConsentUse, live: readonly LiveConsent[]): ConsentKey[] =>
  missingConsents(live.filter((one) => counts(one, use)).map(({ statement }) => statement))
