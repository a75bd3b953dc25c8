import { DomainError } from '@/lib/core/errors'
import type { QualificationKind } from '@/lib/db/generated/enums'
import type { ReasonCatalogue } from '@/lib/rulebook/reason-catalogue'
import type { Rulebook } from '@/lib/rulebook/rulebook'
import { rulesFor } from '@/lib/rulebook/rules-for'
import type { OpenPart } from '../claims/read-claimed'
import { type Judgement, judgementProblem, refusedPart } from '../lifecycle'
import { correctableFields } from './correctable'

type Judged = { id: string; kind: QualificationKind; rulebook: Rulebook; parts: readonly OpenPart[] }

/**
 * Returns the judgements in the order of the parts: one for each open part, none for any other, each valid by the
 * catalogue.
 *
 * @throws DomainError INVALID_INPUT
 */
export function judgementsOf<J extends Judgement & { partId: string }>(
  catalogue: ReasonCatalogue,
  judged: Judged,
  given: readonly J[],
): J[] {
  const byPart = new Map(given.map((judgement) => [judgement.partId, judgement]))
  if (byPart.size !== given.length || byPart.size !== judged.parts.length) throw wrong(judged, 'PART_UNJUDGED')
  const rules = rulesFor(judged.rulebook, judged.kind)
  return judged.parts.map((part) => {
    const judgement = byPart.get(part.id)
    if (!judgement) throw wrong(judged, 'PART_UNJUDGED')
    const judgeable = { ...refusedPart(part), correctableFields: correctableFields(rules, part), files: part.files }
    const problem = judgementProblem(catalogue, judged.kind, judgeable, judgement)
    if (problem) throw wrong(judged, problem)
    return judgement
  })
}

/**
 * Returns the error of a judgement. The workbench shows the same before it sends anything; this is for other clients.
 */
function wrong({ id }: Judged, problem: string): DomainError {
  return new DomainError('INVALID_INPUT', problem, { subjectId: id, params: { problem } })
}
