import 'server-only'
import { staffNames } from '@/lib/accounts/staff-names'
import { can, type PersonActor } from '@/lib/actor/actor'
import { env } from '@/lib/core/env'
import { isLoopbackHost } from '@/lib/core/network/loopback-host'
import { database, type Reader } from '@/lib/db/client'
import { isAllowed } from './return-address'

/** Returns whether http on this machine will do: only where the portal itself is on one's own machine, to try it. */
export const takesLoopback = (): boolean => isLoopbackHost(env().ZHUNXIN_URL.hostname)

/** Returns whether customers may be returned to an address now. */
export async function isReturnAllowed(reader: Reader, returnUrl: string): Promise<boolean> {
  const allowed = await reader.returnAddress.findMany({ where: { removedAt: null } })
  return isAllowed(returnUrl, allowed, takesLoopback())
}

export type ReturnAddressView = {
  id: string
  address: string
  createdAt: Date
  createdBy: string | null
}

/** Returns the allowed addresses, for people who manage integrations. */
export async function listReturnAddresses(actor: PersonActor): Promise<ReturnAddressView[]> {
  if (!can(actor, 'integrations.manage')) return []
  const rows = await database().returnAddress.findMany({
    where: { removedAt: null },
    orderBy: [{ origin: 'asc' }, { pathPrefix: 'asc' }],
  })
  const names = await staffNames(rows.map(({ createdById }) => createdById))
  return rows.map(({ id, origin, pathPrefix, createdAt, createdById }) => {
    return { id, address: origin + pathPrefix, createdAt, createdBy: names.get(createdById) ?? null }
  })
}
