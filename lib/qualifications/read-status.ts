import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { dateIn } from '@/lib/core/clock'
import { isId } from '@/lib/core/ids'
import { dataKeyIfStored } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database, databaseTime } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import type { Outcome, QualificationStatus, StandingReason, StatusChangeKind } from '@/lib/db/generated/enums'
import { rulebookOf } from '@/lib/rulebook/registry'
import { rulesFor } from '@/lib/rulebook/rules-for'
import { readContent } from './content'
import { countAhead } from './count-ahead'
import { isEnded, isOver, mayRenew, mayWithdraw } from './lifecycle'
import { ownedBy } from './policy'
import { RENEWAL, triesAgainOn } from './queries'
import { readRound } from './read-round'
import { statusChangeNotePlace } from './sealed'

export type TimelineEvent = { event: 'STARTED' | 'SUBMITTED' | Outcome | StatusChangeKind; at: Date; revision: number }

/** Gives the reason why staff suspended, resumed or revoked it, as its applicants read it. */
export type StandingChange = { reason: StandingReason | null; note: string | null; at: Date }

const INCLUDE = {
  account: { select: { isTest: true } },
  statusChanges: { orderBy: { at: 'asc' } },
  renews: { select: { id: true, reference: true } },
  renewals: RENEWAL,
  submissions: { orderBy: { revision: 'asc' }, include: { decisions: { orderBy: { look: 'desc' }, take: 1 } } },
} satisfies Prisma.QualificationInclude

type Found = Prisma.QualificationGetPayload<{ include: typeof INCLUDE }>

/** Returns the status of an application for its applicants. Null when it isn't theirs. */
export async function readStatus(actor: PersonActor, id: string) {
  if (!isId(id)) return null
  const found = await database().qualification.findFirst({
    where: { AND: [{ id }, ownedBy(actor)] },
    include: INCLUDE,
  })
  if (!found) return null
  const now = await databaseTime()
  const key = await dataKeyIfStored(database(), found.dataKeyId)
  const { reference, kind, validUntil, submissions, renews } = found
  const status = isOver(found, now) ? 'EXPIRED' : found.status
  const rulebookVersion = submissions.at(-1)?.rulebookVersion ?? ''
  const last = key && (await readLastRound(found, key))
  const [renewal = null] = found.renewals
  const mayTryAgainOn = await triesAgainOn(found, rulebookVersion)
  return {
    ...{ id, reference, kind, status, validUntil, renews, renewal, mayTryAgainOn },
    /** When its documents and what was declared were erased. */
    erased: { documents: found.documentsErasedAt, details: found.detailsErasedAt },
    timeline: timelineOf(found),
    /** Says whether it is of a test account: nobody reviews those. */
    isTest: found.account.isTest,
    ahead: found.account.isTest ? null : await countAhead(found),
    rules: rulesFor(await rulebookOf(rulebookVersion), kind),
    round: last?.round ?? null,
    /** Holds the answers of that round, on which the names of its parts depend. */
    answers: last?.answers ?? {},
    /** The reason for its suspension or revocation, while it is suspended or revoked. */
    standing: standingOf(found, key),
    /** Says whether it lapsed because nobody touched it. */
    hasLapsed: found.statusChanges.at(-1)?.kind === 'LAPSED',
    wasSubmitted: found.firstSubmittedAt !== null,
    may: {
      withdraw: mayWithdraw(status),
      renew: renewal === null && mayRenew(found, now),
      /** Says whether another of the same kind can be started from it. */
      startAgain: isEnded(status) && status !== 'EXPIRED' && (mayTryAgainOn === null || mayTryAgainOn <= dateIn(now)),
    },
  }
}

export type StatusView = NonNullable<Awaited<ReturnType<typeof readStatus>>>

function timelineOf({ createdAt, submissions, statusChanges }: Found): TimelineEvent[] {
  const revisionAt = (at: Date) => submissions.findLast(({ createdAt }) => createdAt <= at)?.revision ?? 1
  const events: TimelineEvent[] = [
    { event: 'STARTED', at: createdAt, revision: 1 },
    ...submissions.flatMap(({ revision, submittedAt, decisions: [decision] }): TimelineEvent[] => [
      ...(submittedAt ? [{ event: 'SUBMITTED' as const, at: submittedAt, revision }] : []),
      ...(decision ? [{ event: decision.outcome, at: decision.decidedAt, revision }] : []),
    ]),
    ...statusChanges.map(({ kind, at }) => ({ event: kind, at, revision: revisionAt(at) })),
  ]
  return events.toSorted((one, other) => one.at.getTime() - other.at.getTime()) // the sort is stable: earlier entries stay first
}

function standingOf({ status, statusChanges }: Found, key: Uint8Array | null): StandingChange | null {
  const change = statusChanges.findLast(({ kind }) => (kind as string) === (status satisfies QualificationStatus))
  if (!change || (change.kind !== 'SUSPENDED' && change.kind !== 'REVOKED')) return null
  const { id, reason, noteSealed, at } = change
  return { reason, note: noteSealed && key && open(key, statusChangeNotePlace(id), noteSealed), at }
}

async function readLastRound({ kind, submissions }: Found, key: Uint8Array) {
  const judged = submissions.findLast(({ decisions }) => decisions.length > 0)
  if (!judged) return null
  const content = await readContent(database(), kind, judged.id, key)
  const round = await readRound(judged.id, key, content)
  return round && { round, answers: content.fields }
}
