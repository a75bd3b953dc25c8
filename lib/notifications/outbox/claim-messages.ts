import 'server-only'
import { database } from '@/lib/db/client'
import type { OutboxMessage } from '@/lib/db/generated/client'
import type { Channel } from '@/lib/db/generated/enums'

/**
 * A message that nobody sent for this many days is out of date. It may have been written where nothing is sent, to be
 * read there, and must not go out with all the others on the day that a gateway is configured.
 */
export const STALE_AFTER_DAYS = 3

export type ClaimedMessage = Pick<
  OutboxMessage,
  'id' | 'channel' | 'template' | 'locale' | 'toSealed' | 'paramsSealed' | 'attempts' | 'qualificationId'
>

/**
 * Claims messages that are due, those that expire first. The claim is committed before anything is sent, so that after
 * a crash it is known that something may have been sent.
 *
 * @param count the most to claim
 */
export function claimMessages(channels: readonly Channel[], count: number): Promise<ClaimedMessage[]> {
  return database().$queryRaw<ClaimedMessage[]>`
    WITH due AS MATERIALIZED (
      SELECT id FROM outbox_messages
      WHERE state = 'PENDING' AND due_at <= clock_timestamp() AND channel::text = ANY(${channels})
        AND (expires_at IS NULL OR expires_at > clock_timestamp())
        AND due_at > clock_timestamp() - make_interval(days => ${STALE_AFTER_DAYS}::int)
      ORDER BY expires_at IS NULL, due_at, id
      LIMIT ${count}
      FOR UPDATE SKIP LOCKED)
    UPDATE outbox_messages m SET state = 'SENDING', attempts = m.attempts + 1, claimed_at = clock_timestamp()
    FROM due WHERE m.id = due.id AND m.state = 'PENDING'
    RETURNING m.id, m.channel::text, m.template, m.locale, m.to_sealed AS "toSealed",
      m.params_sealed AS "paramsSealed", m.attempts, m.qualification_id AS "qualificationId"`
}
