import 'server-only'
import { consumeGuess } from '@/lib/accounts/limits/slow-guesses'
import { newToken, tokenHash } from '@/lib/accounts/link-token'
import { can, type PersonActor, SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { type Tx, transaction } from '@/lib/db/client'
import { type StartedSession, startVouchedSession } from '@/lib/sign-in/sessions/sessions'
import { type Entering, enter } from './enter-handover'
import { IS_USABLE } from './usable'

export type PressedHandover = {
  /** The secret of the browser in which the button was pressed: it is in its cookie, and nowhere else. */
  secret: string
  /** Names the page of its purpose, to which they go once they are signed in; null while they have to give a code. */
  path: string | null
  /** Holds the session that the platform vouches for, if it does. */
  session: StartedSession | null
}

/**
 * Uses a link up, and binds it to the browser whose button was pressed. Of two at once, the second one waits for the
 * row, and is refused. A person for whom the platform vouches is signed in, as is one who is signed in here already;
 * others give a code.
 *
 * @param actor the person who is signed in in this browser, if anybody is
 * @throws DomainError RATE_LIMITED, LINK_INVALID when there is no such link, HANDOVER_USED, HANDOVER_ENDED,
 *   IDENTITY_LOCKED
 */
export async function pressHandover(
  actor: PersonActor | null,
  { token, address }: { token: string; address: string },
): Promise<PressedHandover> {
  const guess = await consumeGuess({ address })
  const { token: secret, hash: secretHash } = newToken()
  const pressed = await transaction(async (tx) => {
    const handover = await lockLink(tx, token)
    if (!handover) return null
    await tx.$executeRaw`
      UPDATE handovers SET used_at = clock_timestamp(), secret_hash = ${secretHash} WHERE id = ${handover.id}::uuid`
    const { id: handoverId, apiKeyId, accountId, isVouched } = handover
    const event = { action: 'handover.used', subjectId: accountId, data: { handoverId, apiKeyId } } as const
    await recordAudit(tx, SYSTEM, event)
    if (isVouched) return { session: await vouchedSession(tx, handover), path: await enter(tx, handover, null) }
    const isHere = actor !== null && can(actor, 'account.manage') && actor.id === handover.userId
    return { session: null, path: isHere ? await enter(tx, handover, actor) : null }
  })
  if (pressed) return { secret, ...pressed }
  await guess.missed()
  throw new DomainError('LINK_INVALID', 'No such link')
}

type Link = Entering & { isVouched: boolean }
type Row = Link & { isUsed: boolean; isOver: boolean; isUsable: boolean }

/**
 * Locks a link that works, and its key, so that revoking the key waits, or comes first. Null where there is no such
 * link.
 */
async function lockLink(tx: Tx, token: string): Promise<Link | null> {
  const [locked] = await tx.$queryRaw<{ id: string }[]>`
    SELECT h.id::text FROM handovers h JOIN api_keys k ON k.id = h.api_key_id
    WHERE h.token_hash = ${tokenHash(token)} FOR UPDATE OF h FOR SHARE OF k`
  if (!locked) return null
  const [row] = await tx.$queryRaw<[Row]>`
    SELECT h.id::text, h.account_id::text AS "accountId", h.purpose::text, h.qualification_id::text AS "qualificationId",
      h.api_key_id::text AS "apiKeyId", h.user_id::text AS "userId", h.is_vouched AS "isVouched",
      h.used_at IS NOT NULL AS "isUsed", h.ends_at <= clock_timestamp() AS "isOver", ${IS_USABLE} AS "isUsable"
    FROM handovers h JOIN api_keys k ON k.id = h.api_key_id WHERE h.id = ${locked.id}::uuid`
  const { isUsed, isOver, isUsable, ...link } = row
  if (isUsed) throw new DomainError('HANDOVER_USED', 'Used before', { subjectId: link.accountId })
  if (isOver || !isUsable) throw new DomainError('HANDOVER_ENDED', 'Not open any more', { subjectId: link.accountId })
  return link
}

/** Signs in the person for whom the platform vouches. Their browser does not become one that is known as theirs. */
async function vouchedSession(tx: Tx, { id, accountId, userId }: Link): Promise<StartedSession> {
  if (userId === null) throw new Error('Nobody is vouched for without being a member')
  const session = await startVouchedSession(tx, { userId, handoverId: id, onlyAccountId: accountId })
  if (!session) throw new DomainError('HANDOVER_ENDED', 'Disabled meanwhile', { subjectId: accountId })
  const { lockedAt } = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { lockedAt: true } })
  if (lockedAt) throw new DomainError('IDENTITY_LOCKED', 'Locked', { subjectId: accountId })
  return session
}
