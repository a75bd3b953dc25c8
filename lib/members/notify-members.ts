import 'server-only'
import type { Tx } from '@/lib/db/client'
import { shownTime } from '@/lib/notifications/shown-time'
import { tellAccount } from '@/lib/notifications/tell'
import { maskedPhoneOf } from './phones'

type Notified = {
  accountId: string
  /** Whom it is about, known by their masked phone as members know one another. */
  userId: string
  template: 'MEMBER_JOINED' | 'MEMBER_OUT' | 'ACCOUNT_EXPORTED'
  at: Date
}

/** Notifies every member of an account of who joined it, is out of it or took its data out, the person who did it included. */
export async function notifyMembers(tx: Tx, { accountId, userId, template, at }: Notified): Promise<void> {
  const person = await tx.user.findUniqueOrThrow({ where: { id: userId }, include: { dataKey: true } })
  const params = { member: (await maskedPhoneOf(person)) ?? '—', at: shownTime(at) }
  await tellAccount(tx, { accountId, template, params })
}
