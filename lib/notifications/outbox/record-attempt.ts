import 'server-only'
import { database } from '@/lib/db/client'
import type { Channel } from '@/lib/db/generated/enums'

/**
 * Counts the failed attempts of a channel since its last message was sent. While nothing fails this changes no row, so
 * that concurrent sends don't wait for each other.
 *
 * @param failure the code of the failure; null when the message was sent
 */
export async function recordAttempt(channel: Channel, failure: string | null): Promise<void> {
  if (failure === null) {
    await database().failingChannel.deleteMany({ where: { channel } })
    return
  }
  await database().$executeRaw`
    INSERT INTO failing_channels (channel, attempts, failure, since)
    VALUES (${channel}::"Channel", 1, ${failure}, clock_timestamp())
    ON CONFLICT (channel) DO UPDATE SET attempts = failing_channels.attempts + 1, failure = excluded.failure`
}
