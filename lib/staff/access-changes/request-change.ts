import 'server-only'
import { isRemoval } from '@/lib/accounts/access-change'
import { ACTING_ADMINISTRATOR, countAdministrators } from '@/lib/accounts/administrators'
import { requireFreshFactor } from '@/lib/accounts/limits/fresh-factor'
import { type PersonActor, SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { HOUR } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { databaseTime, type Tx } from '@/lib/db/client'
import type { AccessChangeKind, StaffRole } from '@/lib/db/generated/enums'
import { notifyOfRequest } from './notices'

/**
 * Counts the hours that a change waits: then a change that gives access lapses, and a removal without a third
 * administrator is final.
 */
export const CHANGE_HOURS = 72

type Subject = { userId: string; invitationId: null } | { userId: null; invitationId: string }
type Requested = Subject & { kind: AccessChangeKind; from: readonly StaffRole[]; to: readonly StaffRole[] }

/**
 * Stores a change until a second administrator consents, in the transaction of the administrator who requests it, and
 * notifies the others. Call it under the lock of administrators.
 *
 * @throws DomainError FRESH_FACTOR_NEEDED, GRANT_WAITS when another change waits for the same person
 */
export async function requestChangeIn(tx: Tx, actor: PersonActor, requested: Requested): Promise<void> {
  const { kind, userId, invitationId, from, to } = requested
  await requireFreshFactor(tx, actor, userId)
  const now = await databaseTime(tx)
  if (userId) await endDead(tx, userId, now)
  const id = newId()
  const expiresAt = new Date(now.getTime() + CHANGE_HOURS * HOUR)
  const becomesFinal = isRemoval(kind) && userId !== null && !(await canAnyoneConsent(tx, [actor.id, userId]))
  const times = { createdAt: now, notifiedAt: now, expiresAt }
  const change = { kind, userId, invitationId, becomesFinal }
  const row = { id, ...change, fromRoles: [...from], toRoles: [...to], requestedById: actor.id, ...times }
  const { count } = await tx.accessChange.createMany({ data: [row], skipDuplicates: true })
  if (count !== 1) throw new DomainError('GRANT_WAITS', 'One waits for them already', { subjectId: userId })
  const data = { ...change, from: [...from], to: [...to] }
  await recordAudit(tx, actor, { action: 'access_change.requested', subjectId: id, data }, { using: 'people.manage' })
  await notifyOfRequest(tx, row, CHANGE_HOURS)
}

/**
 * Says whether there is an administrator in addition to these. A blocked one counts as a third administrator too:
 * otherwise one could block the third and wait 72 hours. Call it under the lock of administrators.
 */
export async function canAnyoneConsent(tx: Tx, besides: string[]): Promise<boolean> {
  return (await countAdministrators(tx, { besides })) > 0
}

/** Closes changes that nobody answered in time, or whose requester may no longer request them: they block nothing. */
async function endDead(tx: Tx, userId: string, now: Date): Promise<void> {
  const isDead = {
    OR: [{ becomesFinal: false, expiresAt: { lte: now } }, { requestedBy: { is: { NOT: ACTING_ADMINISTRATOR } } }],
  }
  const ended = await tx.accessChange.updateManyAndReturn({
    where: { AND: [{ userId, state: 'WAITING' }, isDead] },
    data: { state: 'REFUSED', decidedAt: now },
    select: { id: true },
  })
  for (const { id } of ended) {
    await recordAudit(tx, SYSTEM, {
      action: 'access_change.lapsed',
      subjectId: id,
      data: { userId, invitationId: null },
    })
  }
}
