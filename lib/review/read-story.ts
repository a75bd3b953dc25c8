import 'server-only'
import { staffNames } from '@/lib/accounts/staff-names'
import { can, type PersonActor } from '@/lib/auth/actor'
import { isId } from '@/lib/core/ids'
import { dataKeyIfKept } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database, databaseTime } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import type { QualificationKind, QualificationStatus, TurnKind } from '@/lib/db/generated/enums'
import { isFileable, mayFile } from '@/lib/filings/policy'
import { readFilings, type SignatureFilings } from '@/lib/filings/queries'
import { mayExport } from '@/lib/qualifications/exports'
import { isWaiting } from '@/lib/qualifications/lifecycle'
import { holdsClaim, mayReview, visibleTo } from '@/lib/qualifications/policy'
import { turnNotePlace } from '@/lib/qualifications/sealed'
import { mayGovern, STANDING_ACTS, type StandingAct, standingAfter } from '@/lib/qualifications/standing'
import { rulebookOf } from '@/lib/rulebook/registry'
import type { KindRules } from '@/lib/rulebook/rulebook'
import { rulesFor } from '@/lib/rulebook/rules-for'
import { isFree, mayRelease } from './policy'
import { readDeclared, type StoryDeclared } from './story-declared'
import { readStoryEvents, type StoryEvent } from './story-events'
import { readRounds, type StoryRound } from './story-rounds'

export type StoryTurn = {
  id: string
  kind: TurnKind
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
  /** A claim that is past counts as waiting. */
  status: QualificationStatus
  revision: number
  isUrgent: boolean
  createdAt: Date
  firstSubmittedAt: Date | null
  queuedAt: Date | null
  decidedAt: Date | null
  validUntil: Date | null
  /** Since when its documents, and what was declared, are gone. */
  documentsErasedAt: Date | null
  detailsErasedAt: Date | null
  holder: { name: string | null; isMe: boolean; since: Date | null; until: Date | null } | null
  /** The approved one that it follows, and those that are to follow it: as far as they were handed in. */
  renews: Sibling | null
  renewals: Sibling[]
}

/** What the reader may do about it now. */
export type StoryRights = {
  open: boolean
  claim: boolean
  release: boolean
  urgency: boolean
  standing: StandingAct[]
  file: boolean
  read: boolean
  /** Take originals out. */
  export: boolean
}

/** What parts, documents and fields are called by: the rules, and which of its choices the reader may know. */
export type StoryNaming = { rules: KindRules; answers: Readonly<Record<string, string>> }

export type Story = {
  head: StoryHead
  naming: StoryNaming
  may: StoryRights
  rounds: StoryRound[]
  turns: StoryTurn[]
  filings: SignatureFilings[]
  events: StoryEvent[]
  /** Only for who may read it. */
  declared: StoryDeclared | null
}

/**
 * The whole story of one qualification for staff: states, revisions, decisions, turns and filings for who sees the
 * queue; for who may read it, also what is declared, and what people wrote. Never a document. Null when it isn't theirs
 * to know of, or was never handed in.
 */
export async function readStory(actor: PersonActor, id: string): Promise<Story | null> {
  if (!isId(id) || !can(actor, 'review.queue')) return null
  const found = await database().qualification.findFirst({
    where: { AND: [{ id }, visibleTo(actor), { queuedAt: { not: null } }] },
    include: INCLUDE,
  })
  if (!found) return null
  const now = await databaseTime()
  const key = await dataKeyIfKept(database(), found.dataKeyId)
  const mayRead = can(actor, 'qualification.read') && key !== null
  const [head, rounds, turns, events] = await Promise.all([
    headOf(actor, found, now),
    readRounds(id, mayRead ? key : null),
    readTurns(found.turns, mayRead ? key : null),
    readStoryEvents(actor, id),
  ])
  const approved = rounds.find(({ decision }) => decision?.outcome === 'APPROVED')
  const [newest] = rounds
  if (!newest) throw new Error(`${id} stands in the queue without a revision that was handed in`)
  const declared = mayRead && key ? await readDeclared(found.kind, newest, key) : null
  return {
    head: { ...head, revision: newest.revision }, // the next one is still being written
    naming: await namingOf(found, newest, declared),
    may: rightsOf(actor, found, now),
    rounds,
    turns,
    events,
    filings: approved ? readableFilings(await readFilings(database(), key, approved.id), mayRead) : [],
    declared,
  }
}

const SIBLING = { id: true, reference: true, status: true } as const
const INCLUDE = {
  turns: { orderBy: { at: 'desc' } },
  renews: { select: { ...SIBLING, queuedAt: true } },
  renewals: { where: { queuedAt: { not: null } }, orderBy: { createdAt: 'asc' }, select: SIBLING },
} satisfies Prisma.QualificationInclude

type Found = Prisma.QualificationGetPayload<{ include: typeof INCLUDE }>

async function headOf(actor: PersonActor, found: Found, now: Date): Promise<StoryHead> {
  const isFreeNow = isFree(found, now)
  const holderId = isFreeNow ? null : found.reviewerId
  const holder = holderId && {
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
  return {
    open: holdsClaim(actor, found, now),
    claim: isFreeNow && mayReview(actor, found),
    release: !isFreeNow && found.reviewerId !== null && mayRelease(actor, found, now),
    urgency: can(actor, 'review.lead') && mayReview(actor, found) && isWaiting(found.status),
    standing: mayGovern(actor, found) ? STANDING_ACTS.filter((act) => standingAfter(act, found, now) !== null) : [],
    file: mayFile(actor, found) && isFileable(found.status),
    read: can(actor, 'qualification.read') && found.detailsErasedAt === null,
    export: mayExport(actor, found) && found.documentsErasedAt === null,
  }
}

async function readTurns(turns: Found['turns'], key: Uint8Array | null): Promise<StoryTurn[]> {
  const names = await staffNames(turns.flatMap(({ byId }) => byId ?? []))
  return turns.map(({ id, kind, reason, noteSealed, byId, at }) => ({
    id,
    kind,
    reason,
    note: key && noteSealed ? open(key, turnNotePlace(id), noteSealed) : null,
    by: byId ? (names.get(byId) ?? null) : null,
    at,
  }))
}

/** Without what was declared and what the carrier wrote, for who may not read those. */
function readableFilings(filings: SignatureFilings[], mayRead: boolean): SignatureFilings[] {
  if (mayRead) return filings
  return filings.map((signature) => ({
    ...signature,
    text: '',
    filings: signature.filings.map((filing) => ({ ...filing, reason: null })),
  }))
}
