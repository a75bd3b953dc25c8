import 'server-only'
import type { Tx } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'

/** Counts what one transaction did: `found` qualifications were due, and for `sent` the account was notified. */
export type Reminded = { found: number; sent: number }

/**
 * Stores which reminders are sent, at most one for each qualification. The caller holds the lock of their rows. A
 * worker can still find a row that another worker has just handled: its statement began before the other committed. The
 * primary key then says who was first.
 *
 * @returns a function that says whether this call stored the reminder of a qualification
 */
export async function storeReminders(
  tx: Tx,
  reminders: Prisma.ReminderCreateManyInput[],
): Promise<(qualificationId: string) => boolean> {
  const stored = await tx.reminder.createManyAndReturn({
    data: reminders,
    skipDuplicates: true,
    select: { qualificationId: true },
  })
  const ids = new Set(stored.map(({ qualificationId }) => qualificationId))
  return (id) => ids.has(id)
}
