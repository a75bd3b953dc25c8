import 'server-only'
import { maskNetwork } from '@/lib/core/masking'
import { prefixOf } from '@/lib/core/network/network'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import { database } from '@/lib/db/client'
import { sealNetwork } from './session-network'
import { readUserAgent } from './user-agent'

/** Stores the details by which a person recognises a session of theirs, when its token is issued. */
export async function describeSession(
  sessionId: string,
  { userAgent, address }: { userAgent: string | null; address: string },
): Promise<void> {
  const { user } = await database().session.findUniqueOrThrow({
    where: { id: sessionId },
    select: { user: { select: { dataKey: true } } },
  })
  const network = maskNetwork(prefixOf(address))
  const networkSealed = network ? sealNetwork(await unwrapDataKey(user.dataKey), sessionId, network) : null
  await database().session.update({
    where: { id: sessionId },
    data: { ...readUserAgent(userAgent), networkSealed },
  })
}
