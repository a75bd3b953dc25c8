import 'server-only'
import { staffNames } from '@/lib/accounts/staff-names'
import { open } from '@/lib/crypto/fields'
import { database } from '@/lib/db/client'
import type { Correction, DocumentKind, Outcome, PartKind } from '@/lib/db/generated/enums'
import { type OutlinedPlace, placeOf } from '@/lib/qualifications/outlined-place'
import { notePlace } from '@/lib/qualifications/sealed'
import { type ShownReason, shownReasons } from '@/lib/rulebook/reasons'
import { reasonsOf } from '@/lib/rulebook/registry'

/** Describes the decision on an earlier revision, with its reasons. */
export type PastDecision = {
  revision: number
  outcome: Outcome
  decidedAt: Date
  reviewer: string | null
  refused: {
    part: { id: string; kind: PartKind; documentKind: DocumentKind | null; fieldGroup: string | null }
    reasons: ShownReason[]
    correction: Correction | null
    correctionField: string | null
    note: string | null
    place: OutlinedPlace | null
  }[]
}

/** Returns the decisions on a qualification, newest first. */
export async function readDecisions(qualificationId: string, key: Uint8Array): Promise<PastDecision[]> {
  const decisions = await database().decision.findMany({
    where: { submission: { qualificationId } },
    orderBy: { decidedAt: 'desc' },
    include: {
      submission: { select: { revision: true } },
      judgements: {
        where: { verdict: 'REFUSED' },
        orderBy: { part: { position: 'asc' } },
        include: { part: { include: { document: { select: { kind: true } } } } },
      },
    },
  })
  const versions = [...new Set(decisions.map(({ reasonsVersion }) => reasonsVersion))]
  const catalogues = new Map(
    await Promise.all(versions.map(async (version) => [version, await reasonsOf(version)] as const)),
  )
  const reasonsIn = (version: string, codes: readonly string[]) => {
    const catalogue = catalogues.get(version)
    return catalogue ? shownReasons(catalogue, codes) : []
  }
  const names = await staffNames(decisions.flatMap(({ reviewerId }) => reviewerId ?? []))
  return decisions.map(({ id, submission, outcome, decidedAt, reviewerId, reasonsVersion, judgements }) => ({
    revision: submission.revision,
    outcome,
    decidedAt,
    reviewer: names.get(reviewerId ?? '') ?? null,
    refused: judgements.map(({ partId, part, reasons, correction, correctionField, noteSealed, ...row }) => ({
      part: {
        id: partId,
        kind: part.kind,
        documentKind: part.document?.kind ?? null,
        fieldGroup: part.fieldGroup,
      },
      reasons: reasonsIn(reasonsVersion, reasons),
      correction,
      correctionField,
      note: noteSealed ? open(key, notePlace(id, partId), noteSealed) : null,
      place: placeOf(row),
    })),
  }))
}
