import 'server-only'
import { requireConsents } from '@/lib/accounts/require-consents'
import { recordAudit } from '@/lib/audit/record'
import { can, type PersonActor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import type { Tx } from '@/lib/db/client'
import type { QualificationKind } from '@/lib/db/generated/enums'
import { currentRulebook } from '@/lib/rulebook/registry'
import { rulesFor } from '@/lib/rulebook/rules-for'
import { refuseWhileCoolingOff } from './cooling-off'
import { refuseOverQuota } from './draft-quota'
import { isEnded } from './lifecycle'
import { lockOwnAccount } from './lock-own-account'
import { makeDraft, type Source, withFreeReference } from './new-draft'
import { ownedBy } from './policy'
import type { CreateQualificationInput } from './schemas'

/**
 * Begins a qualification for one of the actor's accounts, filled from one of theirs that has ended when they name one. A
 * draft of that kind and filling to which nothing was written yet is taken up instead, so that a double click doesn't
 * make two.
 *
 * @throws DomainError FORBIDDEN, NOT_FOUND when the account or the one to fill from isn't theirs, INVALID_INPUT when the
 * rulebook has no rules for this kind, INVALID_STATE when the one to fill from goes on, CONSENT_MISSING (also of who made
 * the one to fill from), COOLING_OFF, TOO_MANY_DRAFTS, RATE_LIMITED
 */
export async function createQualification(actor: PersonActor, input: CreateQualificationInput) {
  if (!can(actor, 'qualification.own') || actor.accountIds.length === 0) {
    throw new DomainError('FORBIDDEN', 'Of no account')
  }
  rulesFor(await currentRulebook(), input.kind)
  return withFreeReference(async (tx) => {
    const from = input.from === undefined ? null : await findSource(tx, actor, input.from, input.kind)
    const accountId = input.accountId ?? from?.accountId ?? actor.accountIds[0] ?? ''
    if (!actor.accountIds.includes(accountId) || (from && from.accountId !== accountId)) {
      throw new DomainError('NOT_FOUND', 'Not of their accounts')
    }
    await requireConsents(tx, from ? [actor.id, from.createdById] : [actor.id])
    await lockOwnAccount(tx, actor, accountId)
    const untouched = await findUntouched(tx, actor, { accountId, kind: input.kind, from })
    if (untouched) return untouched

    await refuseWhileCoolingOff(tx, accountId, input.kind)
    await refuseOverQuota(tx, accountId)
    const { id, ...made } = await makeDraft(tx, actor, { accountId, kind: input.kind, from })
    const data = { ...made, filledFrom: from?.id ?? null }
    const event = { action: 'qualification.created', subjectId: id, data } as const
    await recordAudit(tx, actor, event, { using: 'qualification.own' })
    return { id, reference: made.reference }
  })
}

async function findSource(tx: Tx, actor: PersonActor, id: string, kind: QualificationKind) {
  const found = await tx.qualification.findFirst({ where: { AND: [{ id, kind }, ownedBy(actor)] } })
  if (!found) throw new DomainError('NOT_FOUND', 'No such qualification')
  if (!isEnded(found.status)) throw new DomainError('INVALID_STATE', `It is ${found.status}`, { subjectId: id })
  return found
}

type Wanted = { accountId: string; kind: QualificationKind; from: Source | null }

/** The actor's own, for it has their phone. The caller has locked the account. What it was filled from stands in its event. */
async function findUntouched(tx: Tx, actor: PersonActor, { accountId, kind, from }: Wanted) {
  const untouched = await tx.qualification.findMany({
    where: {
      accountId,
      kind,
      createdById: actor.id,
      status: 'DRAFT',
      renewsId: null,
      submissions: { every: { draftVersion: 0 } },
    },
    select: { id: true, reference: true },
  })
  if (untouched.length === 0) return null
  const created = await tx.auditEvent.findMany({
    where: { subjectId: { in: untouched.map(({ id }) => id) }, action: 'qualification.created' },
  })
  const same = created.find(
    ({ data }) => ((data as { filledFrom?: string | null }).filledFrom ?? null) === (from?.id ?? null),
  )
  return untouched.find(({ id }) => id === same?.subjectId) ?? null
}
