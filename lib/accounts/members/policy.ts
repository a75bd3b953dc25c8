import { can, type PersonActor } from '@/lib/actor/actor'
import type { Prisma } from '@/lib/db/generated/client'

/** Returns a filter for the accounts that the actor belongs to and may act for. Combine it with AND. */
export function ownAccounts(actor: PersonActor): Prisma.AccountWhereInput {
  return { id: { in: can(actor, 'qualification.own') ? [...actor.accountIds] : [] } }
}
