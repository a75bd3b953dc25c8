import 'server-only'
import { database } from '@/lib/db/client'
import type { Channel } from '@/lib/db/generated/enums'

/** Says whether at least that many attempts in a row failed. It is over with the next message that is sent. */
export async function isChannelFailing(channel: Channel, { attempts }: { attempts: number }): Promise<boolean> {
  return (await database().failingChannel.count({ where: { channel, attempts: { gte: attempts } } })) > 0
}
