import 'server-only'
import { notifyAccount } from '@/lib/accounts/notices/notify'
import type { Actor } from '@/lib/actor/actor'
import { commitTo } from '@/lib/audit/commitment'
import { recordAudit } from '@/lib/audit/record'
import { newId } from '@/lib/core/ids'
import { dataKey } from '@/lib/crypto/data-keys'
import { seal } from '@/lib/crypto/fields'
import type { Tx } from '@/lib/db/client'
import type { Qualification, StatusChange } from '@/lib/db/generated/client'
import type { QualificationStatus, StandingReason } from '@/lib/db/generated/enums'
import { statusChangeNotePlace } from '../sealed'
import type { StandingAct } from './standing'
import { standingConflict } from './standing-conflict'

const ACTIONS = {
  SUSPENDED: 'qualification.suspended',
  RESUMED: 'qualification.resumed',
  REVOKED: 'qualification.revoked',
} as const satisfies Record<StandingAct, string>

type Change = {
  act: StandingAct
  /** The qualification as it was read. */
  qualification: Pick<Qualification, 'id' | 'status' | 'reference' | 'accountId' | 'dataKeyId'>
  to: QualificationStatus
  reason: StandingReason
  note: string | null
  at: Date
}

/**
 * Writes the state, the status change with its sealed note, the event and the message to the account. State and end are
 * guarded in the UPDATE, since the daily job may expire it meanwhile.
 *
 * @throws DomainError CASE_CHANGED when it changed since it was read; CONFLICT where no person acts
 */
export async function recordStanding(tx: Tx, actor: Actor, change: Change): Promise<void> {
  const { act, qualification, to, reason, at } = change
  const { id, status: from, reference, accountId, dataKeyId } = qualification
  const { count } = await tx.qualification.updateMany({
    where: { id, status: from, validUntil: { gt: at } },
    data: { status: to },
  })
  if (count !== 1) throw await standingConflict(tx, actor, 'CONFLICT', id)

  const by = actor.kind === 'CLIENT' ? { byKeyId: actor.id } : { byId: actor.id }
  const commitments = await recordStatusChange(
    tx,
    { qualificationId: id, kind: act, reason, byId: null, byKeyId: null, at, ...by },
    change,
  )
  const data = { from, to, reason, note: commitments[0]?.digest ?? null }
  const using = actor.kind === 'PERSON' ? ({ using: 'qualification.govern' } as const) : {}
  const about = { ...using, disclose: { dataKeyId, commitments } }
  await recordAudit(tx, actor, { action: ACTIONS[act], subjectId: id, data }, about)
  await notifyAccount(tx, { accountId, qualificationId: id, template: act, params: { reference } })
}

type Row = Pick<StatusChange, 'qualificationId' | 'byId' | 'byKeyId' | 'at'> & {
  kind: StandingAct
  reason: StandingReason
}

/** Writes the status change and returns the commitment to its note, if it has one. */
async function recordStatusChange(tx: Tx, row: Row, { qualification, note }: Change) {
  const id = newId()
  const noteSealed =
    note === null ? null : seal(await dataKey(tx, qualification.dataKeyId), statusChangeNotePlace(id), note)
  await tx.statusChange.create({ data: { id, ...row, noteSealed } })
  return note === null ? [] : [commitTo('note', note)]
}
