import type { PersonActor } from '@/lib/auth/actor'
import { MINUTE } from '@/lib/core/clock'
import { database, databaseTime } from '@/lib/db/client'

/** The same person, whose second factor was given so many minutes ago. */
export async function withFactorGiven(actor: PersonActor, minutesAgo: number): Promise<PersonActor> {
  const at = new Date((await databaseTime()).getTime() - minutesAgo * MINUTE)
  return { ...actor, assurance: { factors: [{ factor: 'TOTP', at }] } }
}

/** As if all that was given in a session had been given so many minutes before. */
export async function ageFactors({ sessionId }: Pick<PersonActor, 'sessionId'>, minutes: number): Promise<void> {
  await database().$executeRaw`
    UPDATE sessions SET factors = (
      SELECT jsonb_agg(given || jsonb_build_object('at', (given->>'at')::timestamptz - ${minutes}::int * interval '1 minute'))
      FROM jsonb_array_elements(factors) given)
    WHERE id = ${sessionId}::uuid`
}
