import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import type { ConsentKey } from '@/lib/db/generated/enums'
import { type ConsentFollows, previewConsentFollows } from '@/lib/qualifications/standing/follow-consent'
import { readOwnConsents } from './read-own-consents'

/**
 * Shows what would follow if the actor withdrew this consent now. Null when it is no statement of theirs, or not given.
 */
export async function previewWithdrawal(
  actor: PersonActor,
  statement: string,
): Promise<({ statement: ConsentKey } & ConsentFollows) | null> {
  const consent = (await readOwnConsents(actor)).find(({ key, isGiven }) => key === statement && isGiven)
  return consent ? { statement: consent.key, ...(await previewConsentFollows(database(), actor)) } : null
}
