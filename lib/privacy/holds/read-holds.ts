import 'server-only'
import { staffNames } from '@/lib/accounts/staff-names'
import { can, type PersonActor } from '@/lib/actor/actor'
import { isId } from '@/lib/core/ids'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import type { HoldReason } from '@/lib/db/generated/enums'
import { visibleTo } from '@/lib/qualifications/policy'
import { retainedUntil } from '../retention/retained-until'
import { HOLD_COVERS, type HoldCovers, holdNotePlace, mayHold } from './legal-holds'

export type HoldLine = {
  id: string
  covers: HoldCovers
  reason: HoldReason
  note: string | null
  placedBy: string | null
  placedAt: Date
  liftedBy: string | null
  liftedAt: Date | null
}

export type HoldsView = {
  /** Lists all holds, the newest first, lifted ones included. */
  holds: HoldLine[]
  /** Says when each falls due, null once it is erased. Null while the qualification is in progress. */
  due: { documents: Date | null; details: Date | null } | null
  /** Says whether all of it is erased. */
  isErased: boolean
  mayLift: boolean
  /** Lists the holds that can be placed: on data that has none and is not fully erased. */
  mayPlace: HoldCovers[]
}

/**
 * Returns the past and present holds on a qualification: its own and its account's. Null for a reader who may not see
 * them.
 */
export async function readHolds(actor: PersonActor, qualificationId: string): Promise<HoldsView | null> {
  if (!isId(qualificationId) || !can(actor, 'privacy.read')) return null
  const found = await database().qualification.findFirst({
    where: { AND: [{ id: qualificationId }, visibleTo(actor)] },
    include: { account: { select: { _count: { select: { members: true } } } } },
  })
  if (!found) return null
  const { accountId } = found
  const rows = await database().legalHold.findMany({
    where: { OR: [{ qualificationId }, { accountId }] },
    orderBy: [{ placedAt: 'desc' }, { id: 'desc' }],
    include: HOLD,
  })
  const left = await database().qualification.count({ where: { accountId, detailsErasedAt: null } })
  const isLeft = {
    QUALIFICATION: found.detailsErasedAt === null,
    ACCOUNT: left > 0 || found.account._count.members > 0,
  }
  const holds = await holdLines(rows)
  const retention = (await retainedUntil(database(), [qualificationId])).get(qualificationId)
  const isHeld = (covers: HoldCovers) => holds.some((hold) => hold.covers === covers && hold.liftedAt === null)
  const mayManage = mayHold(actor, found)
  return {
    holds,
    due: retention
      ? {
          documents: found.documentsErasedAt ? null : retention.documents,
          details: found.detailsErasedAt ? null : retention.details,
        }
      : null,
    isErased: found.detailsErasedAt !== null,
    mayLift: mayManage,
    mayPlace: HOLD_COVERS.filter((covers) => mayManage && isLeft[covers] && !isHeld(covers)),
  }
}

export const HOLD = { dataKey: true } as const satisfies Prisma.LegalHoldInclude

/** Returns holds as people read them: with opened notes and the names of staff. */
export async function holdLines(
  rows: readonly Prisma.LegalHoldGetPayload<{ include: typeof HOLD }>[],
): Promise<HoldLine[]> {
  const names = await staffNames(rows.flatMap(({ placedById, liftedById }) => [placedById, liftedById ?? placedById]))
  const lines = rows.map(async ({ id, accountId, reason, dataKey, noteSealed, ...hold }) => ({
    id,
    covers: accountId === null ? ('QUALIFICATION' as const) : ('ACCOUNT' as const),
    reason,
    note: noteSealed ? open(await unwrapDataKey(dataKey), holdNotePlace(id), noteSealed) : null,
    placedBy: names.get(hold.placedById) ?? null,
    placedAt: hold.placedAt,
    liftedBy: hold.liftedById ? (names.get(hold.liftedById) ?? null) : null,
    liftedAt: hold.liftedAt,
  }))
  return Promise.all(lines)
}
