import 'server-only'
import { database } from '@/lib/db/client'
import type { Channel } from '@/lib/db/generated/enums'
import { configuredGateways } from '../gateways/gateways'

export type WaitingMessages = {
  channel: Channel
  /** Says whether this channel has a gateway: without one, its messages wait on purpose. */
  isSent: boolean
  waiting: number
  /** The time since which the oldest of them has been due; null where none is. */
  dueSince: Date | null
}

type Row = Omit<WaitingMessages, 'isSent'>

/** Returns how many messages wait, by channel, those that are due later included. */
export async function waitingMessages(): Promise<WaitingMessages[]> {
  const gateways = configuredGateways()
  const rows = await database().$queryRaw<Row[]>`
    SELECT name AS channel, count(message.id)::int AS waiting,
      min(due_at) FILTER (WHERE due_at <= clock_timestamp()) AS "dueSince"
    FROM unnest(enum_range(NULL::"Channel")) AS name
    LEFT JOIN outbox_messages message ON channel = name AND state = 'PENDING'
    GROUP BY name
    ORDER BY name`
  return rows.map((row) => ({ ...row, isSent: gateways[row.channel] !== null }))
}
