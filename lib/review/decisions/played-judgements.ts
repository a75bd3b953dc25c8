import type { Outcome, QualificationKind } from '@/lib/db/generated/enums'
import type { ReasonCatalogue } from '@/lib/rulebook/reason-catalogue'
import { isFinal, OTHER, reasonApplies, reasonIn } from '@/lib/rulebook/reasons'
import type { Rulebook } from '@/lib/rulebook/rulebook'
import { rulesFor } from '@/lib/rulebook/rules-for'
import type { OpenPart } from '../claims/read-claimed'
import { type Judgement, refusedPart } from '../lifecycle'
import { correctableFields } from './correctable'

type Judged = { kind: QualificationKind; rulebook: Rulebook; parts: readonly OpenPart[] }
type Wanted = { outcome: Outcome; reasons: readonly string[] }
type Played = Judgement & { partId: string }

/** A final reason and OTHER need a note: this one is in place of a reviewer's own words. */
const NOTE = '测试 · Test'

/**
 * Returns judgements from which an outcome follows, as a reviewer would give them: each reason refuses the first part
 * that it applies to, and everything else is accepted. Without reasons, the first of the catalogue that leads to the
 * outcome is given.
 *
 * @returns null when a reason applies to no part
 */
export function playedJudgements(
  catalogue: ReasonCatalogue,
  judged: Judged,
  { outcome, reasons }: Wanted,
): Played[] | null {
  const codes = reasons.length > 0 || outcome === 'APPROVED' ? reasons : usualReason(catalogue, judged, outcome)
  const given = new Map<string, string[]>()
  for (const code of new Set(codes)) {
    const part = judged.parts.find((one) => applies(catalogue, judged.kind, one, code))
    if (!part) return null
    given.set(part.id, [...(given.get(part.id) ?? []), code])
  }
  const fieldsOf = (part: OpenPart) => correctableFields(rulesFor(judged.rulebook, judged.kind), part)
  return judged.parts.map((part) => {
    const refusedBy = given.get(part.id)
    return refusedBy
      ? refusal(catalogue, part, refusedBy, fieldsOf(part))
      : { partId: part.id, verdict: 'ACCEPTED', reasons: [], correction: null, correctionField: null, note: null }
  })
}

function applies(catalogue: ReasonCatalogue, kind: QualificationKind, part: OpenPart, code: string): boolean {
  const reason = reasonIn(catalogue, code)
  return reason !== undefined && reasonApplies(reason, kind, refusedPart(part))
}

function usualReason(catalogue: ReasonCatalogue, { kind, parts }: Judged, outcome: Outcome): string[] {
  const wanted = outcome === 'REJECTED' ? 'final' : 'retry'
  const usual = catalogue.reasons.find(
    (one) =>
      one.kind === wanted && one.code !== OTHER && parts.some((part) => reasonApplies(one, kind, refusedPart(part))),
  )
  return usual ? [usual.code] : []
}

function refusal(catalogue: ReasonCatalogue, part: OpenPart, reasons: string[], fields: readonly string[]): Played {
  const needsNote = reasons.some((code) => code === OTHER || isFinal(catalogue, code))
  const [field = null] = part.kind === 'DOCUMENT' ? [] : fields
  const correction = part.kind === 'DOCUMENT' ? 'PICTURE' : field === null ? null : 'FIELD'
  return {
    ...{ partId: part.id, verdict: 'REFUSED', reasons, note: needsNote ? NOTE : null },
    ...{ correction, correctionField: field },
  }
}
