import 'server-only'
import { LIVE } from '@/lib/core/live-accounts'
import { database, databaseTime } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import type { QualificationStatus } from '@/lib/db/generated/enums'

type Waiting = { id: string; status: QualificationStatus; isUrgent: boolean; queuePlace: Date | null }

/**
 * Returns how many wait before it in the order of the queue: urgent ones first, then by place, then by id. Null when it
 * doesn't wait. One whose claim has expired has its old place again.
 */
export async function countAhead({ id, status, isUrgent, queuePlace }: Waiting): Promise<number | null> {
  if (status !== 'SUBMITTED' || !queuePlace) return null
  const earlier: Prisma.QualificationWhereInput[] = [
    { isUrgent, queuePlace: { lt: queuePlace } },
    { isUrgent, queuePlace, id: { lt: id } },
  ]
  return database().qualification.count({
    where: {
      account: LIVE,
      AND: [
        { OR: [{ status: 'SUBMITTED' }, { status: 'IN_REVIEW', leaseEndsAt: { lte: await databaseTime() } }] },
        { OR: isUrgent ? earlier : [{ isUrgent: true }, ...earlier] },
      ],
    },
  })
}
