import 'server-only'
import { staffNames } from '@/lib/accounts/staff-names'
import { can, type PersonActor } from '@/lib/actor/actor'
import { isId } from '@/lib/core/ids'
import { dataKeyIfStored } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database, databaseTime } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import type { QualificationKind, QualificationStatus, StatusChangeKind } from '@/lib/db/generated/enums'
import { mayFile } from '@/lib/filings/policy'
import { readFilings, type SignatureFilings } from '@/lib/filings/queries'
import { mayExport } from '@/lib/qualifications/files/exports'
import { isFileable, isWaiting } from '@/lib/qualifications/lifecycle'
import { holdsClaim, mayReview, visibleTo } from '@/lib/qualifications/policy'
import { statusChangeNotePlace } from '@/lib/qualifications/sealed'
import { mayGovern, STANDING_ACTS, type StandingAct, standingAfter } from '@/lib/qualifications/standing/standing'
import { isFree, mayRelease } from '@/lib/review/policy'
import { rulebookOf } from '@/lib/rulebook/registry'
import type { KindRules } from '@/lib/rulebook/rulebook'
import { rulesFor } from '@/lib/rulebook/rules-for'
import { readDeclared, type StoryDeclared } from './story-declared'
import { readStoryEvents, type StoryEvent } from './story-events'
import { readRounds, type StoryRound } from './story-rounds'

export type StatusChange = {
  id: string
  kind: StatusChangeKind
  reason: string | null
  note: string | null
  by: string | null
  at: Date
}

type Sibling = { id: string; reference: string; status: QualificationStatus }

export type StoryHead = {
  id: string
  reference: string
  accountId: string
  kind: QualificationKind
  organisationType: string | null
  purposes: string[]
  isOnBehalf: boolean
  /** A case with an expired claim counts as waiting. */
  status: QualificationStatus
  revision: number
  isUrgent: boolean
  createdAt: Date
  firstSubmittedAt: Date | null
  queuedAt: Date | null
  decidedAt: Date | null
  validUntil: Date | null
  /** The times at which its documents, and what was declared, were erased. */
  documentsErasedAt: Date | null
  detailsErasedAt: Date | null
  holder: { id: string; name: string | null; isMe: boolean; since: Date | null; until: Date | null } | null
  /** Names the approved qualification that it renews. Its own renewals are listed once they were submitted. */
  renews: Sibling | null
  renewals: Sibling[]
}

/** Lists the rights of the reader at this moment. */
export type StoryRights = {
  open: boolean
  claim: boolean
  release: boolean
  urgency: boolean
  standing: StandingAct[]
  file: boolean
  read: boolean
  /** Says whether the reader may export originals. */
  export: boolean
}

/** The rules and the answers that the reader may know: the names of parts, documents and fields depend on them. */
export type StoryNaming = { rules: KindRules; answers: Readonly<Record<string, string>> }

export type Story = {
  head: StoryHead
  naming: StoryNaming
  may: StoryRights
  rounds: StoryRound[]
  statusChanges: StatusChange[]
  filings: SignatureFilings[]
  events: StoryEvent[]
  /** Holds the declared values; null for people who may not read them. */
  declared: StoryDeclared | null
}

/**
 * Returns the whole history of one qualification for staff. A person who sees the queue gets states, revisions,
 * decisions, status changes and filings, and the notes of their own decisions; a person who may read it also gets what
 * is declared and what people wrote. It never contains a document. Null when the person may not know of it, or it was
 * never submitted.
 */
export async function readStory(actor: PersonActor, id: string): Promise<Story | null> {
  if (!isId(id) || !can(actor, 'review.queue')) return null
  const found = await database().qualification.findFirst({
    where: { AND: [{ id }, visibleTo(actor), { queuedAt: { not: null } }] },
    include: INCLUDE,
  })
  if (!found) return null
  const now = await databaseTime()
  const key = await dataKeyIfStored(database(), found.dataKeyId)
  const mayRead = can(actor, 'qualification.read') && key !== null
  const [head, rounds, statusChanges, events] = await Promise.all([
    headOf(actor, found, now),
    readRounds(id, mayRead ? key : null, { reviewerId: actor.id, key }),
    readStatusChanges(found.statusChanges, mayRead ? key : null),
    readStoryEvents(actor, found),
  ])
  const approved = rounds.find(({ decision }) => decision?.outcome === 'APPROVED')
  const [newest] = rounds
  if (!newest) throw new Error(`${id} is in the queue without a submitted revision`)
  const declared = mayRead && key ? await readDeclared(found.kind, newest, key) : null
  return {
    head: { ...head, revision: newest.revision }, // the next revision is still being written
    naming: await namingOf(found, newest, declared),
    may: rightsOf(actor, found, now),
    rounds,
    statusChanges,
    events,
    filings: approved ? readableFilings(await readFilings(database(), key, approved.id), mayRead) : [],
    declared,
  }
}

