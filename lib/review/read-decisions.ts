import 'server-only'
import { staffNames } from '@/lib/accounts/staff-names'
import { open } from '@/lib/crypto/fields'
import { database } from '@/lib/db/client'
import type { DocumentKind, Mend, Outcome, PartKind } from '@/lib/db/generated/enums'
import { notePlace } from '@/lib/qualifications/sealed'
import { type ToldReason, toldReasons } from '@/lib/rulebook/reasons'
import { reasonsOf } from '@/lib/rulebook/registry'

/** What was concluded on an earlier revision, and why. */
export type PastDecision = {
  revision: number
  outcome: Outcome
  decidedAt: Date
  reviewer: string | null
  refused: {
    part: { id: string; kind: PartKind; documentKind: DocumentKind | null; fieldGroup: string | null }
    reasons: ToldReason[]
    mend: Mend | null
    mendField: string | null
    note: string | null
  }[]
}

/** Newest first. */
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
  const toldIn = (version: string, codes: readonly string[]) => {
    const catalogue = catalogues.get(version)
    return catalogue ? toldReasons(catalogue, codes) : []
  }
  const names = await staffNames(decisions.map(({ reviewerId }) => reviewerId))
  return decisions.map(({ id, submission, outcome, decidedAt, reviewerId, reasonsVersion, judgements }) => ({
    revision: submission.revision,
    outcome,
    decidedAt,
    reviewer: names.get(reviewerId) ?? null,
    refused: judgements.map(({ partId, part, reasons, mend, mendField, noteSealed }) => ({
      part: {
        id: partId,
        kind: part.kind,
        documentKind: part.document?.kind ?? null,
        fieldGroup: part.fieldGroup,
      },
      reasons: toldIn(reasonsVersion, reasons),
      mend,
      mendField,
      note: noteSealed ? open(key, notePlace(id, partId), noteSealed) : null,
    })),
  }))
}
