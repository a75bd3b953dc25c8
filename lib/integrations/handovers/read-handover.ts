import 'server-only'
import { tokenHash } from '@/lib/accounts/link-token'
import { maskedPhoneOf } from '@/lib/accounts/members/phones'
import type { PersonActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import type { HandoverPurpose } from '@/lib/db/generated/enums'
import { isReturnAllowed } from '../return-addresses/allowed-addresses'
import { withResult } from '../return-addresses/return-address'
import { pathOf } from './purposes'
import { IS_USABLE } from './usable'

/** Describes what the page of a hand-over shows: whose name it acts under, and which system requested it. */
export type ShownHandover = {
  /** Holds the name of the key, by which administrators call the system. */
  system: string
  /** Holds the masked number of the member; null for the first member of an account. */
  phone: string | null
  /** Holds the platform's own id of the customer, if the account has one. */
  externalRef: string | null
  reference: string | null
  purpose: HandoverPurpose
  isVouched: boolean
}

export type FoundHandover =
  | { state: 'OPEN'; shown: ShownHandover }
  /** Its button was pressed; `isHere`: in this browser. */
  | { state: 'USED'; isHere: boolean }
  | { state: 'ENDED' }

type Row = ShownHandover & {
  id: string
  accountId: string
  qualificationId: string | null
  userId: string | null
  returnUrl: string
  isUsed: boolean
  isHere: boolean
  isOver: boolean
  isUsable: boolean
  isEntered: boolean
  isFinished: boolean
}

/**
 * Says what a link leads to, and changes nothing: the browsers that look at links before people do see no more. Null
 * for no link.
 */
export async function readHandoverLink(token: string, secret: string | null): Promise<FoundHandover | null> {
  const row = await readRow(Prisma.sql`h.token_hash = ${tokenHash(token)}`, secret)
  if (!row) return null
  if (row.isUsed) return { state: 'USED', isHere: row.isHere }
  if (row.isOver || !row.isUsable) return { state: 'ENDED' }
  return { state: 'OPEN', shown: await shownOf(row) }
}

export type PressedView =
  /** A code has to be given yet. */
  | { state: 'PRESSED'; shown: ShownHandover }
  | { state: 'ENTERED'; path: string }
  /** `returnTo` is null where its address is no longer allowed. */
  | { state: 'FINISHED'; system: string; returnTo: string | null }
  | { state: 'ENDED' }

/** Returns the hand-over whose button was pressed in the browser with this secret. Null for a secret that is none. */
export async function readPressedHandover(secret: string): Promise<PressedView | null> {
  const row = await readRow(Prisma.sql`h.secret_hash = ${tokenHash(secret)}`, secret)
  if (!row) return null
  if (row.isFinished) return { state: 'FINISHED', system: row.system, returnTo: await returnOf(row) }
  if (row.isEntered) return { state: 'ENTERED', path: pathOf(row) }
  return row.isUsable ? { state: 'PRESSED', shown: await shownOf(row) } : { state: 'ENDED' }
}

/** Returns which system handed a session over, and to where its person goes back; null for any other session. */
export async function readHandoverOf({ sessionId }: PersonActor) {
  const found = await database().session.findUnique({
    where: { id: sessionId },
    select: { handover: { select: { isVouched: true, returnUrl: true, apiKey: { select: { name: true } } } } },
  })
  if (!found?.handover) return null
  const { isVouched, returnUrl, apiKey } = found.handover
  return { system: apiKey.name, isVouched, host: new URL(returnUrl).host }
}

const returnOf = async ({ id, returnUrl }: Row): Promise<string | null> =>
  (await isReturnAllowed(database(), returnUrl)) ? withResult(returnUrl, id) : null

async function readRow(which: Prisma.Sql, secret: string | null): Promise<Row | undefined> {
  const isHere = secret === null ? Prisma.sql`false` : Prisma.sql`coalesce(h.secret_hash = ${tokenHash(secret)}, false)`
  const [row] = await database().$queryRaw<Row[]>`
    SELECT h.id::text, h.account_id::text AS "accountId", h.qualification_id::text AS "qualificationId",
      h.user_id::text AS "userId", h.purpose::text, h.is_vouched AS "isVouched", h.return_url AS "returnUrl",
      k.name AS system, a.external_ref AS "externalRef", q.reference, h.used_at IS NOT NULL AS "isUsed", ${isHere} AS "isHere",
      h.ends_at <= clock_timestamp() AS "isOver", ${IS_USABLE} AS "isUsable", h.entered_at IS NOT NULL AS "isEntered",
      h.finished_at IS NOT NULL AS "isFinished"
    FROM handovers h JOIN api_keys k ON k.id = h.api_key_id JOIN accounts a ON a.id = h.account_id
      LEFT JOIN qualifications q ON q.id = h.qualification_id
    WHERE ${which}`
  return row
}

async function shownOf({ system, externalRef, reference, purpose, isVouched, userId }: Row): Promise<ShownHandover> {
  const person = userId && (await database().user.findUnique({ where: { id: userId }, include: { dataKey: true } }))
  const phone = person ? await maskedPhoneOf(person) : null
  return { system, phone, externalRef, reference, purpose, isVouched }
}
