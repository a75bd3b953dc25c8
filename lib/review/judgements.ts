import { DomainError } from '@/lib/core/errors'
import type { QualificationKind } from '@/lib/db/generated/enums'
import type { ReasonCatalogue } from '@/lib/rulebook/reasons'
import type { Rulebook } from '@/lib/rulebook/rulebook'
import { rulesFor } from '@/lib/rulebook/rules-for'
import { type Judgement, judgementProblem, refusedPart } from './lifecycle'
import { mendableFields } from './mendable'
import type { OpenPart } from './read-claimed'

type Judged = { id: string; kind: QualificationKind; rulebook: Rulebook; parts: readonly OpenPart[] }

/**
 * The judgements in the order of the parts: one for each open one, none for anything else, each as the catalogue has it.
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
    const judgeable = { ...refusedPart(part), mendableFields: mendableFields(rules, part) }
    const problem = judgementProblem(catalogue, judged.kind, judgeable, judgement)
    if (problem) throw wrong(judged, problem)
    return judgement
  })
}

/** The workbench says the same before anything is sent, so that this is for who comes by another way. */
function wrong({ id }: Judged, problem: string): DomainError {
  return new DomainError('INVALID_INPUT', problem, { subjectId: id, params: { problem } })
}
