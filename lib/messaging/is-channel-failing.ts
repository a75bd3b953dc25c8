import 'server-only'
import { database } from '@/lib/db/client'
import type { Channel } from '@/lib/db/generated/enums'
import { configuredGateways } from './gateways'

/** Whether at least so many attempts in a row failed. Ends with the next message that is sent, or with the channel's gateway. */
export async function isChannelFailing(channel: Channel, { attempts }: { attempts: number }): Promise<boolean> {
  if (!configuredGateways()[channel]) return false
  return (await database().failingChannel.count({ where: { channel, attempts: { gte: attempts } } })) > 0
}
