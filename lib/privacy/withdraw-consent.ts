import 'server-only'
import { lockConsents } from '@/lib/accounts/require-consents'
import { recordAudit } from '@/lib/audit/record'
import { can, type PersonActor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, transaction } from '@/lib/db/client'
import { type ConsentFollows, stopWithoutConsent } from '@/lib/qualifications/follow-consent'
import type { ConsentInput } from './consent-schemas'

/**
 * Takes back what someone agreed to, by itself and at any time (PIPL 15, 16). What they made and is not concluded on is
 * withdrawn, what is approved is suspended. Nothing is erased by it: that is asked for by itself.
 *
 * @throws DomainError FORBIDDEN, INVALID_STATE when it is not given, or no longer
 */
export async function withdrawConsent(actor: PersonActor, { statement }: ConsentInput): Promise<ConsentFollows> {
  if (!can(actor, 'qualification.own')) throw new DomainError('FORBIDDEN', 'No applicant')
  return transaction(async (tx) => {
    await lockConsents(tx, actor.id)
    const withdrawn = await tx.consent.updateManyAndReturn({
      where: { userId: actor.id, statement, withdrawnAt: null },
      data: { withdrawnAt: await databaseTime(tx) },
    })
    if (withdrawn.length === 0) throw new DomainError('INVALID_STATE', 'Not given', { subjectId: actor.id })
    for (const { accountId, textVersion } of withdrawn) {
      const data = { accountId, statement, textVersion }
      await recordAudit(tx, actor, { action: 'consent.withdrawn', subjectId: actor.id, data })
    }
    return stopWithoutConsent(tx, actor)
  })
}
