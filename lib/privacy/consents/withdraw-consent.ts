import 'server-only'
import { ATTESTED } from '@/lib/accounts/consents/attested'
import { lockConsents } from '@/lib/accounts/consents/require-consents'
import { requireApplicant } from '@/lib/accounts/notices/policy'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import type { ConsentKey } from '@/lib/db/generated/enums'
import { type ConsentFollows, stopWithoutConsent } from '@/lib/qualifications/standing/follow-consent'
import type { ConsentInput } from './consent-schemas'

/**
 * Withdraws a consent, which is possible on its own and at any time (PIPL 15, 16). Undecided qualifications of the
 * person are withdrawn, approved ones suspended. What the platform attested for their accounts, before they were
 * members, is withdrawn with it: as long as there are members, no key attests it again. Nothing is erased by it:
 * erasure has a request of its own.
 *
 * @throws DomainError FORBIDDEN, INVALID_STATE when it is not given, or no longer
 */
export async function withdrawConsent(actor: PersonActor, { statement }: ConsentInput): Promise<ConsentFollows> {
  requireApplicant(actor)
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
    await withdrawAttestations(tx, actor, statement)
    return stopWithoutConsent(tx, actor)
  })
}

async function withdrawAttestations(tx: Tx, actor: PersonActor, statement: ConsentKey): Promise<void> {
  const withdrawn = await tx.consent.updateManyAndReturn({
    where: { ...ATTESTED, statement, withdrawnAt: null, account: { members: { some: { userId: actor.id } } } },
    data: { withdrawnAt: await databaseTime(tx) },
  })
  for (const { id: consentId, accountId, textVersion } of withdrawn) {
    const data = { consentId, statement, textVersion }
    await recordAudit(tx, actor, { action: 'consent.attestation_withdrawn', subjectId: accountId, data })
  }
}
