import 'server-only'
import { staffNames } from '@/lib/accounts/staff-names'
import { database } from '@/lib/db/client'

/** The reviewer and the revision that accepted a part, which is not judged again. */
export type Carried = { revision: number; reviewer: string | null; at: Date }

/** Returns the carried parts by the id of the part that was judged. */
export async function readCarried(judgedIds: readonly string[]): Promise<Map<string, Carried>> {
  if (judgedIds.length === 0) return new Map()
  const judgements = await database().partJudgement.findMany({
    where: { partId: { in: [...judgedIds] }, verdict: 'ACCEPTED' },
    include: { decision: { include: { submission: { select: { revision: true } } } } },
    orderBy: { decision: { look: 'asc' } },
  })
  const names = await staffNames(judgements.flatMap(({ decision }) => decision.reviewerId ?? []))
  return new Map(
    judgements.map(({ partId, decision: { reviewerId, decidedAt, submission } }) => [
      partId,
      { revision: submission.revision, reviewer: names.get(reviewerId ?? '') ?? null, at: decidedAt },
    ]),
  )
}
