import type { PersonActor } from '@/lib/actor/actor'
import { correctableFields } from '@/lib/review/decisions/correctable'
import type { DecideQualificationInput } from '@/lib/review/schemas'
import { BUILT_IN_REASONS, BUILT_IN_RULEBOOK } from '@/lib/rulebook/built-in'
import { isFinal, type RefusedPart, reasonsFor } from '@/lib/rulebook/reasons'
import { rulesFor } from '@/lib/rulebook/rules-for'
import { seeAll } from '@/tests/factories/journey'
import { submissionOf } from '@/tests/factories/qualifications'
import type { Known, World } from './world'

/** Judges each open part by the catalogue; now and then one is left out, and then nothing may be decided. */
export async function decideAtRandom<T>(
  { random }: World,
  { id, kind }: Known,
  actor: PersonActor,
  decide: (actor: PersonActor, input: DecideQualificationInput) => Promise<T>,
) {
  await seeAll(actor, id)
  const { revision, parts, documents } = await submissionOf(id)
  const rules = rulesFor(BUILT_IN_RULEBOOK, kind)
  const isHarsh = random.chance(0.6)
  const judged = parts.filter(({ carriedFromId }) => carriedFromId === null && !random.chance(0.003))
  return decide(actor, {
    qualificationId: id,
    revision,
    parts: judged.map((part) => {
      const nothing = { partId: part.id, reasons: [], correction: null, correctionField: null, note: null }
      if (!isHarsh || !random.chance(0.25)) return { ...nothing, verdict: 'ACCEPTED' as const }
      const documentKind = documents.find((document) => document.id === part.documentId)?.kind ?? null
      const shape: RefusedPart =
        part.kind === 'DOCUMENT' && documentKind
          ? { kind: 'DOCUMENT', documentKind }
          : { kind: part.kind as Exclude<typeof part.kind, 'DOCUMENT'> }
      const offered = reasonsFor(BUILT_IN_REASONS, kind, shape)
      const mild = offered.filter(({ code }) => !isFinal(BUILT_IN_REASONS, code))
      const reason = random.pick(random.chance(0.05) ? offered : mild)
      const fields = correctableFields(rules, { ...part, documentKind })
      const isPicture = part.kind === 'DOCUMENT' && (fields.length === 0 || random.chance(0.6))
      return {
        ...nothing,
        verdict: 'REFUSED' as const,
        reasons: [reason.code],
        correction: isPicture ? ('PICTURE' as const) : ('FIELD' as const),
        correctionField: isPicture ? null : random.pick(fields),
        note: '请按原因修改',
      }
    }),
  })
}
