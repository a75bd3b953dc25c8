import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { transaction } from '@/lib/db/client'
import { endSessionsIn } from '@/lib/sign-in/sessions/end-sessions'

type Finished = { handoverId: string; accountId: string; isVouched: boolean; isFirst: boolean }

/**
 * Ends the part of a session that the platform handed over: its person goes back. A session that the platform vouched
 * for ends with it; one that its person signed in to continues.
 *
 * @throws DomainError NOT_FOUND for a session that was not handed over
 */
export async function finishHandover(actor: PersonActor): Promise<{ hasSignedOut: boolean }> {
  return transaction(async (tx) => {
    const [found] = await tx.$queryRaw<Finished[]>`
      WITH present AS (
        SELECT h.id, h.account_id, h.is_vouched, h.finished_at
        FROM sessions s JOIN handovers h ON h.id = s.handover_id WHERE s.id = ${actor.sessionId}::uuid FOR UPDATE
      ), finished AS (
        UPDATE handovers h SET finished_at = clock_timestamp() FROM present p
        WHERE h.id = p.id AND h.finished_at IS NULL RETURNING h.id
      )
      SELECT id::text AS "handoverId", account_id::text AS "accountId", is_vouched AS "isVouched",
        EXISTS (SELECT FROM finished) AS "isFirst"
      FROM present`
    if (!found) throw new DomainError('NOT_FOUND', 'Not handed over')
    const { handoverId, accountId, isVouched, isFirst } = found
    const event = { action: 'handover.finished', subjectId: accountId, data: { handoverId } } as const
    if (isFirst) await recordAudit(tx, actor, event)
    const { id: userId, sessionId } = actor
    if (isVouched) await endSessionsIn(tx, actor, { userId, sessionId }, 'HANDED_BACK')
    else await tx.session.update({ where: { id: sessionId }, data: { handoverId: null } })
    return { hasSignedOut: isVouched }
  })
}
