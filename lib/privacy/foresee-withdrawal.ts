import 'server-only'
import type { ConsentKey } from '@/lib/accounts/consents'
import type { PersonActor } from '@/lib/auth/actor'
import { database } from '@/lib/db/client'
import { type ConsentFollows, wouldFollow } from '@/lib/qualifications/follow-consent'
import { readOwnConsents } from './read-own-consents'

/** What would follow if someone withdrew this consent now. Null when it is no statement of theirs, or not given. */
export async function foreseeWithdrawal(
  actor: PersonActor,
  statement: string,
): Promise<({ statement: ConsentKey } & ConsentFollows) | null> {
  const consent = (await readOwnConsents(actor)).find(({ key, isGiven }) => key === statement && isGiven)
  return consent ? { statement: consent.key, ...(await wouldFollow(database(), actor)) } : null
}
