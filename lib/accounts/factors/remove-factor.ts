import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { requireFreshFactor } from '@/lib/auth/fresh-factor'
import { hasSecondFactor } from '@/lib/auth/sessions'
import { DomainError } from '@/lib/core/errors'
import { type Tx, transaction } from '@/lib/db/client'
import { tellColleague } from '../tell-colleague'
import { lockPerson, requireStaff } from './staff-session'

/** @throws DomainError FORBIDDEN, FRESH_FACTOR_NEEDED, NOT_FOUND, LAST_FACTOR */
export function removePasskey(actor: PersonActor, { passkeyId }: { passkeyId: string }): Promise<void> {
  return remove(actor, { factor: 'PASSKEY', factorId: passkeyId }, (tx) =>
    tx.passkey.deleteMany({ where: { AND: [{ id: passkeyId }, { userId: actor.id }] } }),
  )
}

/** @throws DomainError FORBIDDEN, FRESH_FACTOR_NEEDED, NOT_FOUND, LAST_FACTOR */
export function removeTotp(actor: PersonActor): Promise<void> {
  return remove(actor, { factor: 'TOTP', factorId: null }, (tx) =>
    tx.totpSecret.deleteMany({ where: { userId: actor.id } }),
  )
}

/** Takes one away, while another stays. */
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
    await tellColleague(tx, actor.id, 'FACTOR_REMOVED', {})
  })
}
