import 'server-only'
import { type Tx, transaction } from '@/lib/db/client'
import type { OutboxMessage } from '@/lib/db/generated/client'
import type { Channel } from '@/lib/db/generated/enums'
import { STALE_AFTER_DAYS } from './claim-messages'
import { settleFailedIn } from './settle-message'

/** Seconds after which a message that is being sent belongs to a worker that stopped. No attempt lasts half as long. */
const LEFT_BEHIND_SECONDS = 60
const BATCH = 100

type Row = Pick<OutboxMessage, 'id' | 'channel' | 'template' | 'attempts'>

/** Returns messages that a worker left behind to the queue, and gives up those that are no longer worth sending. */
export async function sweepOutbox(channels: readonly Channel[]): Promise<void> {
  await transaction(async (tx) => {
    for (const row of await leftBehind(tx)) await settleFailedIn(tx, row, 'LEFT_BEHIND', 'LEFT_BEHIND')
  })
  await transaction(async (tx) => {
    for (const row of await expired(tx, channels)) await settleFailedIn(tx, row, 'EXPIRED', 'EXPIRED')
  })
}

const leftBehind = (tx: Tx) => tx.$queryRaw<Row[]>`
  SELECT id, channel::text, template, attempts FROM outbox_messages
  WHERE state = 'SENDING' AND claimed_at <= clock_timestamp() - make_interval(secs => ${LEFT_BEHIND_SECONDS})
  ORDER BY claimed_at LIMIT ${BATCH}
  FOR UPDATE SKIP LOCKED`

const expired = (tx: Tx, channels: readonly Channel[]) => tx.$queryRaw<Row[]>`
  SELECT id, channel::text, template, attempts FROM outbox_messages
  WHERE state = 'PENDING' AND channel::text = ANY(${channels})
    AND (expires_at <= clock_timestamp() OR due_at <= clock_timestamp() - make_interval(days => ${STALE_AFTER_DAYS}::int))
  ORDER BY due_at LIMIT ${BATCH}
  FOR UPDATE SKIP LOCKED`
