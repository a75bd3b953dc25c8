import type { Tx } from '@/lib/db/client'

/** Lists the acts that an applicant confirms each time. What confirms one of them confirms no other. */
export const CONFIRMED_ACTS = [
  'INVITE',
  'JOIN',
  'REMOVE',
  'LEAVE',
  'EXPORT',
  'NOTICE_EMAIL',
  'END_SESSIONS',
  'PASSWORD',
  'PASSKEYS',
  'PHONE',
  'ERASURE',
] as const
export type ConfirmedAct = (typeof CONFIRMED_ACTS)[number]

/** Holds the session that continues after an act, under a new token. */
export type ConfirmedSession = { id: string; endsAt: Date }

/**
 * Checks what was sent with an act to confirm it, such as a code to one's own phone, which a copied session does not
 * have (decision 106). `lib/sign-in` makes it. A verb calls it when it knows that the act is visible and permitted.
 *
 * @returns a function for the transaction of the act: it uses that up, and replaces the session's token
 */
export type Confirm = (act: ConfirmedAct, subjectId: string) => Promise<(tx: Tx) => Promise<ConfirmedSession>>
