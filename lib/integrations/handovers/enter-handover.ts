import 'server-only'
import { tokenHash } from '@/lib/accounts/link-token'
import { lockAccount } from '@/lib/accounts/members/lock-members'
import { can, type PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { type Tx, transaction } from '@/lib/db/client'
import type { HandoverPurpose } from '@/lib/db/generated/enums'
import { pathOf } from './purposes'
import { ENTERING_MINUTES, IS_USABLE } from './usable'

export type Entering = {
  id: string
  accountId: string
  purpose: HandoverPurpose
  qualificationId: string | null
  apiKeyId: string
  userId: string | null
}

/**
 * Continues a hand-over whose button was pressed in this browser, once its person is signed in. The first member of an
 * account that nobody belongs to becomes one by it, with the code to their number that the platform named.
 *
 * @returns the page that it leads to; null when it is not this person's, over, or done
 */
export async function enterHandover(actor: PersonActor, secret: string): Promise<string | null> {
  if (!can(actor, 'account.manage')) return null
  return transaction(async (tx) => {
    const handover = await lockPressed(tx, secret)
    if (!handover) return null
    const { userId, isNumberOf } = handover
    if (userId !== null) return userId === actor.id ? enter(tx, handover, actor) : null
    const gaveCode = actor.assurance.factors.some(({ factor }) => factor === 'SMS_CODE')
    return gaveCode && isNumberOf === actor.id ? enter(tx, handover, actor) : null
  })
}

/** `isNumberOf` is the person who has the number of a first member. */
type Pressed = Entering & { isNumberOf: string | null }

async function lockPressed(tx: Tx, secret: string): Promise<Pressed | null> {
  const [locked] = await tx.$queryRaw<{ id: string; accountId: string }[]>`
    SELECT h.id::text, h.account_id::text AS "accountId" FROM handovers h JOIN api_keys k ON k.id = h.api_key_id
    WHERE h.secret_hash = ${tokenHash(secret)} FOR UPDATE OF h FOR SHARE OF k`
  if (!locked) return null
  await lockAccount(tx, locked.accountId) // of two who would be the first member, one is
  const [pressed] = await tx.$queryRaw<Pressed[]>`
    SELECT h.id::text, h.account_id::text AS "accountId", h.purpose::text, h.qualification_id::text AS "qualificationId",
      h.api_key_id::text AS "apiKeyId", h.user_id::text AS "userId", o.id::text AS "isNumberOf"
    FROM handovers h JOIN api_keys k ON k.id = h.api_key_id LEFT JOIN users o ON o.phone_index = h.phone_index
    WHERE h.id = ${locked.id}::uuid AND h.entered_at IS NULL AND NOT h.is_vouched AND ${IS_USABLE}
      AND h.used_at > clock_timestamp() - make_interval(mins => ${ENTERING_MINUTES}::int)`
  return pressed ?? null
}

/**
 * Records that the customer is signed in, in the transaction that has locked the hand-over.
 *
 * @param actor whose session continues with it; null where the hand-over started one
 * @returns the page that it leads to
 */
export async function enter(tx: Tx, handover: Entering, actor: PersonActor | null): Promise<string> {
  const { id: handoverId, accountId, apiKeyId } = handover
  const userId = handover.userId ?? actor?.id
  if (userId === undefined) throw new Error('Nobody is signed in')
  const hasJoined = handover.userId === null
  if (hasJoined) await tx.membership.create({ data: { accountId, userId } })
  await tx.$executeRaw`
    UPDATE handovers SET entered_at = clock_timestamp(), user_id = ${userId}::uuid, phone_index = NULL
    WHERE id = ${handoverId}::uuid`
  if (actor) {
    await tx.session.updateMany({ where: { id: actor.sessionId, onlyAccountId: null }, data: { handoverId } })
  }
  const event = { action: 'handover.entered', subjectId: accountId, data: { handoverId, apiKeyId, hasJoined } } as const
  await recordAudit(tx, { kind: 'PERSON', id: userId }, event)
  return pathOf(handover)
}
