import 'server-only'
import { staffNames } from '@/lib/accounts/staff-names'
import { can, type PersonActor } from '@/lib/auth/actor'
import { isId } from '@/lib/core/ids'
import { dataKey } from '@/lib/crypto/data-keys'
import { database, databaseTime } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import type { DocumentKind, PartKind, QualificationKind, QualificationStatus } from '@/lib/db/generated/enums'
import { readContent } from '@/lib/qualifications/content'
import { isWaiting } from '@/lib/qualifications/lifecycle'
import { holdsClaim, mayReview, visibleTo } from '@/lib/qualifications/policy'
import { askedGroups } from '@/lib/rulebook/asked'
import { type ReasonCatalogue, reasonsFor } from '@/lib/rulebook/reasons'
import { currentReasons, rulebookOf } from '@/lib/rulebook/registry'
import type { KindRules } from '@/lib/rulebook/rulebook'
import { rulesFor } from '@/lib/rulebook/rules-for'
import { type Claim, claimOf } from './claims'
import { refusedPart } from './lifecycle'
import { mendableFields } from './mendable'
import { isFree, mayRelease } from './policy'
import { type Carried, readCarried } from './read-carried'
import { type PastDecision, readDecisions } from './read-decisions'
import { type PreviousPart, readPrevious } from './read-previous'
import { plannedPart, type ShownPart, shownPart } from './shown-part'

/** What everyone who sees the queue may know of one qualification. */
export type ReviewHead = {
  id: string
  reference: string
  kind: QualificationKind
  status: QualificationStatus
  revision: number
  queuedAt: Date | null
  decidedAt: Date | null
  /** A claim that is past is nobody's. */
  holder: { id: string; name: string | null; isMe: boolean } | null
  canClaim: boolean
  /** Take it from its holder, as a lead. */
  canRelease: boolean
  isUrgent: boolean
  /** Put it before others, or no longer, as a lead. */
  canSetUrgency: boolean
  /** Of an account of the reader's. */
  isOwn: boolean
}

/** One part as the workbench shows it: what is judged, what it is held against, and what can be said of it. */
export type ReviewPart = ShownPart & {
  id: string
  kind: PartKind
  fieldGroup: string | null
  documentKind: DocumentKind | null
  /** Accepted in an earlier revision: it isn't judged again. */
  carried: Carried | null
  /** What stood there before, where it is judged anew. */
  previous: PreviousPart | null
  /** Codes of the reasons that it can be refused for. */
  reasons: string[]
  mendableFields: string[]
}

export type ReviewCase = Claim & {
  submissionId: string
  rulebookVersion: string
  /** By which parts and fields are called. */
  rules: KindRules
  answers: Record<string, string>
  /** The reference of the approved one that it is to follow. */
  renews: string | null
  /** What the reasons mean, once for all parts. */
  catalogue: ReasonCatalogue
  parts: ReviewPart[]
  history: PastDecision[]
}

/**
 * What the workbench shows. `opened` is there only for who holds the claim: what is declared, the documents, what was
 * decided before. Null when it isn't theirs to know of.
 */
export async function readForReview(
  actor: PersonActor,
  id: string,
): Promise<{ head: ReviewHead; opened: ReviewCase | null } | null> {
  if (!isId(id)) return null
  const found = await database().qualification.findFirst({
    where: { AND: [{ id }, visibleTo(actor), { queuedAt: { not: null } }] },
    include: INCLUDE,
  })
  if (!found || !can(actor, 'review.queue')) return null
  const now = await databaseTime()
  return {
    head: await headOf(actor, found, now),
    opened: holdsClaim(actor, found, now) ? await openCase(found, now) : null,
  }
}

/** The live claim that someone holds, to go back to. */
export async function readCurrentClaim(actor: PersonActor): Promise<{ id: string; reference: string } | null> {
  const [claim] = await database().$queryRaw<{ id: string; reference: string }[]>`
    SELECT id::text, reference FROM qualifications
    WHERE status = 'IN_REVIEW' AND reviewer_id = ${actor.id}::uuid AND lease_ends_at > clock_timestamp()
      AND account_id <> ALL(${[...actor.accountIds]}::uuid[])
    ORDER BY is_urgent DESC, queue_place, id
    LIMIT 1`
  return claim ?? null
}

