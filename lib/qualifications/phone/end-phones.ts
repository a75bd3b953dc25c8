import 'server-only'
import { type Actor, SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { type Tx, transaction } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import type { DocumentKind, PhoneSessionEnd } from '@/lib/db/generated/enums'
import { draftNotice } from '@/lib/documents/examination/file-events'
import { PHONE_JOIN, PHONE_ROWS, WHY_ENDED } from './phone-ended'

/** `letter` selects only the link to that letter or, when it is null, only the phone. */
type Of =
  | { phoneSessionId: string }
  | { qualificationId: string; letter?: DocumentKind | null }
  | { sessionIds: readonly string[] }

const matching = (of: Of): Prisma.Sql => {
  if ('phoneSessionId' in of) return Prisma.sql`p.id = ${of.phoneSessionId}::uuid`
  if ('qualificationId' in of) {
    const { qualificationId, letter } = of
    const which =
      letter === undefined ? Prisma.sql`true` : Prisma.sql`p.letter IS NOT DISTINCT FROM ${letter}::"DocumentKind"`
    return Prisma.sql`q.id = ${qualificationId}::uuid AND ${which}`
  }
  return Prisma.sql`p.session_id = ANY(${[...of.sessionIds]}::uuid[])`
}

type Ended = {
  id: string
  qualificationId: string
  accountId: string
  letter: DocumentKind | null
  because: PhoneSessionEnd
}

/** Returns from an ended row what its event and its notice say. */
const ENDED = Prisma.sql`p.id::text, q.id::text AS "qualificationId", q.account_id::text AS "accountId", p.letter,
  p.ended_because::text AS because`

/**
 * Ends phones and links, in the transaction of what ends them, each with its event. An upload that stores a file at
 * this moment is waited for, and a later one is refused: both write the phone's row. One whose time was over before is
 * closed as such.
 *
 * @returns how many
 */
export async function endPhonesIn(
  tx: Tx,
  by: Pick<Actor, 'kind' | 'id'>,
  of: Of,
  because: PhoneSessionEnd,
): Promise<number> {
  const ended = await tx.$queryRaw<Ended[]>`
    UPDATE phone_sessions p SET ended_at = clock_timestamp(),
      ended_because = CASE WHEN p.ends_at <= clock_timestamp() THEN 'EXPIRED' ELSE ${because} END::"PhoneSessionEnd"
    FROM submissions w JOIN qualifications q ON q.id = w.qualification_id
    WHERE w.id = p.submission_id AND p.ended_at IS NULL AND ${matching(of)}
    RETURNING ${ENDED}`
  await recordEnds(tx, by, ended)
  return ended.length
}

/**
 * Closes the phones and links that may not upload any more though nothing ended them by name: their time is over, or
 * their person left the account, was disabled, or signed out by letting the session expire. Each gets its event.
 */
export async function closeEndedPhones(): Promise<void> {
  await transaction(async (tx) => {
    const ended = await tx.$queryRaw<Ended[]>`
      UPDATE phone_sessions p SET ended_at = clock_timestamp(), ended_because = ${WHY_ENDED}::"PhoneSessionEnd"
      FROM ${PHONE_ROWS}
      WHERE ${PHONE_JOIN} AND p.id IN (SELECT o.id FROM phone_sessions o WHERE o.ended_at IS NULL FOR UPDATE SKIP LOCKED)
        AND ${WHY_ENDED} IS NOT NULL
      RETURNING ${ENDED}`
    await recordEnds(tx, SYSTEM, ended)
  })
}

async function recordEnds(tx: Tx, by: Pick<Actor, 'kind' | 'id'>, ended: readonly Ended[]): Promise<void> {
  for (const { id, qualificationId: subjectId, accountId, letter, because } of ended) {
    const event = letter
      ? ({ action: 'letter_link.ended', subjectId, data: { letterLinkId: id, because } } as const)
      : ({ action: 'phone_session.ended', subjectId, data: { phoneSessionId: id, because } } as const)
    await recordAudit(tx, by, event)
    await tx.$executeRaw`SELECT ${draftNotice({ accountId, qualificationId: subjectId })}`
  }
}
