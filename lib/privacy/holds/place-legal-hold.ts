import 'server-only'
import { requireFreshFactor } from '@/lib/accounts/limits/fresh-factor'
import type { PersonActor } from '@/lib/actor/actor'
import { type Commitment, commitTo } from '@/lib/audit/commitment'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { createDataKey } from '@/lib/crypto/data-keys'
import { seal } from '@/lib/crypto/fields'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import { visibleTo } from '@/lib/qualifications/policy'
import type { PlaceLegalHoldInput } from './hold-schemas'
import { type HoldCovers, holdNotePlace, mayHold } from './legal-holds'

type Target = { id: string; accountId: string }

/**
 * Protects a qualification, or its whole account, from scheduled and requested erasure until the hold is lifted. It
 * takes the same lock as erasing: one of the two comes first, and the other notices.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN (also for an account of one's own), FRESH_FACTOR_NEEDED, INVALID_STATE when
 * it is held already or nothing is left of it, CONFLICT when either happened since it was read
 */
export function placeLegalHold(actor: PersonActor, { qualificationId, covers, reason, note }: PlaceLegalHoldInput) {
  return transaction(async (tx) => {
    const found = await tx.qualification.findFirst({ where: { AND: [{ id: qualificationId }, visibleTo(actor)] } })
    if (!found) throw new DomainError('NOT_FOUND', 'No such qualification')
    const subjectId = qualificationId
    if (!mayHold(actor, found)) throw new DomainError('FORBIDDEN', 'Not theirs to hold', { subjectId })
    await requireFreshFactor(tx, actor, subjectId)
    const refuse = async (code: 'INVALID_STATE' | 'CONFLICT') => {
      if (await isHeld(tx, found, covers)) throw new DomainError(code, 'Held already', { subjectId })
      if (!(await isAnythingLeft(tx, found, covers))) throw new DomainError(code, 'Nothing is left', { subjectId })
    }
    await refuse('INVALID_STATE')
    await lock(tx, found, covers)
    await refuse('CONFLICT')

    const { accountId } = found
    const { id: holdId, dataKeyId, commitments } = await insert(tx, actor, found, { covers, reason, note })
    const isOfOne = covers === 'QUALIFICATION'
    const digest = commitments[0]?.digest ?? null
    const data = { holdId, qualificationId: isOfOne ? qualificationId : null, reason, note: digest }
    const about = { using: 'privacy.manage', disclose: { dataKeyId, commitments } } as const
    await recordAudit(tx, actor, { action: 'legal_hold.placed', subjectId: accountId, data }, about)
    return { holdId, qualificationId }
  })
}

const on = ({ id, accountId }: Target, covers: HoldCovers) =>
  covers === 'ACCOUNT' ? { accountId } : { qualificationId: id }

async function isHeld(tx: Tx, target: Target, covers: HoldCovers): Promise<boolean> {
  return (await tx.legalHold.count({ where: { ...on(target, covers), liftedAt: null } })) > 0
}

/** Says whether anything is left to hold: of an account, its people count too. */
async function isAnythingLeft(tx: Tx, { id, accountId }: Target, covers: HoldCovers): Promise<boolean> {
  if (covers === 'QUALIFICATION') return (await tx.qualification.count({ where: { id, detailsErasedAt: null } })) > 0
  const left = await tx.qualification.count({ where: { accountId, detailsErasedAt: null } })
  return left > 0 || (await tx.membership.count({ where: { accountId } })) > 0
}

/** Locks the account before its qualifications, in the same order as erasing all of it. */
async function lock(tx: Tx, { id, accountId }: Target, covers: HoldCovers): Promise<void> {
  if (covers === 'QUALIFICATION') {
    await tx.$queryRaw`SELECT FROM qualifications WHERE id = ${id}::uuid FOR UPDATE`
    return
  }
  await tx.$queryRaw`SELECT FROM accounts WHERE id = ${accountId}::uuid FOR UPDATE`
  await tx.$queryRaw`SELECT FROM qualifications WHERE account_id = ${accountId}::uuid ORDER BY id FOR UPDATE`
}

type Hold = Omit<PlaceLegalHoldInput, 'qualificationId'>

async function insert(tx: Tx, actor: PersonActor, target: Target, { covers, reason, note }: Hold) {
  const id = newId()
  const { id: dataKeyId, key } = await createDataKey(tx)
  const noteSealed = note === null ? null : seal(key, holdNotePlace(id), note)
  const commitments: Commitment[] = note === null ? [] : [commitTo('note', note)]
  const placedAt = await databaseTime(tx)
  await tx.legalHold.create({
    data: { id, ...on(target, covers), reason, dataKeyId, noteSealed, placedById: actor.id, placedAt },
  })
  return { id, dataKeyId, commitments }
}
