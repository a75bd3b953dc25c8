import 'server-only'
import { staffNames } from '@/lib/accounts/staff-names'
import { open } from '@/lib/crypto/fields'
import { database } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import type { DocumentKind, Mend, Outcome, PartKind, Verdict } from '@/lib/db/generated/enums'
import { notePlace, signaturePlace } from '@/lib/qualifications/sealed'
import { type ReasonCatalogue, type ToldReason, toldReasons } from '@/lib/rulebook/reasons'
import { reasonsOf } from '@/lib/rulebook/registry'

/** A part and what was concluded about it, if anything was. */
export type StoryPart = {
  id: string
  kind: PartKind
  fieldGroup: string | null
  documentKind: DocumentKind | null
  /** The sender signature that it is, or whose evidence it is; null also for who may not read what is declared. */
  signature: { text: string } | null
  /** Accepted in an earlier revision, and not judged again. */
  isCarried: boolean
  verdict: Verdict | null
  reasons: ToldReason[]
  mend: Mend | null
  mendField: string | null
  note: string | null
}

export type StoryDecision = { outcome: Outcome; decidedAt: Date; reviewer: string | null }

/** One revision: what was handed in when, and what became of it. */
export type StoryRound = {
  id: string
  revision: number
  submittedAt: Date
  rulebookVersion: string
  letterVersion: string
  parts: StoryPart[]
  /** The last one, where there were several looks. */
  decision: StoryDecision | null
}

const INCLUDE = {
  parts: {
    orderBy: { position: 'asc' },
    include: { document: { include: { senderSignature: true } }, senderSignature: true },
  },
  decisions: { orderBy: { look: 'desc' }, take: 1, include: { judgements: true } },
} satisfies Prisma.SubmissionInclude

type Row = Prisma.SubmissionGetPayload<{ include: typeof INCLUDE }>

/**
 * The revisions that were handed in, newest first.
 *
 * @param key of the qualification, for who may read what people wrote; null for who may not
 */
export async function readRounds(qualificationId: string, key: Uint8Array | null): Promise<StoryRound[]> {
  const rows = await database().submission.findMany({
    where: { qualificationId, submittedAt: { not: null } },
    orderBy: { revision: 'desc' },
    include: INCLUDE,
  })
  const decisions = rows.flatMap((row) => row.decisions)
  const names = await staffNames(decisions.map(({ reviewerId }) => reviewerId))
  const catalogues = await cataloguesOf(decisions.map(({ reasonsVersion }) => reasonsVersion))
  return rows.map((row) => {
    const { id, revision, submittedAt, rulebookVersion, letterVersion, decisions } = row
    const [decision] = decisions
    const catalogue = decision && catalogues.get(decision.reasonsVersion)
    return {
      id,
      revision,
      submittedAt: submittedAt ?? new Date(0), // never: only what was handed in is read
      rulebookVersion,
      letterVersion,
      parts: row.parts.map((part) => partOf(part, decision, catalogue, key)),
      decision: decision
        ? {
            outcome: decision.outcome,
            decidedAt: decision.decidedAt,
            reviewer: names.get(decision.reviewerId) ?? null,
          }
        : null,
    }
  })
}

async function cataloguesOf(versions: readonly string[]): Promise<ReadonlyMap<string, ReasonCatalogue>> {
  const each = [...new Set(versions)].map(async (version) => [version, await reasonsOf(version)] as const)
  return new Map(await Promise.all(each))
}

function partOf(
  part: Row['parts'][number],
  decision: Row['decisions'][number] | undefined,
  catalogue: ReasonCatalogue | undefined,
  key: Uint8Array | null,
): StoryPart {
  const judgement = decision?.judgements.find(({ partId }) => partId === part.id)
  const signature = part.senderSignature ?? part.document?.senderSignature
  const note = decision && judgement?.noteSealed
  return {
    id: part.id,
    kind: part.kind,
    fieldGroup: part.fieldGroup,
    documentKind: part.document?.kind ?? null,
    signature: key && signature ? { text: open(key, signaturePlace(signature.id), signature.textSealed) } : null,
    isCarried: part.carriedFromId !== null,
    verdict: judgement?.verdict ?? null,
    reasons: catalogue && judgement ? toldReasons(catalogue, judgement.reasons) : [],
    mend: judgement?.mend ?? null,
    mendField: judgement?.mendField ?? null,
    note: key && note ? open(key, notePlace(decision.id, part.id), note) : null,
  }
}
