import 'server-only'
import { ATTESTED } from '@/lib/accounts/consents/attested'
import { lockAccount } from '@/lib/accounts/members/lock-members'
import type { ClientActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, transaction } from '@/lib/db/client'
import type { ConsentKey } from '@/lib/db/generated/enums'
import { stopOfClients } from '@/lib/qualifications/standing/follow-consent'
import { findCustomer } from './find-customer'
import { consentsOf } from './read-consents'
import type { ConsentsAnswer } from './schemas'

/**
 * Passes on that the customer withdrew, on the platform's own pages, a consent that was attested: withdrawing is as
 * easy as consenting (PIPL 15), also where the operator has switched attestations off since. What systems of the
 * platform made for the account stops.
 *
 * @throws DomainError NOT_FOUND, INVALID_STATE when it isn't attested, or no longer
 */
export async function withdrawAttested(
  client: ClientActor,
  { externalRef, purpose: statement }: { externalRef: string; purpose: ConsentKey },
): Promise<ConsentsAnswer> {
  return transaction(async (tx) => {
    const accountId = await findCustomer(tx, client, externalRef)
    await lockAccount(tx, accountId)
    const withdrawn = await tx.consent.updateManyAndReturn({
      where: { ...ATTESTED, accountId, statement, withdrawnAt: null },
      data: { withdrawnAt: await databaseTime(tx) },
    })
    if (withdrawn.length === 0) throw new DomainError('INVALID_STATE', 'Not attested', { subjectId: accountId })
    for (const { id: consentId, textVersion } of withdrawn) {
      const data = { consentId, statement, textVersion }
      await recordAudit(tx, client, { action: 'consent.attestation_withdrawn', subjectId: accountId, data })
    }
    // What members' own consents allow continues: each of them withdraws in the portal.
    if ((await tx.membership.count({ where: { accountId } })) === 0) await stopOfClients(tx, client, accountId)
    return consentsOf(tx, accountId)
  })
}
