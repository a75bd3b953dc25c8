import 'server-only'
import type { Tx } from '@/lib/db/client'
import { notifyAccount } from '../notices/notify'
import { shownTime } from '../notices/shown-time'
import { maskedPhoneOf } from './phones'

type Notified = {
  accountId: string
  /** The person whom the notification is about. Members see one another's masked phones. */
  userId: string
  template: 'MEMBER_JOINED' | 'MEMBER_OUT' | 'ACCOUNT_EXPORTED'
  at: Date
}

/**
 * Notifies every member of an account that a person joined it, left it or exported its data. The person who did so is
 * notified too.
 */
export async function notifyMembers(tx: Tx, { accountId, userId, template, at }: Notified): Promise<void> {
  const person = await tx.user.findUniqueOrThrow({ where: { id: userId }, include: { dataKey: true } })
  const params = { member: (await maskedPhoneOf(person)) ?? '—', at: shownTime(at) }
  await notifyAccount(tx, { accountId, template, params })
}
