import { can, type PersonActor } from '@/lib/auth/actor'
import type { Prisma } from '@/lib/db/generated/client'

/** The accounts that someone belongs to and may act for. Combine it with AND. */
export function ownAccounts(actor: PersonActor): Prisma.AccountWhereInput {
  return { id: { in: can(actor, 'qualification.own') ? [...actor.accountIds] : [] } }
}
