import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import type { Tx } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'

/** The number is arbitrary: no other lock uses it. */
const ADMINISTRATORS_LOCK = 7_270_501

/** Matches an administrator who can act. */
export const ACTING_ADMINISTRATOR = {
  status: 'ACTIVE',
  roles: { some: { role: 'ADMIN' } },
} as const satisfies Prisma.UserWhereInput

/** Matches an administrator who counts where two are required: also a blocked one, who can be unblocked. */
export const COUNTED_ADMINISTRATOR: Prisma.UserWhereInput = {
  status: { in: ['ACTIVE', 'BLOCKED'] },
  roles: { some: { role: 'ADMIN' } },
}

/**
 * Makes sure that, until the transaction ends, nobody else adds or removes an administrator. Otherwise two people who
 * each see one more administrator could remove the last two at once.
 */
export async function lockAdministrators(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${ADMINISTRATORS_LOCK}::bigint)`
}

/** Says whether there is an administrator. Call it under the lock. */
export async function isThereAnAdministrator(tx: Tx, { besides }: { besides?: string } = {}): Promise<boolean> {
  const isAnother = besides ? { id: { not: besides } } : {}
  return (await tx.user.count({ where: { AND: [ACTING_ADMINISTRATOR, isAnother] } })) > 0
}

/** Counts administrators, blocked ones included. Call it under the lock. */
export async function countAdministrators(tx: Tx, { besides = [] }: { besides?: string[] } = {}): Promise<number> {
  return tx.user.count({ where: { AND: [COUNTED_ADMINISTRATOR, { id: { notIn: besides } }] } })
}

/**
 * Checks under the lock that the acting administrator was not blocked, disabled or demoted since their session was
 * read. When two block each other at once, the second one fails here.
 *
 * @throws DomainError FORBIDDEN
 */
export async function requireActing(tx: Tx, { id }: PersonActor, subjectId: string): Promise<void> {
  if ((await tx.user.count({ where: { AND: [ACTING_ADMINISTRATOR, { id }] } })) === 1) return
  throw new DomainError('FORBIDDEN', 'No longer an administrator who can act', { subjectId })
}

/**
 * Refuses to remove the role or the access of the last administrator. Call it under the lock, before the removal.
 *
 * @throws DomainError LAST_ADMINISTRATOR
 */
export async function requireAnotherAdministrator(tx: Tx, userId: string): Promise<void> {
  if (await isThereAnAdministrator(tx, { besides: userId })) return
  throw new DomainError('LAST_ADMINISTRATOR', 'Nobody could let anyone in again', { subjectId: userId })
}
