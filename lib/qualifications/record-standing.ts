import 'server-only'
import { commitTo } from '@/lib/audit/commitment'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor, SystemActor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { dataKey } from '@/lib/crypto/data-keys'
import { seal } from '@/lib/crypto/fields'
import type { Tx } from '@/lib/db/client'
import type { Qualification } from '@/lib/db/generated/client'
import type { QualificationStatus } from '@/lib/db/generated/enums'
import { tellAccount } from '@/lib/notifications/tell'
import { turnNotePlace } from './sealed'
import type { StandingAct, StandingReason } from './standing'

const ACTIONS = {
  SUSPENDED: 'qualification.suspended',
  RESUMED: 'qualification.resumed',
  REVOKED: 'qualification.revoked',
} as const satisfies Record<StandingAct, string>

type Change = {
  act: StandingAct
  /** As it was read. */
  qualification: Pick<Qualification, 'id' | 'status' | 'reference' | 'accountId' | 'dataKeyId'>
  to: QualificationStatus
  reason: StandingReason
  note: string | null
  at: Date
}

/**
 * The state, the turn with its note sealed, the event, the message to the account. State and end are guarded in the
 * UPDATE, for the clock may end it meanwhile.
 *
 * @throws DomainError CONFLICT when it went on since it was read
 */
export async function recordStanding(tx: Tx, actor: PersonActor | SystemActor, change: Change): Promise<void> {
  const { act, qualification, to, reason, at } = change
  const { id, status: from, reference, accountId, dataKeyId } = qualification
  const { count } = await tx.qualification.updateMany({
    where: { id, status: from, validUntil: { gt: at } },
    data: { status: to },
  })
  if (count !== 1) throw new DomainError('CONFLICT', 'It went on since it was read', { subjectId: id })

  const commitments = await recordTurn(tx, { qualificationId: id, kind: act, reason, byId: actor.id, at }, change)
  const data = { from, to, reason, note: commitments[0]?.digest ?? null }
  const using = actor.kind === 'PERSON' ? ({ using: 'qualification.govern' } as const) : {}
  const about = { ...using, disclose: { dataKeyId, commitments } }
  await recordAudit(tx, actor, { action: ACTIONS[act], subjectId: id, data }, about)
  await tellAccount(tx, { accountId, qualificationId: id, template: act, params: { reference } })
}

type Turn = { qualificationId: string; kind: StandingAct; reason: string; byId: string | null; at: Date }

/** The note's commitment, where there is one. */
async function recordTurn(tx: Tx, turn: Turn, { qualification, note }: Change) {
  const id = newId()
  const noteSealed = note === null ? null : seal(await dataKey(tx, qualification.dataKeyId), turnNotePlace(id), note)
  await tx.turn.create({ data: { id, ...turn, noteSealed } })
  return note === null ? [] : [commitTo('note', note)]
}
