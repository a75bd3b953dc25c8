import { randomBytes } from 'node:crypto'
import type { PersonActor } from '@/lib/actor/actor'
import type { AuditAction } from '@/lib/audit/events/all'
import { newId } from '@/lib/core/ids'
import { createDataKey } from '@/lib/crypto/data-keys'
import { database, type Tx, transaction } from '@/lib/db/client'
import type { DocumentKind, Outcome, QualificationKind, QualificationStatus } from '@/lib/db/generated/enums'
import { makeReference } from '@/lib/rulebook/checks/reference'
import { anApplicant } from './review'

type Refused = { documentKind: DocumentKind; reasons: string[] }

export type Round = {
  submitted: Date
  decided?: { at: Date; by: PersonActor; outcome: Outcome; claimedAt?: Date; refused?: Refused[] }
}

export type Past = { kind?: QualificationKind; rounds: Round[]; withdrawn?: Date; validUntil?: Date; renews?: string }

/** Creates a qualification with only those rows of its past from which figures are counted. */
export async function aPast({ kind = 'INDIVIDUAL', rounds, withdrawn, validUntil, renews }: Past): Promise<string> {
  const applicant = await anApplicant()
  return transaction(async (tx) => {
    const id = newId()
    const { id: dataKeyId } = await createDataKey(tx)
    const last = rounds.at(-1)
    const reference = makeReference(last?.submitted ?? new Date(), randomBytes(5))
    const status: QualificationStatus = withdrawn
      ? 'WITHDRAWN'
      : (last?.decided?.outcome ?? (last ? 'SUBMITTED' : 'DRAFT'))
    const revision = Math.max(1, rounds.length)
    const row = {
      id,
      reference,
      kind,
      status,
      revision,
      dataKeyId,
      renewsId: renews ?? null,
      validUntil: validUntil ?? null,
    }
    const queuedAt = last?.submitted ?? null
    const queued = { queuedAt, queuePlace: queuedAt, firstSubmittedAt: rounds[0]?.submitted ?? null }
    await tx.qualification.create({
      data: { ...row, ...queued, accountId: applicant.accountId, createdById: applicant.id },
    })
    for (const [index, round] of rounds.entries()) await aRound(tx, id, applicant.id, index + 1, round)
    if (withdrawn) await tx.statusChange.create({ data: { qualificationId: id, kind: 'WITHDRAWN', at: withdrawn } })
    return id
  })
}

async function aRound(
  tx: Tx,
  qualificationId: string,
  submittedById: string,
  revision: number,
  round: Round,
): Promise<void> {
  const { submitted: submittedAt, decided } = round
  const versions = { rulebookVersion: 'cn-mainland/2024-10', letterVersion: 'none' }
  const { id: submissionId } = await tx.submission.create({ data: { qualificationId, revision, ...versions } })
  const refused = await Promise.all(
    (decided?.refused ?? []).map(async ({ documentKind, reasons }, position) => {
      const { id: documentId } = await tx.document.create({ data: { submissionId, kind: documentKind } })
      const part = await tx.part.create({ data: { submissionId, kind: 'DOCUMENT', position, documentId } })
      return { partId: part.id, verdict: 'REFUSED' as const, reasons }
    }),
  )
  await tx.submission.update({ where: { id: submissionId }, data: { submittedAt, submittedById } }) // frozen from here on
  if (!decided) return
  const { at: decidedAt, by, outcome, claimedAt } = decided
  if (claimedAt) await anEventAt(tx, claimedAt, 'review.claimed', { actor: by, subjectId: qualificationId })
  const judgements = { create: refused }
  await tx.decision.create({ data: { submissionId, reviewerId: by.id, outcome, decidedAt, judgements } })
}

type About = { actor?: { id: string | null }; subjectId?: string; data?: object }

/** Records an event as it is in the log since then. */
export async function anEventAt(
  tx: Pick<Tx, '$executeRaw'> = database(),
  at: Date,
  action: AuditAction,
  { actor, subjectId, data = {} }: About = {},
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO audit_events (id, version, at, actor_kind, actor_id, capabilities, action, subject_kind, subject_id, data)
    VALUES (${newId()}::uuid, 1, ${at}, ${actor ? 'PERSON' : 'SYSTEM'}::"ActorKind", ${actor?.id ?? null}::uuid, '{}',
      ${action}, NULL, ${subjectId ?? null}::uuid, ${JSON.stringify(data)}::jsonb)`
}
