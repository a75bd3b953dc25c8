import 'server-only'
import type { Tx } from '@/lib/db/client'
import type { ColleagueTemplate } from '@/lib/notifications/templates'
import { ACTING_ADMINISTRATOR } from './administrators'
import { notifyColleague, type ParamsIn } from './notify-colleague'

type Options = {
  /** The administrators who are not notified. */
  besides?: readonly string[]
  expiresAt?: Date
}

/**
 * Notifies every active administrator, in the transaction of the change; nobody where no e-mail is sent.
 *
 * @returns the ids of the messages
 */
export async function notifyAdministrators<T extends ColleagueTemplate>(
  tx: Tx,
  template: T,
  params: ParamsIn<T>,
  { besides = [], ...options }: Options = {},
): Promise<string[]> {
  const administrators = await tx.user.findMany({
    where: { AND: [ACTING_ADMINISTRATOR, { id: { notIn: [...besides] } }] },
    select: { id: true },
    orderBy: { id: 'asc' },
  })
  const ids: string[] = []
  for (const { id } of administrators) {
    const messageId = await notifyColleague(tx, id, template, params, options)
    if (messageId) ids.push(messageId)
  }
  return ids
}