const INCLUDE = {
  renews: { select: { reference: true } },
  submissions: {
    where: { submittedAt: { not: null } },
    orderBy: { revision: 'desc' },
    take: 1,
    include: {
      parts: {
        orderBy: { position: 'asc' },
        include: { document: { select: { kind: true, senderSignatureId: true } } },
      },
    },
  },
} satisfies Prisma.QualificationInclude

type Found = Prisma.QualificationGetPayload<{ include: typeof INCLUDE }>

async function headOf(actor: PersonActor, found: Found, now: Date): Promise<ReviewHead> {
  const { id, reference, kind, queuedAt, decidedAt, reviewerId } = found
  const isFreeNow = isFree(found, now)
  const holderId = isFreeNow ? null : reviewerId
  const name = holderId ? ((await staffNames([holderId])).get(holderId) ?? null) : null
  return {
    id,
    reference,
    kind,
    status: isFreeNow ? 'SUBMITTED' : found.status,
    revision: found.submissions[0]?.revision ?? found.revision,
    queuedAt,
    decidedAt,
    holder: holderId ? { id: holderId, name, isMe: holderId === actor.id } : null,
    canClaim: isFreeNow && mayReview(actor, found),
    canRelease: holderId !== null && mayRelease(actor, found, now),
    isUrgent: found.isUrgent,
    canSetUrgency: can(actor, 'review.lead') && mayReview(actor, found) && isWaiting(found.status),
    isOwn: actor.accountIds.includes(found.accountId),
  }
}

async function openCase(found: Found, now: Date): Promise<ReviewCase | null> {
  const [submission] = found.submissions
  if (!submission || !found.leaseEndsAt) return null
  const key = await dataKey(database(), found.dataKeyId)
  const { id, kind, renewsId, renews } = found
  const { revision, rulebookVersion } = submission
  const content = await readContent(database(), kind, submission.id, key)
  const rulebook = await rulebookOf(rulebookVersion)
  const rules = rulesFor(rulebook, kind)
  const catalogue = await currentReasons()
  const history = await readDecisions(id, key)
  const previousOf = await readPrevious({ id, kind, renewsId, revision, content, rulebook, history }, key)
  const carried = await readCarried(submission.parts.flatMap(({ carriedFromId }) => carriedFromId ?? []))

  const asked = new Set(askedGroups(rulebook, content).flatMap(({ fields }) => fields.map(({ key }) => key)))
  /** Nobody can mend what these answers don't ask for. */
  const isMendable = (key: string) => asked.has(key) || !isFieldOf(rules, key)
  const parts = submission.parts.map((part): ReviewPart => {
    const shape = { ...part, documentKind: part.document?.kind ?? null }
    const planned = plannedPart(part)
    return {
      id: part.id,
      kind: part.kind,
      fieldGroup: part.fieldGroup,
      documentKind: shape.documentKind,
      ...shownPart(rulebook, content, planned),
      carried: part.carriedFromId ? (carried.get(part.carriedFromId) ?? null) : null,
      previous: part.carriedFromId ? null : previousOf(planned),
      reasons: reasonsFor(catalogue, kind, refusedPart(shape)).map(({ code }) => code),
      mendableFields: mendableFields(rules, shape).filter(isMendable),
    }
  })
  return {
    submissionId: submission.id,
    ...claimOf(id, found.leaseEndsAt, now),
    rulebookVersion,
    rules,
    answers: content.fields,
    renews: renews?.reference ?? null,
    catalogue,
    parts,
    history,
  }
}

/** And not `signature`, `signatures` or `samples`, which are asked for always. */
const isFieldOf = ({ groups }: KindRules, key: string): boolean =>
  groups.some(({ fields }) => fields.some((field) => field.key === key))
