import 'server-only'
import { lockAdministrators, requireActing } from '@/lib/accounts/administrators'
import { notifyAdministrators } from '@/lib/accounts/notify-administrators'
import { countAllowedList, countList, readRevealsLeft, rowsAlone } from '@/lib/accounts/reveals/count-list'
import { staffNames } from '@/lib/accounts/staff-names'
import { can, type PersonActor } from '@/lib/actor/actor'
import { HOUR } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import { areTwoRequired } from '@/lib/staff/access-changes/second-administrator'

/** The hours that a list waits for a second administrator, as a change of access does. */
export const CONSENT_HOURS = 72

/**
 * Says how an unmasked list is exported: at once, within the cap; at once and beyond it, where there is no second
 * administrator; or when one has allowed it.
 */
export type Unmasking = 'COUNTED' | 'BEYOND' | 'WAITS'

type Wanted = {
  exportId: string
  rows: number
  /** A list that one administrator alone may have, and that is longer than what is left within the hour. */
  isConsentAsked: boolean
}

/**
 * Decides how an unmasked list of so many rows is exported, under the lock of administrators where it takes two.
 *
 * @throws DomainError FORBIDDEN for a person who can no longer act as administrator
 */
export async function unmaskingOf(
  tx: Tx,
  actor: PersonActor,
  { exportId, rows, isConsentAsked }: Wanted,
): Promise<Unmasking> {
  if (rows <= rowsAlone() && !isConsentAsked) return 'COUNTED'
  await lockAdministrators(tx)
  await requireActing(tx, actor, exportId)
  return (await areTwoRequired(tx)) ? 'WAITS' : 'BEYOND'
}

/**
 * Counts an unmasked list that is exported at once; of one that waits, notifies those who can allow it: it is counted
 * when it is written.
 *
 * @throws DomainError LIST_OVER_LIMIT
 */
export async function countUnmasked(tx: Tx, actor: PersonActor, unmasking: Unmasking, rows: number): Promise<void> {
  if (unmasking === 'COUNTED') return countList(tx, actor, rows)
  if (unmasking === 'BEYOND') return countAllowedList(tx, actor, rows, 'qualifications.exported_unmasked')
  const name = (await staffNames([actor.id], tx)).get(actor.id) ?? actor.id
  const url = new URL('/reports', env().ZHUNXIN_URL).href
  const expiresAt = new Date((await databaseTime(tx)).getTime() + CONSENT_HOURS * HOUR)
  const params = { name, count: rows, hours: CONSENT_HOURS, url }
  await notifyAdministrators(tx, 'UNMASKED_LIST_WAITING', params, { besides: [actor.id], expiresAt })
}

export type UnmaskingRule = {
  /** Up to so many rows one administrator alone exports. */
  alone: number
  /** So many more ID numbers may be shown to them now. */
  left: number
  isSecondRequired: boolean
}

/**
 * Returns, for pages, what a person can expect of unmasked lists; null for those who may not export them. The verb
 * decides again.
 */
export async function readUnmaskingRule(actor: PersonActor): Promise<UnmaskingRule | null> {
  if (!can(actor, 'report.unmask')) return null
  return transaction(async (tx) => ({
    alone: rowsAlone(),
    left: await readRevealsLeft(tx, actor),
    isSecondRequired: await areTwoRequired(tx),
  }))
}
