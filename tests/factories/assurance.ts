import type { PersonActor } from '@/lib/actor/actor'
import { MINUTE } from '@/lib/core/clock'
import { database, databaseTime } from '@/lib/db/client'

/** Returns the same person, whose second factor was given that many minutes ago. */
export async function withFactorGiven(actor: PersonActor, minutesAgo: number): Promise<PersonActor> {
  const at = new Date((await databaseTime()).getTime() - minutesAgo * MINUTE)
  return { ...actor, assurance: { factors: [{ factor: 'TOTP', at }] } }
}

/**
 * Makes all factors of a session as if they had been given now: a long test outlives the time for which they suffice.
 */
export async function renewFactors({ sessionId }: Pick<PersonActor, 'sessionId'>): Promise<void> {
  await database().$executeRaw`
    UPDATE sessions SET factors = (
      SELECT jsonb_agg(given || jsonb_build_object('at', clock_timestamp())) FROM jsonb_array_elements(factors) given)
    WHERE id = ${sessionId}::uuid`
}
