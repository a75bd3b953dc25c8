import 'server-only'
import { DomainError } from '@/lib/core/errors'
import type { Tx } from '@/lib/db/client'

/** Anything but another lock's number. */
const ADMINISTRATORS_LOCK = 7_270_501

/**
 * From here to the end of the transaction nobody else makes or unmakes an administrator. Two who each see another one
 * left could otherwise take away the last two at once.
 */
export async function lockAdministrators(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${ADMINISTRATORS_LOCK}::bigint)`
}

/** Call it under the lock. */
export async function isThereAnAdministrator(tx: Tx, { besides }: { besides?: string } = {}): Promise<boolean> {
  const isAnother = besides ? { id: { not: besides } } : {}
  const isAdministrator = { status: 'ACTIVE', roles: { some: { role: 'ADMIN' } } } as const
  return (await tx.user.count({ where: { AND: [isAdministrator, isAnother] } })) > 0
}

/**
 * Call it under the lock, before taking the role or the access from someone who has both.
 *
 * @throws DomainError LAST_ADMINISTRATOR
 */
export async function requireAnotherAdministrator(tx: Tx, userId: string): Promise<void> {
  if (await isThereAnAdministrator(tx, { besides: userId })) return
  throw new DomainError('LAST_ADMINISTRATOR', 'Nobody could let anyone in again', { subjectId: userId })
}
