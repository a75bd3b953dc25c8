import 'server-only'
import { tokenHash } from '@/lib/accounts/link-token'
import type { PhoneActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import type { PhoneSessionEnd } from '@/lib/db/generated/enums'
import { PHONE_JOIN, PHONE_ROWS, WHY_ENDED } from './phone-ended'

/** A phone or link that may upload, with what is left of its time; or why it may not any more. */
export type FoundPhone =
  | { phone: PhoneActor; secondsLeft: number }
  | { ended: PhoneSessionEnd; letter: PhoneActor['letter'] }

type Row = Omit<PhoneActor, 'kind'> & { secondsLeft: number; isBound: boolean; why: PhoneSessionEnd | null }

/**
 * Returns the phone whose browser has this secret, read whole from the database at each request, as sessions are. Null
 * for a secret that is nobody's.
 */
export async function readPhone(secret: string): Promise<FoundPhone | null> {
  const row = await readRow(Prisma.sql`p.secret_hash = ${tokenHash(secret)}`)
  if (!row) return null
  const { why, secondsLeft, isBound: _, ...phone } = row
  return why ? { ended: why, letter: phone.letter } : { phone: { kind: 'PHONE', ...phone }, secondsLeft }
}

/**
 * Says whether the code of a phone can be opened, and changes nothing: the browsers that look at links before people do
 * see no more.
 */
export async function readPhoneLink(
  token: string,
): Promise<'OPEN' | { usedBy: string } | { ended: PhoneSessionEnd } | null> {
  const row = await readRow(Prisma.sql`p.token_hash = ${tokenHash(token)} AND p.letter IS NULL`)
  if (!row) return null
  if (row.why) return { ended: row.why }
  return row.isBound ? { usedBy: row.phoneSessionId } : 'OPEN'
}

/** Says which letter a link is to, or why it ended, and changes nothing either. Null for a link that is none. */
export async function readLetterLink(token: string): Promise<{ id: string } | { ended: PhoneSessionEnd } | null> {
  const row = await readRow(Prisma.sql`p.token_hash = ${tokenHash(token)} AND p.letter IS NOT NULL`)
  if (!row) return null
  return row.why ? { ended: row.why } : { id: row.phoneSessionId }
}

async function readRow(which: Prisma.Sql): Promise<Row | undefined> {
  const [row] = await database().$queryRaw<Row[]>`
    SELECT p.id::text AS "phoneSessionId", p.user_id::text AS id, p.letter, q.account_id::text AS "accountId",
      q.id::text AS "qualificationId", w.id::text AS "submissionId", p.bound_at IS NOT NULL AS "isBound",
      extract(epoch FROM p.ends_at - clock_timestamp())::float8 AS "secondsLeft", ${WHY_ENDED} AS why
    FROM phone_sessions p, ${PHONE_ROWS} WHERE ${PHONE_JOIN} AND ${which}`
  return row
}
