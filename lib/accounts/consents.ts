/**
 * What a person agrees to before applying, each by itself: one box for all would be no separate consent (PIPL 23, 29).
 * The words stand in `consents.statements` of both message files. Other words are another version: a test holds the
 * texts of each version fast.
 */
export const CONSENTS = [
  /** The notice of PIPL 17, and consent to processing (13). */
  { key: 'PERSONAL_INFORMATION', version: '2024-10', required: true },
  /** PIPL 28–30: photographs and number of the ID, the face in the photograph. */
  { key: 'SENSITIVE_PERSONAL_INFORMATION', version: '2024-10', required: true },
  /** PIPL 23, by name: China Mobile, Unicom, Telecom, Broadnet. */
  { key: 'PROVISION_TO_CARRIERS', version: '2024-10', required: true },
  /** PIPL 23: whom the platform sends and stores through; `{providers}` in its text. */
  { key: 'PROVISION_TO_CLOUD_PROVIDERS', version: '2024-10', required: true },
] as const satisfies readonly ConsentStatement[]

export type ConsentStatement = {
  key: string
  /** Of its text, in both languages. */
  version: string
  /** Without it there is nothing that could be done for the person. */
  required: boolean
}

export type ConsentKey = (typeof CONSENTS)[number]['key']

export const CONSENT_KEYS = CONSENTS.map(({ key }) => key) as [ConsentKey, ...ConsentKey[]]

export function consentOf(key: ConsentKey): ConsentStatement {
  const statement = CONSENTS.find((candidate) => candidate.key === key)
  if (!statement) throw new Error(`No statement has the key ${key}`)
  return statement
}

/** The required statements that are not among those given. */
export function missingConsents(given: readonly string[]): ConsentKey[] {
  return CONSENTS.filter(({ key, required }) => required && !given.includes(key)).map(({ key }) => key)
}
