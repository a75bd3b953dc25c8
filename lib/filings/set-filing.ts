import 'server-only'
import { commitTo } from '@/lib/audit/commitment'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { dateIn, startOfDay } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import { dataKey } from '@/lib/crypto/data-keys'
import { seal } from '@/lib/crypto/fields'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import type { Carrier } from '@/lib/db/generated/enums'
import { visibleTo } from '@/lib/qualifications/policy'
import { filingReasonPlace } from '@/lib/qualifications/sealed'
import { filingKept, filingProblem, mayFollow } from './lifecycle'
import { isFileable, mayFile } from './policy'
import type { SetFilingInput } from './schemas'

/**
 * Keeps by hand what a carrier says of one sender signature's filing. Only of an approved submission, whose approval
 * began the filing, and only while the qualification may be used again.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN (also for an account of one's own), INVALID_STATE, INVALID_INPUT, CONFLICT
 * when the filing isn't as it was on the screen
 */
export async function setFiling(actor: PersonActor, input: SetFilingInput): Promise<{ qualificationId: string }> {
  const { senderSignatureId, carrier, from, seen } = input
  return transaction(async (tx) => {
    const { qualification, state } = await findFiling(tx, actor, senderSignatureId, carrier)
    const { id, dataKeyId } = qualification
    if (!mayFile(actor, qualification)) throw new DomainError('FORBIDDEN', 'Not theirs to file', { subjectId: id })
    if (!state || !isFileable(qualification.status)) {
      throw new DomainError('INVALID_STATE', `No filing of what is ${qualification.status}`, { subjectId: id })
    }
    if (state !== from) throw new DomainError('CONFLICT', `It is ${state}, not ${from}`, { subjectId: id })
    if (!mayFollow(from, input.state)) {
      throw new DomainError('INVALID_STATE', `${input.state} can't follow ${from}`, { subjectId: id })
    }
    const problem = filingProblem(input, dateIn(await databaseTime(tx)))
    if (problem) throw new DomainError('INVALID_INPUT', problem, { subjectId: id, params: { problem } })

    await lockUsable(tx, qualification)
    const { state: to, extensionNumber, reason, filedOn, effectiveOn } = filingKept(input)
    const place = filingReasonPlace(senderSignatureId, carrier)
    const { count } = await tx.filing.updateMany({
      where: { senderSignatureId, carrier, state: from, ...(seen ? { updatedAt: seen } : {}) },
      data: {
        state: to,
        extensionNumber,
        reasonSealed: reason === null ? null : seal(await dataKey(tx, dataKeyId), place, reason),
        filedAt: filedOn && startOfDay(filedOn),
        effectiveAt: effectiveOn && startOfDay(effectiveOn),
      },
    })
    if (count !== 1) throw new DomainError('CONFLICT', 'The filing changed since it was read', { subjectId: id })

    const commitments = reason === null ? [] : [commitTo('reason', reason)]
    const about = { senderSignatureId, carrier, from, to, extensionNumber, filedOn, effectiveOn }
    const data = { ...about, reason: commitments[0]?.digest ?? null }
    const event = { action: 'filing.changed', subjectId: id, data } as const
    await recordAudit(tx, actor, event, { using: 'filing.manage', disclose: { dataKeyId, commitments } })
    return { qualificationId: id }
  })
}

/** `state` is null where no approval began a filing. */
async function findFiling(tx: Tx, actor: PersonActor, senderSignatureId: string, carrier: Carrier) {
  const found = await tx.senderSignature.findFirst({
    where: { id: senderSignatureId, submission: { submittedAt: { not: null }, qualification: visibleTo(actor) } },
    include: { filings: { where: { carrier } }, submission: { include: { qualification: true } } },
  })
  if (!found) throw new DomainError('NOT_FOUND', 'No such sender signature')
  return { qualification: found.submission.qualification, state: found.filings[0]?.state ?? null }
}

type Usable = { id: string; status: string; revision: number }

/** Holds its state until we are done, so that nothing is filed of what is revoked at the same time. */
async function lockUsable(tx: Tx, { id, status, revision }: Usable): Promise<void> {
  const held = await tx.$queryRaw<unknown[]>`
    SELECT FROM qualifications
    WHERE id = ${id}::uuid AND status = ${status}::"QualificationStatus" AND revision = ${revision}
    FOR SHARE`
  if (held.length !== 1) throw new DomainError('CONFLICT', 'It went on since it was read', { subjectId: id })
}
