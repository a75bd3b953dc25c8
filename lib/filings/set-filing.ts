import 'server-only'
import { isDeepStrictEqual } from 'node:util'
import type { AccountActor } from '@/lib/actor/actor'
import { commitTo } from '@/lib/audit/commitment'
import { recordAudit } from '@/lib/audit/record'
import { dateIn, startOfDay } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import { dataKey } from '@/lib/crypto/data-keys'
import { open, seal } from '@/lib/crypto/fields'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import type { Filing } from '@/lib/db/generated/client'
import { isFileable } from '@/lib/qualifications/lifecycle'
import { filingReasonPlace } from '@/lib/qualifications/sealed'
import { standingConflict } from '@/lib/qualifications/standing/standing-conflict'
import { filingConflict } from './filing-conflict'
import { findFiling } from './find-filing'
import { filingProblem, mayFollow, storedFiling } from './lifecycle'
import { mayFile } from './policy'
import type { SetFilingInput } from './schemas'

/**
 * Records what a carrier answered about one sender signature. The submission must be approved, since approval
 * creates its filings, and the qualification must be in force or suspended. A client that sends again what is recorded
 * changes nothing.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN (also for an account of one's own), INVALID_STATE, INVALID_INPUT,
 *   CASE_CHANGED when
 * the filing or the qualification isn't as it was on the screen; a key gets CONFLICT, or INVALID_STATE
 */
export async function setFiling(actor: AccountActor, input: SetFilingInput): Promise<{ qualificationId: string }> {
  return transaction((tx) => setFilingIn(tx, actor, input))
}

/** Does the same in a transaction of the caller's. */
export async function setFilingIn(tx: Tx, actor: AccountActor, input: SetFilingInput) {
  const { senderSignatureId, carrier, from, seen } = input
  const { qualification, filing, state } = await findFiling(tx, actor, senderSignatureId, carrier)
  const { id, dataKeyId } = qualification
  if (!mayFile(actor, qualification)) throw new DomainError('FORBIDDEN', 'Not theirs to file', { subjectId: id })
  if (!state || !isFileable(qualification.status)) throw await standingConflict(tx, actor, 'INVALID_STATE', id)
  if (actor.kind === 'CLIENT' && filing && (await isRecorded(tx, { filing, dataKeyId, input }))) {
    return { qualificationId: id }
  }
  const about = { qualificationId: id, senderSignatureId, carrier }
  if (state !== from) throw await filingConflict(tx, actor, 'CONFLICT', about)
  if (!mayFollow(from, input.state)) {
    throw new DomainError('INVALID_STATE', `${input.state} can't follow ${from}`, { subjectId: id })
  }
  const problem = filingProblem(input, dateIn(await databaseTime(tx)))
  if (problem) throw new DomainError('INVALID_INPUT', problem, { subjectId: id, params: { problem } })

  await lockUsable(tx, actor, qualification)
  const { state: to, extensionNumber, reason, filedOn, effectiveOn } = storedFiling(input)
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
  if (count !== 1) throw await filingConflict(tx, actor, 'CONFLICT', about)

  const commitments = reason === null ? [] : [commitTo('reason', reason)]
  const recorded = { senderSignatureId, carrier, from, to, extensionNumber, filedOn, effectiveOn }
  const data = { ...recorded, reason: commitments[0]?.digest ?? null }
  const event = { action: 'filing.changed', subjectId: id, data } as const
  await recordAudit(tx, actor, event, { using: 'filing.manage', disclose: { dataKeyId, commitments } })
  return { qualificationId: id }
}

type Recorded = { filing: Filing; dataKeyId: string; input: SetFilingInput }

/** Returns whether the filing is what the input makes of it. */
async function isRecorded(tx: Tx, { filing, dataKeyId, input }: Recorded): Promise<boolean> {
  const { senderSignatureId, carrier, state, extensionNumber, reasonSealed, filedAt, effectiveAt } = filing
  const reason =
    reasonSealed && open(await dataKey(tx, dataKeyId), filingReasonPlace(senderSignatureId, carrier), reasonSealed)
  const dates = { filedOn: filedAt && dateIn(filedAt), effectiveOn: effectiveAt && dateIn(effectiveAt) }
  return isDeepStrictEqual({ state, extensionNumber, reason, ...dates }, storedFiling(input))
}

type Usable = { id: string; status: string; revision: number }

/**
 * Locks the qualification's status until the transaction ends, so that no filing changes while the qualification is
 * being revoked.
 */
async function lockUsable(tx: Tx, actor: AccountActor, { id, status, revision }: Usable): Promise<void> {
  const held = await tx.$queryRaw<unknown[]>`
    SELECT FROM qualifications
    WHERE id = ${id}::uuid AND status = ${status}::"QualificationStatus" AND revision = ${revision}
    FOR SHARE`
  if (held.length !== 1) throw await standingConflict(tx, actor, 'CONFLICT', id)
}
