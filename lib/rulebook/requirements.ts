import type { DocumentKind } from '@/lib/db/generated/enums'
import { answerProblem, type DraftContent } from './answers'
import { birthDateIn, numberWithBirthDate } from './birth-date'
import { hasSignatureCharacters, normaliseSignature } from './checks/names'
import { lengthOf } from './checks/text'
import { holds } from './conditions'
import type { Place, Problem, UnplacedProblem } from './problems'
import { fileCount, requiredGroups, requiredSlots } from './required-slots'
import type { KindRules, Rulebook } from './rulebook'
import { rulesFor } from './rules-for'

/** A part that the submission will have, which a reviewer accepts or refuses. */
export type PlannedPart =
  | { kind: 'FIELDS'; fieldGroup: string }
  | { kind: 'DOCUMENT'; documentKind: DocumentKind; senderSignatureId: string | null }
  | { kind: 'SENDER_SIGNATURE'; senderSignatureId: string }
  | { kind: 'SAMPLE_MESSAGES' }

/**
 * Returns the parts of a submission with this content, in the order of the review: who it is, what for,
 * under which names, and what was signed. An optional slot without a file is no part.
 */
export function partsOf(rulebook: Rulebook, content: DraftContent): PlannedPart[] {
  const documents = requiredSlots(rulebook, content)
    .filter(({ slot, senderSignatureId }) => slot.min > 0 || fileCount(content, slot.kind, senderSignatureId) > 0)
    .map(({ slot, senderSignatureId }) => ({
      kind: 'DOCUMENT' as const,
      documentKind: slot.kind,
      senderSignatureId,
    }))
  return [
    ...requiredGroups(rulebook, content).map(({ key }) => ({ kind: 'FIELDS' as const, fieldGroup: key })),
    ...documents.filter(({ senderSignatureId }) => senderSignatureId === null),
    ...content.signatures.flatMap(({ id }): PlannedPart[] => [
      { kind: 'SENDER_SIGNATURE', senderSignatureId: id },
      ...documents.filter(({ senderSignatureId }) => senderSignatureId === id),
    ]),
    { kind: 'SAMPLE_MESSAGES' },
  ]
}

/**
 * Returns everything missing or wrong in a draft, in the order of the pages. Empty means that it may be submitted: the
 * task list, the check page and the submission all call this function.
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

/** Returns the problems of a few fields only, for a page that saves one group. */
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

/** Returns whether it is a date of birth that will be there once the ID number is right: the number has the problem. */
function comesWithNumber(key: string, fields: DraftContent['fields']): boolean {
  const number = numberWithBirthDate(key, fields)
  return number !== null && birthDateIn(fields[number] ?? '') === null
}

function fieldProblems(rulebook: Rulebook, rules: KindRules, content: DraftContent, today: string): Problem[] {
  return requiredGroups(rulebook, content).flatMap((group) =>
    group.fields.flatMap((rule) => {
      const place: Place = { on: 'FIELD', group: group.key, key: rule.key }
      const value = content.fields[rule.key] ?? ''
      if (value === '') {
        return rule.required && !comesWithNumber(rule.key, content.fields) ? [problem({ code: 'REQUIRED' }, place)] : []
      }
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

/** Returns a problem when an authorisation covers no sender signature. */
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
  return requiredSlots(rulebook, content).flatMap(({ slot: { kind, min, max }, senderSignatureId }): Problem[] => {
    const place: Place = { on: 'DOCUMENT', kind, senderSignatureId }
    const count = fileCount(content, kind, senderSignatureId)
    if (count === 0) return min > 0 ? [problem({ code: 'DOCUMENT_MISSING' }, place)] : []
    if (count < min) return [problem({ code: 'DOCUMENT_TOO_FEW', params: { min } }, place)]
    return count > max ? [problem({ code: 'DOCUMENT_TOO_MANY', params: { max } }, place)] : []
  })
}

function problem({ code, params = {} }: UnplacedProblem, place: Place): Problem {
  return { code, place, params }
}
