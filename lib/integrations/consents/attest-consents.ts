import 'server-only'
import { createHash } from 'node:crypto'
import { attestable } from '@/lib/accounts/consents/attested'
import { consentOf } from '@/lib/accounts/consents/consents'
import { lockAccount } from '@/lib/accounts/members/lock-members'
import type { ClientActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { startOfDay } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import { findCustomer } from './find-customer'
import { consentsOf } from './read-consents'
import type { Attestation, AttestConsents, ConsentsAnswer } from './schemas'

/** Says why an attestation is refused. */
export type AttestationProblem =
  | 'SWITCHED_OFF'
  | 'VERSION_UNKNOWN'
  | 'VERSION_EARLIER'
  | 'BEFORE_PUBLICATION'
  | 'IN_FUTURE'
  | 'HAS_MEMBERS'
  | 'WITHDRAWN'
  | 'ATTESTED_BEFORE'

const refused = (problem: AttestationProblem, at: number, subjectId?: string) =>
  new DomainError('INVALID_INPUT', `Not attested: ${problem}`, {
    params: { problem, at },
    ...(subjectId === undefined ? {} : { subjectId }),
  })

/**
 * Records that the customer of an account without members agreed to statements of consent outside of the portal, as a
 * system of the platform says. All of them are recorded, or none; each is to the current text. What a person withdrew
 * stays withdrawn: only they can give it again.
 *
 * @throws DomainError NOT_FOUND, INVALID_INPUT with an AttestationProblem as its `problem`, and `at`, the place in the
 *   list
 */
export async function attestConsents(
  client: ClientActor,
  { externalRef, consents }: AttestConsents & { externalRef: string },
): Promise<ConsentsAnswer> {
  return transaction(async (tx) => {
    const accountId = await findCustomer(tx, client, externalRef)
    const now = await databaseTime(tx)
    for (const [at, attestation] of consents.entries()) requireRight(attestation, now, at)
    await lockAccount(tx, accountId) // nobody becomes a member, and nothing is withdrawn by key, meanwhile
    for (const [at, attestation] of consents.entries()) await attest(tx, client, { accountId, attestation, at })
    return consentsOf(tx, accountId)
  })
}

function requireRight({ purpose, version, agreedAt }: Attestation, now: Date, at: number): void {
  if (!attestable().includes(purpose)) throw refused('SWITCHED_OFF', at)
  const { published, version: current } = consentOf(purpose)
  const day = Object.hasOwn(published, version) ? published[version] : undefined
  if (day === undefined) throw refused('VERSION_UNKNOWN', at)
  if (version !== current) throw refused('VERSION_EARLIER', at)
  if (new Date(agreedAt) < startOfDay(day)) throw refused('BEFORE_PUBLICATION', at)
  if (new Date(agreedAt) > now) throw refused('IN_FUTURE', at)
}

type Attesting = { accountId: string; attestation: Attestation; at: number }

async function attest(tx: Tx, client: ClientActor, { accountId, attestation, at }: Attesting): Promise<void> {
  const { purpose: statement, version: textVersion, language: locale, means, reference = null, sha256 } = attestation
  const [id, agreedAt] = [newId(), new Date(attestation.agreedAt)]
  const digest = sha256 === undefined ? null : Buffer.from(sha256, 'hex')
  const recorded = await tx.$executeRaw`
    INSERT INTO consents (id, account_id, attested_by_key_id, statement, text_version, locale, agreed_at, means,
      record_reference, record_sha256, given_at)
    SELECT ${id}::uuid, ${accountId}::uuid, ${client.id}::uuid, ${statement}::"ConsentKey", ${textVersion}::text,
      ${locale}::text, ${agreedAt}::timestamptz, ${means}::"ConsentMeans", ${reference}::text, ${digest}::bytea,
      date_trunc('milliseconds', clock_timestamp())
    WHERE NOT EXISTS (SELECT FROM memberships m WHERE m.account_id = ${accountId}::uuid)
      AND NOT EXISTS (SELECT FROM erasures e WHERE e.account_id = ${accountId}::uuid AND e.user_id IS NOT NULL)
      AND NOT EXISTS (
        SELECT FROM consents c WHERE c.account_id = ${accountId}::uuid AND c.statement = ${statement}::"ConsentKey"
          AND c.withdrawn_at IS NOT NULL)
    ON CONFLICT DO NOTHING`
  if (recorded !== 1) throw refused(await whyNot(tx, { accountId, attestation, at }), at, accountId)
  const record =
    sha256 ??
    createHash('sha256')
      .update(reference ?? '')
      .digest('hex')
  const data = { consentId: id, statement, textVersion, locale, agreedAt: agreedAt.toISOString(), means, record }
  await recordAudit(tx, client, { action: 'consent.attested', subjectId: accountId, data })
}

/** Returns what the WHERE of the statement above refused. */
async function whyNot(tx: Tx, { accountId, attestation }: Attesting): Promise<AttestationProblem> {
  if ((await tx.membership.count({ where: { accountId } })) > 0) return 'HAS_MEMBERS'
  const before = { accountId, statement: attestation.purpose }
  const isWithdrawn =
    (await tx.erasure.count({ where: { accountId, userId: { not: null } } })) > 0 ||
    (await tx.consent.count({ where: { ...before, withdrawnAt: { not: null } } })) > 0
  return isWithdrawn ? 'WITHDRAWN' : 'ATTESTED_BEFORE'
}
