import 'server-only'
import { staffNames } from '@/lib/accounts/staff-names'
import { open } from '@/lib/crypto/fields'
import { database } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import type { Correction, DocumentKind, Outcome, PartKind, Verdict } from '@/lib/db/generated/enums'
import { type OutlinedPlace, placeOf } from '@/lib/qualifications/outlined-place'
import { notePlace, signaturePlace } from '@/lib/qualifications/sealed'
import { type ShownFinding, shownFinding } from '@/lib/review/shown-part'
import type { ReasonCatalogue } from '@/lib/rulebook/reason-catalogue'
import { type ShownReason, shownReasons } from '@/lib/rulebook/reasons'
import { reasonsOf } from '@/lib/rulebook/registry'

/** A part and its judgement, if there is one. */
export type StoryPart = {
  id: string
  kind: PartKind
  fieldGroup: string | null
  documentKind: DocumentKind | null
  /**
   * The sender signature that it is, or whose evidence it is; null also for people who may not read declared values.
   */
  signature: { text: string } | null
  /** Says whether it was accepted in an earlier revision, and not judged again. */
  isCarried: boolean
  verdict: Verdict | null
  reasons: ShownReason[]
  correction: Correction | null
  correctionField: string | null
  note: string | null
  /** Marks the place on a page that the reviewer outlined; null also for people who may not read what people wrote. */
  place: OutlinedPlace | null
  /** Lists what the applicant was shown about it before they submitted it. */
  findings: ShownFinding[]
  /** Lists what was read after they submitted it. */
  late: ShownFinding[]
}

export type StoryDecision = { outcome: Outcome; decidedAt: Date; reviewer: string | null }

/** Describes one revision: when it was submitted, and what was decided about it. */
export type StoryRound = {
  id: string
  revision: number
  submittedAt: Date
  rulebookVersion: string
  letterVersion: string
  parts: StoryPart[]
  /** The last decision, when there were several reviews. */
  decision: StoryDecision | null
}

const INCLUDE = {
  parts: {
    orderBy: { position: 'asc' },
    include: {
      document: { include: { senderSignature: true } },
      senderSignature: true,
      findings: { orderBy: { position: 'asc' } },
      late: { orderBy: { position: 'asc' } },
    },
  },
  samples: { orderBy: { position: 'asc' }, select: { id: true } },
  decisions: { orderBy: { look: 'desc' }, take: 1, include: { judgements: true } },
} satisfies Prisma.SubmissionInclude

type Row = Prisma.SubmissionGetPayload<{ include: typeof INCLUDE }>

/**
 * Returns the submitted revisions, newest first.
 *
 * @param key the key of the qualification if the person may read what people wrote; otherwise null
 * @param own the reviewer who reads, with that key as long as it is stored: what they wrote in their own decisions they
 *   may read
 */
export async function readRounds(
  qualificationId: string,
  key: Uint8Array | null,
  own?: { reviewerId: string; key: Uint8Array | null },
): Promise<StoryRound[]> {
  const rows = await database().submission.findMany({
    where: { qualificationId, submittedAt: { not: null } },
    orderBy: { revision: 'desc' },
    include: INCLUDE,
  })
  const decisions = rows.flatMap((row) => row.decisions)
  const names = await staffNames(decisions.flatMap(({ reviewerId }) => reviewerId ?? []))
  const catalogues = await cataloguesOf(decisions.map(({ reasonsVersion }) => reasonsVersion))
  return rows.map((row) => {
    const { id, revision, submittedAt, rulebookVersion, letterVersion, decisions } = row
    const [decision] = decisions
    const catalogue = decision && catalogues.get(decision.reasonsVersion)
    const keys = { key, ofNotes: decision && decision.reviewerId === own?.reviewerId ? own.key : key }
    return {
      id,
      revision,
      submittedAt: submittedAt ?? new Date(0), // can't happen: only submitted ones are read
      rulebookVersion,
      letterVersion,
      parts: row.parts.map((part) => partOf(part, row, catalogue, keys)),
      decision: decision
        ? {
            outcome: decision.outcome,
            decidedAt: decision.decidedAt,
            reviewer: names.get(decision.reviewerId ?? '') ?? null,
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
  { decisions: [decision], samples }: Row,
  catalogue: ReasonCatalogue | undefined,
  { key, ofNotes }: { key: Uint8Array | null; ofNotes: Uint8Array | null },
): StoryPart {
  const judgement = decision?.judgements.find(({ partId }) => partId === part.id)
  const signature = part.senderSignature ?? part.document?.senderSignature
  const note = decision && judgement?.noteSealed
  const sampleIds = samples.map(({ id }) => id)
  return {
    id: part.id,
    kind: part.kind,
    fieldGroup: part.fieldGroup,
    documentKind: part.document?.kind ?? null,
    signature: key && signature ? { text: open(key, signaturePlace(signature.id), signature.textSealed) } : null,
    isCarried: part.carriedFromId !== null,
    verdict: judgement?.verdict ?? null,
    reasons: catalogue && judgement ? shownReasons(catalogue, judgement.reasons) : [],
    correction: judgement?.correction ?? null,
    correctionField: judgement?.correctionField ?? null,
    findings: part.findings.map((finding) => shownFinding(finding, sampleIds)),
    late: part.late.map((finding) => shownFinding(finding, sampleIds)),
    note: ofNotes && note ? open(ofNotes, notePlace(decision.id, part.id), note) : null,
    place: ofNotes && judgement ? placeOf(judgement) : null,
  }
}
