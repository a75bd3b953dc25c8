import type { DocumentKind } from '@/lib/db/generated/enums'
import { answerProblem, type DraftContent } from './answers'
import { askedGroups, askedSlots, fileCount } from './asked'
import { hasSignatureCharacters, normaliseSignature } from './checks/names'
import { lengthOf } from './checks/text'
import { holds } from './conditions'
import type { Finding, Place, Problem } from './problems'
import type { KindRules, Rulebook } from './rulebook'
import { rulesFor } from './rules-for'

/** A part that the submission will have: what a reviewer accepts or refuses. */
export type PlannedPart =
  | { kind: 'FIELDS'; fieldGroup: string }
  | { kind: 'DOCUMENT'; documentKind: DocumentKind; senderSignatureId: string | null }
  | { kind: 'SENDER_SIGNATURE'; senderSignatureId: string }
  | { kind: 'SAMPLE_MESSAGES' }

/**
 * The parts of a submission with this content, in the order in which a reviewer meets them: who it is, what for,
 * under which names, and what was signed. An optional slot without a file is no part.
 */
export function partsOf(rulebook: Rulebook, content: DraftContent): PlannedPart[] {
  const documents = askedSlots(rulebook, content)
    .filter(({ slot, senderSignatureId }) => slot.min > 0 || fileCount(content, slot.kind, senderSignatureId) > 0)
    .map(({ slot, senderSignatureId }) => ({
      kind: 'DOCUMENT' as const,
      documentKind: slot.kind,
      senderSignatureId,
    }))
  return [
    ...askedGroups(rulebook, content).map(({ key }) => ({ kind: 'FIELDS' as const, fieldGroup: key })),
    ...documents.filter(({ senderSignatureId }) => senderSignatureId === null),
    ...content.signatures.flatMap(({ id }): PlannedPart[] => [
      { kind: 'SENDER_SIGNATURE', senderSignatureId: id },
      ...documents.filter(({ senderSignatureId }) => senderSignatureId === id),
    ]),
    { kind: 'SAMPLE_MESSAGES' },
  ]
}

/**
 * Everything missing or wrong in a draft, in the order of the pages. Empty means that it may be submitted: the task
 * list, the check page and the verb all ask this one function.
 *
 * @param today YYYY-MM-DD in Shanghai: `dateIn(await databaseTime(tx))` where it decides anything.
 */
export function problemsOf(rulebook: Rulebook, content: DraftContent, today: string): Problem[] {
  const rules = rulesFor(rulebook, content.kind)
  return [
    ...fieldProblems(rulebook, rules, content, today),
    ...signatureProblems(rules, content),
    ...onBehalfProblems(rules, content),
    ...sampleProblems(rules, content),
    ...documentProblems(rulebook, content),
  ]
}

/** Those of a few fields alone, as a page that saves one group needs them. */
export function problemsOfFields(
  rulebook: Rulebook,
  content: DraftContent,
  today: string,
  keys: readonly string[],
): Problem[] {
  return fieldProblems(rulebook, rulesFor(rulebook, content.kind), content, today).filter(
    ({ place }) => place.on === 'FIELD' && keys.includes(place.key),
  )
}

function fieldProblems(rulebook: Rulebook, rules: KindRules, content: DraftContent, today: string): Problem[] {
  return askedGroups(rulebook, content).flatMap((group) =>
    group.fields.flatMap((rule) => {
      const place: Place = { on: 'FIELD', group: group.key, key: rule.key }
      const value = content.fields[rule.key] ?? ''
      if (value === '') return rule.required ? [problem({ code: 'REQUIRED' }, place)] : []
      const subject = rule.key.slice(0, rule.key.indexOf('.'))
      const finding = answerProblem(rule, value, {
        rules,
        terms: rulebook.terms,
        switches: rulebook.switches,
        answers: content.fields,
        today,
        sibling: (name) => content.fields[`${subject}.${name}`] || undefined,
      })
      return finding ? [problem(finding, place)] : []
    }),
  )
}

function signatureProblems({ signatures: rule }: KindRules, { signatures }: DraftContent): Problem[] {
  const texts = signatures.map(({ text }) => normaliseSignature(text).toUpperCase())
  const each = signatures.flatMap(({ id, text, source }, index): Problem[] => {
    const place: Place = { on: 'SIGNATURE', id }
    const length = lengthOf(normaliseSignature(text))
    if (length < rule.minLength || length > rule.maxLength) {
      return [problem({ code: 'SIGNATURE_LENGTH', params: { min: rule.minLength, max: rule.maxLength } }, place)]
    }
    if (!hasSignatureCharacters(normaliseSignature(text))) return [problem({ code: 'SIGNATURE_CHARACTERS' }, place)]
    if (texts.indexOf(texts[index] ?? '') < index) return [problem({ code: 'SIGNATURE_REPEATED' }, place)]
    if (!rule.sources.some((offered) => offered.source === source))
      return [problem({ code: 'SOURCE_NOT_OFFERED' }, place)]
    return []
  })
  return [...countProblems(signatures.length, rule, 'SIGNATURES'), ...each]
}

/** An authorisation that covers no sender signature is one for nothing. */
function onBehalfProblems({ documents }: KindRules, { fields, signatures }: DraftContent): Problem[] {
  const authorisation = documents.find(({ kind }) => kind === 'AUTHORISATION_LETTER')
  if (!authorisation || !holds(authorisation.when, fields) || signatures.length === 0) return []
  if (signatures.some(({ isOnBehalf }) => isOnBehalf)) return []
  return [problem({ code: 'NO_SIGNATURE_ON_BEHALF' }, { on: 'SIGNATURES' })]
}

function sampleProblems({ samples: rule }: KindRules, { samples }: DraftContent): Problem[] {
  const each = samples.flatMap(({ id, text }): Problem[] => {
    const place: Place = { on: 'SAMPLE', id }
    if (text.trim() === '') return [problem({ code: 'SAMPLE_EMPTY' }, place)]
    const tooLong = lengthOf(text) > rule.maxLength
    return tooLong ? [problem({ code: 'SAMPLE_TOO_LONG', params: { max: rule.maxLength } }, place)] : []
  })
  return [...countProblems(samples.length, rule, 'SAMPLES'), ...each]
}

function countProblems(
  count: number,
  { min, max }: { min: number; max: number },
  on: 'SIGNATURES' | 'SAMPLES',
): Problem[] {
  if (count < min) return [problem({ code: `${on}_MISSING`, params: { min } }, { on })]
  return count > max ? [problem({ code: `${on}_TOO_MANY`, params: { max } }, { on })] : []
}

function documentProblems(rulebook: Rulebook, content: DraftContent): Problem[] {
  return askedSlots(rulebook, content).flatMap(({ slot: { kind, min, max }, senderSignatureId }): Problem[] => {
    const place: Place = { on: 'DOCUMENT', kind, senderSignatureId }
    const count = fileCount(content, kind, senderSignatureId)
    if (count === 0) return min > 0 ? [problem({ code: 'DOCUMENT_MISSING' }, place)] : []
    if (count < min) return [problem({ code: 'DOCUMENT_TOO_FEW', params: { min } }, place)]
    return count > max ? [problem({ code: 'DOCUMENT_TOO_MANY', params: { max } }, place)] : []
  })
}

function problem({ code, params = {} }: Finding, place: Place): Problem {
  return { code, place, params }
}
