import 'server-only'
import { isDeepStrictEqual } from 'node:util'
import { requireConsentsOfMakers } from '@/lib/accounts/consents/require-consents'
import { type AccountActor, type ClientActor, can, type PersonActor, personIdOf } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { dataKey } from '@/lib/crypto/data-keys'
import type { Tx } from '@/lib/db/client'
import type { QualificationKind } from '@/lib/db/generated/enums'
import { currentRulebook } from '@/lib/rulebook/registry'
import { rulesFor } from '@/lib/rulebook/rules-for'
import { readContent, type SubmissionContent } from '../content'
import { isEnded } from '../lifecycle'
import { isOwn, ownedBy } from '../policy'
import { answeredFirst, PreparationAnswers, type Prepared, preparedFor } from '../preparation'
import type { CreateQualificationInput } from '../schemas'
import { refuseWhileCoolingOff } from './cooling-off'
import { refuseOverQuota } from './draft-quota'
import { lockOwnAccount } from './lock-own-account'
import { makeDraft, type Source, withFreeReference } from './new-draft'
import { sourceIn } from './read-source'

/**
 * Starts a qualification for one of the actor's accounts, filled from an ended one of the account if they name it, or
 * from what they answered before they applied and as they started. A draft of that kind and source to which nothing was
 * written yet is reused, so that a double click doesn't make two.
 *
 * @throws DomainError FORBIDDEN, NOT_FOUND when the account or the one to fill from isn't theirs, INVALID_INPUT when
 * the rulebook has no rules for this kind, INVALID_STATE when the source hasn't ended, CONSENT_MISSING (also of the
 * maker of the source), COOLING_OFF, TOO_MANY_DRAFTS, RATE_LIMITED
 */
export async function createQualification(actor: AccountActor, input: CreateQualificationInput) {
  if (actor.kind === 'PERSON' && (!can(actor, 'qualification.own') || actor.accountIds.length === 0)) {
    throw new DomainError('FORBIDDEN', 'Of no account')
  }
  rulesFor(await currentRulebook(), input.kind)
  return withFreeReference(async (tx) => {
    const from = input.from === undefined ? null : await findSource(tx, actor, input.from, input.kind)
    const [first = ''] = actor.kind === 'PERSON' ? actor.accountIds : []
    const accountId = input.accountId ?? from?.accountId ?? first
    if (!isOwn(actor, { accountId }) || (from && from.accountId !== accountId)) {
      throw new DomainError('NOT_FOUND', 'Not of their accounts')
    }
    if (actor.kind === 'CLIENT' && !(await isForClient(tx, actor, accountId))) {
      throw new DomainError('NOT_FOUND', 'No such account')
    }
    await requireConsentsOfMakers(tx, 'APPLY', accountId, [personIdOf(actor), ...(from ? [from.createdById] : [])])
    await lockOwnAccount(tx, actor, accountId)
    const rulebook = await currentRulebook(tx)
    const before = preparedFor(rulebook, input.kind, input.prepared ?? PreparationAnswers.parse({}))
    const answered = answeredFirst(rulesFor(rulebook, input.kind), input.kind, input.answers ?? {})
    const prepared = { ...before, fields: { ...before.fields, ...answered } }
    const wanted = { accountId, kind: input.kind, from, prepared }
    // A client that repeats a request says so by its Idempotency-Key.
    const untouched = actor.kind === 'PERSON' ? await findUntouched(tx, actor, wanted) : null
    if (untouched) return untouched

    await refuseWhileCoolingOff(tx, accountId, input.kind)
    await refuseOverQuota(tx, accountId)
    const { id, ...made } = await makeDraft(tx, actor, wanted)
    const data = { ...made, filledFrom: from?.id ?? null, prepared: from ? [] : Object.keys(prepared.fields) }
    const event = { action: 'qualification.created', subjectId: id, data } as const
    await recordAudit(tx, actor, event, { using: 'qualification.own' })
    return { id, reference: made.reference }
  })
}

async function isForClient(tx: Tx, { isTest }: ClientActor, id: string): Promise<boolean> {
  return (await tx.account.count({ where: { id, isTest } })) === 1
}

async function findSource(tx: Tx, actor: AccountActor, id: string, kind: QualificationKind) {
  const found = await tx.qualification.findFirst({ where: { AND: [{ id, kind }, ownedBy(actor)] } })
  if (!found) throw new DomainError('NOT_FOUND', 'No such qualification')
  if (!isEnded(found.status)) throw new DomainError('INVALID_STATE', `It is ${found.status}`, { subjectId: id })
  return found
}

type Wanted = {
  accountId: string
  kind: QualificationKind
  from: Source | null
  prepared: Prepared
}

/**
 * Finds only a draft of the actor, since it has their phone. The caller has locked the account. Its event names its
 * source, and it says what was prepared.
 */
async function findUntouched(tx: Tx, actor: PersonActor, { accountId, kind, from, prepared }: Wanted) {
  const untouched = await tx.qualification.findMany({
    where: {
      accountId,
      kind,
      createdById: actor.id,
      status: 'DRAFT',
      renewsId: null,
      submissions: { every: { draftVersion: 0 } },
    },
    select: { id: true, reference: true, dataKeyId: true, submissions: { select: { id: true } } },
  })
  if (untouched.length === 0) return null
  const created = await tx.auditEvent.findMany({
    where: { subjectId: { in: untouched.map(({ id }) => id) }, action: 'qualification.created' },
  })
  const same = new Set(
    created.filter(({ data }) => sourceIn(data) === (from?.id ?? null)).map(({ subjectId }) => subjectId),
  )
  for (const { id, reference, dataKeyId, submissions } of untouched.filter((draft) => same.has(draft.id))) {
    const key = await dataKey(tx, dataKeyId)
    const content = await readContent(tx, kind, submissions[0]?.id ?? '', key)
    if (from || isPrepared(content, prepared)) return { id, reference }
  }
  return null
}

/** Returns whether a draft to which nothing was written yet began with these answers. */
function isPrepared({ fields, signatures }: SubmissionContent, prepared: Prepared): boolean {
  const sources = prepared.source ? [prepared.source] : []
  return (
    Object.entries(prepared.fields).every(([key, value]) => fields[key] === value) &&
    isDeepStrictEqual(
      signatures.map(({ source }) => source),
      sources,
    )
  )
}
