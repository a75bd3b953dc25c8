import 'server-only'
import type { PersonActor } from '@/lib/auth/actor'
import { DAY } from '@/lib/core/clock'
import { isId } from '@/lib/core/ids'
import { dataKey } from '@/lib/crypto/data-keys'
import { database, databaseTime } from '@/lib/db/client'
import type { QualificationKind, QualificationStatus } from '@/lib/db/generated/enums'
import { rulebookOf } from '@/lib/rulebook/registry'
import { rulesFor } from '@/lib/rulebook/rules-for'
import { readContent } from './content'
import { ownedBy } from './policy'
import { readRound } from './read-round'

/** A card among one's own. */
export type QualificationCard = {
  id: string
  reference: string
  kind: QualificationKind
  status: QualificationStatus
  updatedAt: Date
  firstSubmittedAt: Date | null
  decidedAt: Date | null
  validUntil: Date | null
}

/** More than a customer ever has; what is open stands first, in the order of the last change. */
const MOST = 100

/** Those of the actor's accounts, last changed first. */
export function listQualifications(actor: PersonActor): Promise<QualificationCard[]> {
  return database().qualification.findMany({
    where: ownedBy(actor),
    orderBy: [{ updatedAt: 'desc' }, { id: 'desc' }],
    take: MOST,
    select: {
      id: true,
      reference: true,
      kind: true,
      status: true,
      updatedAt: true,
      firstSubmittedAt: true,
      decidedAt: true,
      validUntil: true,
    },
  })
}

export type Turn = {
  event: 'BEGUN' | 'SUBMITTED' | 'APPROVED' | 'REJECTED' | 'CHANGES_REQUESTED'
  at: Date
  revision: number
}

/** How an application stands, for its applicants. Null when it isn't theirs. */
export async function readStatus(actor: PersonActor, id: string) {
  if (!isId(id)) return null
  const found = await database().qualification.findFirst({
    where: { AND: [{ id }, ownedBy(actor)] },
    include: {
      submissions: { orderBy: { revision: 'asc' }, include: { decisions: { orderBy: { look: 'desc' }, take: 1 } } },
    },
  })
  if (!found) return null
  const { reference, kind, status, validUntil, createdAt, submissions } = found
  const timeline = [
    { event: 'BEGUN' as const, at: createdAt, revision: 1 },
    ...submissions.flatMap(({ revision, submittedAt, decisions: [decision] }): Turn[] => [
      ...(submittedAt ? [{ event: 'SUBMITTED' as const, at: submittedAt, revision }] : []),
      ...(decision ? [{ event: decision.outcome, at: decision.decidedAt, revision }] : []),
    ]),
  ]
  const rulebook = await rulebookOf(submissions.at(-1)?.rulebookVersion ?? '')
  const last = await readLastRound(found)
  return {
    id,
    reference,
    kind,
    status,
    validUntil,
    timeline,
    ahead: await countAhead(found),
    rules: rulesFor(rulebook, kind),
    round: last?.round ?? null,
    /** Of that round: its parts are called by them. */
    answers: last?.answers ?? {},
    /** When a rejected applicant may begin another. */
    mayTryAgainAt:
      status === 'REJECTED' && last
        ? new Date(last.round.decidedAt.getTime() + rulebook.terms.coolingOffDays * DAY)
        : null,
  }
}

export type StatusView = NonNullable<Awaited<ReturnType<typeof readStatus>>>

/** How many wait before it; null when it doesn't wait. A claim whose lease is past has its old place again. */
async function countAhead({
  id,
  status,
  queuedAt,
}: {
  id: string
  status: QualificationStatus
  queuedAt: Date | null
}) {
  if (status !== 'SUBMITTED' || !queuedAt) return null
  const now = await databaseTime()
  return database().qualification.count({
    where: {
      AND: [
        { OR: [{ status: 'SUBMITTED' }, { status: 'IN_REVIEW', leaseEndsAt: { lte: now } }] },
        { OR: [{ queuedAt: { lt: queuedAt } }, { queuedAt, id: { lt: id } }] },
      ],
    },
  })
}

type Decided = { kind: QualificationKind; dataKeyId: string; submissions: { id: string; decisions: unknown[] }[] }

async function readLastRound({ kind, dataKeyId, submissions }: Decided) {
  const judged = submissions.findLast(({ decisions }) => decisions.length > 0)
  if (!judged) return null
  const key = await dataKey(database(), dataKeyId)
  const content = await readContent(database(), kind, judged.id, key)
  const round = await readRound(judged.id, key, content)
  return round && { round, answers: content.fields }
}
