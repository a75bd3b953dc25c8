import 'server-only'
import { can, type PersonActor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import { database } from '@/lib/db/client'
import { HOLD, type HoldLine, holdLines } from './read-holds'

/** More than there ever are at a time. */
const MOST = 500

export type LiveHold = HoldLine & {
  /** Those that it lies on and of which something is left, as far as they were handed in. */
  qualifications: { id: string; reference: string }[]
}

/** The holds that lie on something now, the newest first. @throws DomainError FORBIDDEN */
export async function readLiveHolds(actor: PersonActor): Promise<LiveHold[]> {
  if (!can(actor, 'privacy.read')) throw new DomainError('FORBIDDEN', 'Not of holds')
  const held = { id: true, reference: true } as const
  const rows = await database().legalHold.findMany({
    where: { liftedAt: null },
    orderBy: [{ placedAt: 'desc' }, { id: 'desc' }],
    take: MOST,
    include: {
      ...HOLD,
      qualification: { select: held },
      account: {
        select: {
          qualifications: {
            where: { queuedAt: { not: null }, detailsErasedAt: null },
            orderBy: { createdAt: 'desc' },
            select: held,
          },
        },
      },
    },
  })
  const lines = await holdLines(rows)
  return lines.map((line, index) => {
    const row = rows[index]
    return { ...line, qualifications: row?.account?.qualifications ?? (row?.qualification ? [row.qualification] : []) }
  })
}
