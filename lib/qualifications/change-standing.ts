import 'server-only'
import { commitTo } from '@/lib/audit/commitment'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { dataKey } from '@/lib/crypto/data-keys'
import { seal } from '@/lib/crypto/fields'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import { tellAccount } from '@/lib/notifications/tell'
import { visibleTo } from './policy'
import { turnNotePlace } from './sealed'
import { mayGovern, type StandingAct, standingAfter, standingProblem } from './standing'
import type { ChangeStandingInput } from './standing-schemas'

const ACTIONS = {
  SUSPENDED: 'qualification.suspended',
  RESUMED: 'qualification.resumed',
  REVOKED: 'qualification.revoked',
} as const satisfies Record<StandingAct, string>

/**
 * What suspending, resuming and revoking have in common: the state, the turn with its note sealed, the event, the
 * message to the account. Its state and end are guarded in the UPDATE too, for the clock may end it meanwhile.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN (also for an account of one's own), INVALID_INPUT, INVALID_STATE, CONFLICT
 */
export function changeStanding(
  actor: PersonActor,
  act: StandingAct,
  { qualificationId: id, reason, note }: ChangeStandingInput,
) {
  return transaction(async (tx) => {
    const found = await tx.qualification.findFirst({ where: { AND: [{ id }, visibleTo(actor)] } })
    if (!found) throw new DomainError('NOT_FOUND', 'No such qualification')
    if (!mayGovern(actor, found)) throw new DomainError('FORBIDDEN', 'Not theirs to govern', { subjectId: id })
    const problem = standingProblem(act, reason, note)
    if (problem) throw new DomainError('INVALID_INPUT', problem, { subjectId: id, params: { problem } })
    const now = await databaseTime(tx)
    const to = standingAfter(act, found, now)
    if (!to) throw new DomainError('INVALID_STATE', `Not ${act} from ${found.status}`, { subjectId: id })

    const { status: from, reference, accountId } = found
    const { count } = await tx.qualification.updateMany({
      where: { id, status: from, validUntil: { gt: now } },
      data: { status: to },
    })
    if (count !== 1) throw new DomainError('CONFLICT', 'It went on since it was read', { subjectId: id })

    const turn = { qualificationId: id, kind: act, reason, byId: actor.id, at: now }
    const commitments = await recordTurn(tx, turn, found.dataKeyId, note)
    const data = { from, to, reason, note: commitments[0]?.digest ?? null }
    const about = { using: 'qualification.govern', disclose: { dataKeyId: found.dataKeyId, commitments } } as const
    await recordAudit(tx, actor, { action: ACTIONS[act], subjectId: id, data }, about)
    await tellAccount(tx, { accountId, qualificationId: id, template: act, params: { reference } })
    return { id, reference, status: to }
  })
}

type Turn = { qualificationId: string; kind: StandingAct; reason: string; byId: string; at: Date }

/** The note's commitment, where there is one. */
async function recordTurn(tx: Tx, turn: Turn, dataKeyId: string, note: string | null) {
  const id = newId()
  const noteSealed = note === null ? null : seal(await dataKey(tx, dataKeyId), turnNotePlace(id), note)
  await tx.turn.create({ data: { id, ...turn, noteSealed } })
  return note === null ? [] : [commitTo('note', note)]
}
