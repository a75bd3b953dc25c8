import 'server-only'
import { requireFreshFactor } from '@/lib/accounts/limits/fresh-factor'
import { notifyColleague } from '@/lib/accounts/notify-colleague'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { type Tx, transaction } from '@/lib/db/client'
import { hasSecondFactor } from '../sessions/sessions'
import { lockPerson, requireStaff } from './staff-session'

/**
 * Removes a passkey of the actor's.
 *
 * @throws DomainError FORBIDDEN, FRESH_FACTOR_NEEDED, NOT_FOUND, LAST_FACTOR
 */
export function removePasskey(actor: PersonActor, { passkeyId }: { passkeyId: string }): Promise<void> {
  return remove(actor, { factor: 'PASSKEY', factorId: passkeyId }, (tx) =>
    tx.passkey.deleteMany({ where: { AND: [{ id: passkeyId }, { userId: actor.id }] } }),
  )
}

/**
 * Removes the actor's authenticator app.
 *
 * @throws DomainError FORBIDDEN, FRESH_FACTOR_NEEDED, NOT_FOUND, LAST_FACTOR
 */
export function removeTotp(actor: PersonActor): Promise<void> {
  return remove(actor, { factor: 'TOTP', factorId: null }, (tx) =>
    tx.totpSecret.deleteMany({ where: { userId: actor.id } }),
  )
}

/** Removes one factor while another remains. */
function remove(
  actor: PersonActor,
  removed: { factor: 'PASSKEY' | 'TOTP'; factorId: string | null },
  take: (tx: Tx) => Promise<{ count: number }>,
): Promise<void> {
  requireStaff(actor)
  return transaction(async (tx) => {
    await requireFreshFactor(tx, actor)
    await lockPerson(tx, actor.id)
    const { count } = await take(tx)
    if (count !== 1) throw new DomainError('NOT_FOUND', 'No such factor of theirs')
    if (!(await hasSecondFactor(tx, actor.id))) throw new DomainError('LAST_FACTOR', 'A password alone is not enough')
    await recordAudit(tx, actor, { action: 'factor.removed', subjectId: actor.id, data: removed })
    await notifyColleague(tx, actor.id, 'FACTOR_REMOVED', {})
  })
}
