import 'server-only'
import { database } from '@/lib/db/client'
import type { Channel } from '@/lib/db/generated/enums'

/**
 * Counts the attempts of a channel that failed since its last message was sent. Where all is well this changes no row, so that
 * concurrent sends don't wait for each other.
 *
 * @param failure why it failed, as a code; null when the message was sent
 */
export async function noteAttempt(channel: Channel, failure: string | null): Promise<void> {
  if (failure === null) {
    await database().failingChannel.deleteMany({ where: { channel } })
    return
  }
  await database().$executeRaw`
    INSERT INTO failing_channels (channel, attempts, failure, since)
    VALUES (${channel}::"Channel", 1, ${failure}, clock_timestamp())
    ON CONFLICT (channel) DO UPDATE SET attempts = failing_channels.attempts + 1, failure = excluded.failure`
}
