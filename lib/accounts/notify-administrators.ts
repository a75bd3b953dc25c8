import 'server-only'
import type { Tx } from '@/lib/db/client'
import type { MessageParams } from '@/lib/messaging/templates'
import { type ColleagueTemplate, tellColleague } from './tell-colleague'

/** Writes to every active administrator, in the transaction of what they are notified of. */
export async function notifyAdministrators<T extends ColleagueTemplate>(
  tx: Tx,
  template: T,
  params: MessageParams[T],
): Promise<void> {
  const administrators = await tx.user.findMany({
    where: { status: 'ACTIVE', roles: { some: { role: 'ADMIN' } } },
    select: { id: true },
    orderBy: { id: 'asc' },
  })
  for (const { id } of administrators) await tellColleague(tx, id, template, params)
}
