import 'server-only'
import { removesAccess } from '@/lib/accounts/access-change'
import { notifyAdministrators } from '@/lib/accounts/notify-administrators'
import { notifyColleague } from '@/lib/accounts/notify-colleague'
import { env } from '@/lib/core/env'
import type { Tx } from '@/lib/db/client'
import type { AccessChangeKind, StaffRole } from '@/lib/db/generated/enums'

export const peopleUrl = () => new URL('/people', env().ZHUNXIN_URL).href

type Request = {
  kind: AccessChangeKind
  userId: string | null
  fromRoles: readonly StaffRole[]
  toRoles: readonly StaffRole[]
  requestedById: string
  becomesFinal: boolean
  expiresAt: Date
}

/** Notifies the administrators who can consent; of a removal every administrator, and the person concerned. */
export async function notifyOfRequest(tx: Tx, request: Request, hours: number): Promise<void> {
  const { userId, requestedById, becomesFinal, expiresAt } = request
  if (!userId || !removesAccess(request)) {
    const besides = userId ? [requestedById, userId] : [requestedById]
    await notifyAdministrators(tx, 'ROLE_GRANT_WAITING', { url: peopleUrl(), hours }, { besides, expiresAt })
    return
  }
  const params = { url: peopleUrl(), hours }
  await notifyAdministrators(tx, becomesFinal ? 'REMOVAL_BECOMES_FINAL' : 'REMOVAL_WAITING', params)
  await notifyColleague(tx, userId, 'OWN_REMOVAL_WAITING', { hours })
}

/** Notifies administrators, and the person concerned, of the outcome of a removal. */
export async function notifyOfRemoval(tx: Tx, userId: string, ended: 'DONE' | 'DROPPED'): Promise<void> {
  await notifyAdministrators(tx, ended === 'DONE' ? 'REMOVAL_DONE' : 'REMOVAL_DROPPED', { url: peopleUrl() })
  await notifyColleague(tx, userId, ended === 'DONE' ? 'OWN_REMOVAL_DONE' : 'OWN_REMOVAL_DROPPED', {})
}
