import 'server-only'
import { staffNames } from '@/lib/accounts/staff-names'
import { can, type PersonActor } from '@/lib/auth/actor'
import { isId } from '@/lib/core/ids'
import { dataKey } from '@/lib/crypto/data-keys'
import { database, databaseTime } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import type {
  DocumentKind,
  PartKind,
  QualificationKind,
  QualificationStatus,
  SignatureSource,
} from '@/lib/db/generated/enums'
import { type DocumentRow, readContent } from '@/lib/qualifications/content'
import { holdsClaim, mayReview, visibleTo } from '@/lib/qualifications/policy'
import { askedGroups } from '@/lib/rulebook/asked'
import { type ReasonCatalogue, reasonsFor } from '@/lib/rulebook/reasons'
import { currentReasons, rulebookOf } from '@/lib/rulebook/registry'
import type { FieldRule } from '@/lib/rulebook/rulebook'
import { rulesFor } from '@/lib/rulebook/rules-for'
import { type Claim, claimOf } from './claims'
import { refusedPart } from './lifecycle'
import { mendableFields, SIGNATURES } from './mendable'
import { isFree, mayRelease } from './policy'
import { type PastDecision, readDecisions } from './read-decisions'

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
  /** Of an account of the reader's. */
  isOwn: boolean
}

export type ReviewFile = { id: string; width: number; height: number }

export type ReviewSignature = { id: string; text: string; source: SignatureSource }

export type DeclaredAnswer = { key: string; type: FieldRule['type']; value: string; isSensitive: boolean }

/** One part as the workbench shows it: what is judged, what it is held against, and what can be said of it. */
export type ReviewPart = {
  id: string
  kind: PartKind
  fieldGroup: string | null
  documentKind: DocumentKind | null
  /** Which page of which ID, when it is one. */
  idPage: { type: string; page: string } | null
  /** The sender signature that it is, or whose evidence it is. */
  signature: ReviewSignature | null
  /** Those that the picture is compared with. */
  signatures: ReviewSignature[]
  answers: DeclaredAnswer[]
  files: ReviewFile[]
  samples: string[]
  /** Codes of the reasons that it can be refused for. */
  reasons: string[]
  mendableFields: string[]
}

export type ReviewCase = Claim & {
  submissionId: string
  rulebookVersion: string
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
  return database().qualification.findFirst({
    where: { status: 'IN_REVIEW', reviewerId: actor.id, leaseEndsAt: { gt: await databaseTime() } },
    orderBy: [{ isUrgent: 'desc' }, { queuePlace: 'asc' }, { id: 'asc' }],
    select: { id: true, reference: true },
  })
}

const INCLUDE = {
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
    isOwn: actor.accountIds.includes(found.accountId),
  }
}

async function openCase(found: Found, now: Date): Promise<ReviewCase | null> {
  const [submission] = found.submissions
  if (!submission || !found.leaseEndsAt) return null
  const key = await dataKey(database(), found.dataKeyId)
  const content = await readContent(database(), found.kind, submission.id, key)
  const rulebook = await rulebookOf(submission.rulebookVersion)
  const rules = rulesFor(rulebook, found.kind)
  const groups = askedGroups(rulebook, content)
  const catalogue = await currentReasons()

  const parts = submission.parts.map((part): ReviewPart => {
    const signatureId = part.senderSignatureId ?? part.document?.senderSignatureId
    const signature = content.signatures.find((candidate) => candidate.id === signatureId)
    const slot = part.document && rules.documents.find((candidate) => candidate.kind === part.document?.kind)
    const restsOn = new Set(slot?.restsOn)
    const shape = { ...part, documentKind: part.document?.kind ?? null }
    const fields = groups.flatMap((group) =>
      group.fields.filter((field) => group.key === part.fieldGroup || restsOn.has(field.key)),
    )
    return {
      id: part.id,
      kind: part.kind,
      fieldGroup: part.fieldGroup,
      documentKind: part.document?.kind ?? null,
      idPage: slot?.idPage ? { type: content.fields[slot.idPage.field] ?? '', page: slot.idPage.page } : null,
      signature: signature ?? null,
      signatures: restsOn.has(SIGNATURES) ? content.signatures : [],
      answers: fields.map(({ key, type, sensitive }) => ({
        key,
        type,
        value: content.fields[key] ?? '',
        isSensitive: sensitive,
      })),
      files: filesOf(content.rows, part.documentId),
      samples: part.kind === 'SAMPLE_MESSAGES' ? content.samples.map(({ text }) => text) : [],
      reasons: reasonsFor(catalogue, found.kind, refusedPart(shape)).map(({ code }) => code),
      mendableFields: mendableFields(rules, shape),
    }
  })
  return {
    submissionId: submission.id,
    ...claimOf(found.id, found.leaseEndsAt, now),
    rulebookVersion: submission.rulebookVersion,
    catalogue,
    parts,
    history: await readDecisions(found.id, key),
  }
}

function filesOf(documents: readonly DocumentRow[], documentId: string | null): ReviewFile[] {
  const pages = documents.find(({ id }) => id === documentId)?.pages ?? []
  return pages.map(({ file: { id, width, height } }) => ({ id, width, height }))
}
