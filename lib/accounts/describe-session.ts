import 'server-only'
import { maskedNetwork } from '@/lib/auth/network'
import { readUserAgent } from '@/lib/auth/user-agent'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import { database } from '@/lib/db/client'
import { sealNetwork } from './session-network'

/** Keeps what its person knows a session again by, when its token is handed over. */
export async function describeSession(
  sessionId: string,
  { userAgent, address }: { userAgent: string | null; address: string },
): Promise<void> {
  const { user } = await database().session.findUniqueOrThrow({
    where: { id: sessionId },
    select: { user: { select: { dataKey: true } } },
  })
  const network = maskedNetwork(address)
  const networkSealed = network ? sealNetwork(await unwrapDataKey(user.dataKey), sessionId, network) : null
  await database().session.update({
    where: { id: sessionId },
    data: { ...readUserAgent(userAgent), networkSealed },
  })
}
