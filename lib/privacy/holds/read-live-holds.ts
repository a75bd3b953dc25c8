import 'server-only'
import { can, type PersonActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { database } from '@/lib/db/client'
import { HOLD, type HoldLine, holdLines } from './read-holds'

/** A limit that is above any real number of holds. */
const MAX = 500

export type LiveHold = HoldLine & {
  /** The qualifications under the hold of which something is left, as far as they were submitted. */
  qualifications: { id: string; reference: string }[]
}

/**
 * Returns the holds in effect now, the newest first.
 *
 * @throws DomainError FORBIDDEN
 */
export async function readLiveHolds(actor: PersonActor): Promise<LiveHold[]> {
  if (!can(actor, 'privacy.read')) throw new DomainError('FORBIDDEN', 'Not of holds')
  const held = { id: true, reference: true } as const
  const rows = await database().legalHold.findMany({
    where: { liftedAt: null },
    orderBy: [{ placedAt: 'desc' }, { id: 'desc' }],
    take: MAX,
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