const SIBLING = { id: true, reference: true, status: true } as const
const INCLUDE = {
  statusChanges: { orderBy: { at: 'desc' } },
  renews: { select: { ...SIBLING, queuedAt: true } },
  renewals: { where: { queuedAt: { not: null } }, orderBy: { createdAt: 'asc' }, select: SIBLING },
} satisfies Prisma.QualificationInclude

type Found = Prisma.QualificationGetPayload<{ include: typeof INCLUDE }>

async function headOf(actor: PersonActor, found: Found, now: Date): Promise<StoryHead> {
  const isFreeNow = isFree(found, now)
  const holderId = isFreeNow ? null : found.reviewerId
  const holder = holderId && {
    id: holderId,
    name: (await staffNames([holderId])).get(holderId) ?? null,
    isMe: holderId === actor.id,
    since: found.claimedAt,
    until: found.leaseEndsAt,
  }
  const { id, reference, accountId, kind, organisationType, purposes, isOnBehalf, revision } = found
  const { isUrgent, renews, renewals } = found
  const { createdAt, firstSubmittedAt, queuedAt, decidedAt, validUntil, documentsErasedAt, detailsErasedAt } = found
  return {
    ...{ id, reference, accountId, kind, organisationType, purposes, isOnBehalf, revision, isUrgent, renewals },
    ...{ createdAt, firstSubmittedAt, queuedAt, decidedAt, validUntil, documentsErasedAt, detailsErasedAt },
    status: isFreeNow ? 'SUBMITTED' : found.status,
    holder: holder || null,
    renews: renews?.queuedAt ? { id: renews.id, reference: renews.reference, status: renews.status } : null,
  }
}

async function namingOf(
  { kind, organisationType }: Found,
  { rulebookVersion }: StoryRound,
  declared: StoryDeclared | null,
): Promise<StoryNaming> {
  const rules = rulesFor(await rulebookOf(rulebookVersion), kind)
  const answers = declared?.groups.flatMap(({ answers }) => answers) ?? []
  const choices = answers.filter(({ type }) => type === 'CHOICE').map(({ key, value }) => [key, value] as const)
  return { rules, answers: { 'organisation.type': organisationType ?? '', ...Object.fromEntries(choices) } }
}

function rightsOf(actor: PersonActor, found: Found, now: Date): StoryRights {
  const isFreeNow = isFree(found, now)
  const standing = { ...found, lastReason: found.statusChanges[0]?.reason ?? null }
  return {
    open: holdsClaim(actor, found, now),
    claim: isFreeNow && mayReview(actor, found),
    release: !isFreeNow && found.reviewerId !== null && mayRelease(actor, found, now),
    urgency: can(actor, 'review.lead') && mayReview(actor, found) && isWaiting(found.status),
    standing: mayGovern(actor, found) ? STANDING_ACTS.filter((act) => standingAfter(act, standing, now) !== null) : [],
    file: mayFile(actor, found) && isFileable(found.status),
    read: can(actor, 'qualification.read') && found.detailsErasedAt === null,
    export: mayExport(actor, found) && found.documentsErasedAt === null,
  }
}

async function readStatusChanges(
  statusChanges: Found['statusChanges'],
  key: Uint8Array | null,
): Promise<StatusChange[]> {
  const names = await staffNames(statusChanges.flatMap(({ byId }) => byId ?? []))
  return statusChanges.map(({ id, kind, reason, noteSealed, byId, at }) => ({
    id,
    kind,
    reason,
    note: key && noteSealed ? open(key, statusChangeNotePlace(id), noteSealed) : null,
    by: byId ? (names.get(byId) ?? null) : null,
    at,
  }))
}

/** Leaves out what was declared and what the carrier wrote where the person may not read those. */
function readableFilings(filings: SignatureFilings[], mayRead: boolean): SignatureFilings[] {
  if (mayRead) return filings
  return filings.map((signature) => ({
    ...signature,
    text: '',
    filings: signature.filings.map((filing) => ({ ...filing, reason: null })),
  }))
}
