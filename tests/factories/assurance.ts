import type { PersonActor } from '@/lib/auth/actor'
import { MINUTE } from '@/lib/core/clock'
import { databaseTime } from '@/lib/db/client'

/** The same person, whose second factor was given so many minutes ago. */
export async function withFactorGiven(actor: PersonActor, minutesAgo: number): Promise<PersonActor> {
  const at = new Date((await databaseTime()).getTime() - minutesAgo * MINUTE)
  return { ...actor, assurance: { factors: [{ factor: 'TOTP', at }] } }
}
