import 'server-only'
import type { PersonActor } from '@/lib/auth/actor'
import { dateIn } from '@/lib/core/clock'
import { isId } from '@/lib/core/ids'
import { dataKeyIfKept } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database, databaseTime } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import type { Outcome, QualificationStatus, TurnKind } from '@/lib/db/generated/enums'
import { rulebookOf } from '@/lib/rulebook/registry'
import { rulesFor } from '@/lib/rulebook/rules-for'
import { readContent } from './content'
import { countAhead } from './count-ahead'
import { isEnded, isOver, mayRenew, mayWithdraw } from './lifecycle'
import { ownedBy } from './policy'
import { RENEWAL, triesAgainOn } from './queries'
import { readRound } from './read-round'
import { turnNotePlace } from './sealed'

export type TimelineEvent = { event: 'BEGUN' | 'SUBMITTED' | Outcome | TurnKind; at: Date; revision: number }

/** Why staff did what they did to it, as they told its applicants. */
export type StandingTold = { reason: string | null; note: string | null; at: Date }

const INCLUDE = {
  turns: { orderBy: { at: 'asc' } },
  renews: { select: { id: true, reference: true } },
  renewals: RENEWAL,
  submissions: { orderBy: { revision: 'asc' }, include: { decisions: { orderBy: { look: 'desc' }, take: 1 } } },
} satisfies Prisma.QualificationInclude

type Found = Prisma.QualificationGetPayload<{ include: typeof INCLUDE }>

/** How an application stands, for its applicants. Null when it isn't theirs. */
export async function readStatus(actor: PersonActor, id: string) {
  if (!isId(id)) return null
  const found = await database().qualification.findFirst({
    where: { AND: [{ id }, ownedBy(actor)] },
    include: INCLUDE,
  })
  if (!found) return null
  const now = await databaseTime()
  const key = await dataKeyIfKept(database(), found.dataKeyId)
  const { reference, kind, validUntil, submissions, renews } = found
  const status = isOver(found, now) ? 'EXPIRED' : found.status
  const rulebookVersion = submissions.at(-1)?.rulebookVersion ?? ''
  const last = key && (await readLastRound(found, key))
  const [renewal = null] = found.renewals
  const mayTryAgainOn = await triesAgainOn(found, rulebookVersion)
  return {
    ...{ id, reference, kind, status, validUntil, renews, renewal, mayTryAgainOn },
    /** Since when its documents, and what was declared, are gone. */
    erased: { documents: found.documentsErasedAt, details: found.detailsErasedAt },
    timeline: timelineOf(found),
    ahead: await countAhead(found),
    rules: rulesFor(await rulebookOf(rulebookVersion), kind),
    round: last?.round ?? null,
    /** Of that round: its parts are called by them. */
    answers: last?.answers ?? {},
    /** Why it is suspended or revoked, while it is. */
    standing: standingOf(found, key),
    /** Whether it ended because nobody touched it. */
    hasLapsed: found.turns.at(-1)?.kind === 'LAPSED',
    wasHandedIn: found.firstSubmittedAt !== null,
    may: {
      withdraw: mayWithdraw(status),
      renew: renewal === null && mayRenew(found, now),
      /** Another of the same kind, filled from this one. */
      beginAgain: isEnded(status) && status !== 'EXPIRED' && (mayTryAgainOn === null || mayTryAgainOn <= dateIn(now)),
    },
  }
}

export type StatusView = NonNullable<Awaited<ReturnType<typeof readStatus>>>

function timelineOf({ createdAt, submissions, turns }: Found): TimelineEvent[] {
  const revisionAt = (at: Date) => submissions.findLast(({ createdAt }) => createdAt <= at)?.revision ?? 1
  const events: TimelineEvent[] = [
    { event: 'BEGUN', at: createdAt, revision: 1 },
    ...submissions.flatMap(({ revision, submittedAt, decisions: [decision] }): TimelineEvent[] => [
      ...(submittedAt ? [{ event: 'SUBMITTED' as const, at: submittedAt, revision }] : []),
      ...(decision ? [{ event: decision.outcome, at: decision.decidedAt, revision }] : []),
    ]),
    ...turns.map(({ kind, at }) => ({ event: kind, at, revision: revisionAt(at) })),
  ]
  return events.toSorted((one, other) => one.at.getTime() - other.at.getTime()) // stable: what came first stays first
}

function standingOf({ status, turns }: Found, key: Uint8Array | null): StandingTold | null {
  const turn = turns.findLast(({ kind }) => (kind as string) === (status satisfies QualificationStatus))
  if (!turn || (turn.kind !== 'SUSPENDED' && turn.kind !== 'REVOKED')) return null
  const { id, reason, noteSealed, at } = turn
  return { reason, note: noteSealed && key && open(key, turnNotePlace(id), noteSealed), at }
}

async function readLastRound({ kind, submissions }: Found, key: Uint8Array) {
  const judged = submissions.findLast(({ decisions }) => decisions.length > 0)
  if (!judged) return null
  const content = await readContent(database(), kind, judged.id, key)
  const round = await readRound(judged.id, key, content)
  return round && { round, answers: content.fields }
}
