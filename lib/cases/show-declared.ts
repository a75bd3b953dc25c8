import 'server-only'
import { requireFreshFactor } from '@/lib/accounts/limits/fresh-factor'
import { countReveal } from '@/lib/accounts/reveals/count-reveal'
import { countingTransaction } from '@/lib/accounts/reveals/counting-transaction'
import { can, type PersonActor } from '@/lib/actor/actor'
import { commitTo } from '@/lib/audit/commitment'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { dataKeyIfStored } from '@/lib/crypto/data-keys'
import { databaseTime, type Tx } from '@/lib/db/client'
import { readContent } from '@/lib/qualifications/content'
import { isReasonComplete } from '@/lib/qualifications/files/exports'
import { holdsClaim, visibleTo } from '@/lib/qualifications/policy'
import type { ShowDeclaredInput } from '@/lib/review/schemas'
import { rulebookOf } from '@/lib/rulebook/registry'
import { answersOf } from './story-declared'

/**
 * Returns the sensitive values of the newest submission, unmasked. Each call is counted (decision 35) and recorded:
 * which values, never what they say. Outside one's own claim it requires a reason and a recent second factor: nobody's
 * work there needs many of them.
 *
 * @returns the values by field key
 * @throws DomainError NOT_FOUND (also when it was erased), FORBIDDEN, FRESH_FACTOR_NEEDED, INVALID_INPUT without a
 * reason, REVEALS_USED_UP
 */
export async function showDeclared(
  actor: PersonActor,
  { qualificationId: id, ...why }: ShowDeclaredInput,
): Promise<Record<string, string>> {
  return countingTransaction(actor, async (tx) => {
    const submission = await tx.submission.findFirst({
      where: { submittedAt: { not: null }, qualification: { AND: [{ id }, visibleTo(actor)] } },
      orderBy: { revision: 'desc' },
      include: { qualification: true },
    })
    if (!submission) throw new DomainError('NOT_FOUND', 'No such qualification')
    if (!can(actor, 'qualification.read')) throw new DomainError('FORBIDDEN', 'Not theirs to read', { subjectId: id })
    const { qualification, revision } = submission
    const key = await dataKeyIfStored(tx, qualification.dataKeyId)
    if (!key) throw new DomainError('NOT_FOUND', 'Erased', { subjectId: id })
    const isClaimed = holdsClaim(actor, qualification, await databaseTime(tx))
    const { reason, note } = isClaimed ? NO_REASON : await requireReason(tx, actor, id, why)
    await countReveal(tx, actor, { kind: 'DECLARED', subjectId: id })

    const content = await readContent(tx, qualification.kind, submission.id, key)
    const answers = answersOf(await rulebookOf(submission.rulebookVersion, tx), content)
      .flatMap(({ answers }) => answers)
      .filter(({ isSensitive, value }) => isSensitive && value !== '')
    const commitments = note === null ? [] : [commitTo('note', note)]
    const fields = answers.map(({ key }) => key)
    const data = { revision, fields, isClaimed, reason, note: commitments[0]?.digest ?? null }
    const event = { action: 'qualification.declared_shown', subjectId: id, data } as const
    const disclose = { dataKeyId: qualification.dataKeyId, commitments }
    await recordAudit(tx, actor, event, { using: 'qualification.read', disclose })
    return Object.fromEntries(answers.map(({ key, value }) => [key, value]))
  })
}

type Why = Pick<ShowDeclaredInput, 'reason' | 'note'>

const NO_REASON: Why = { reason: null, note: null }

/** @throws DomainError FRESH_FACTOR_NEEDED, INVALID_INPUT */
async function requireReason(tx: Tx, actor: PersonActor, subjectId: string, { reason, note }: Why): Promise<Why> {
  await requireFreshFactor(tx, actor, subjectId)
  if (reason === null || !isReasonComplete(reason, note)) {
    throw new DomainError('INVALID_INPUT', 'Outside the claim it wants a reason, and OTHER a note', { subjectId })
  }
  return { reason, note }
}
