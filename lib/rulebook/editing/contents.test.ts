import { describe, expect, it } from 'vitest'
import type { RuleKind } from '@/lib/db/generated/enums'
import type { LetterText, LetterTexts } from '../letters/letter-text'
import type { ReasonCatalogue, ReasonEntry } from '../reason-catalogue'
import type { DocumentSlot, FieldRule, KindRules, Rulebook } from '../rulebook'
import { checkContent, KINDS } from './contents'

const copy = <K extends RuleKind>(kind: K) => {
  const newest = KINDS[kind].builtIn.at(-1)
  return JSON.parse(JSON.stringify(newest)) as (typeof KINDS)[K]['builtIn'][number]
}

it.each(Object.keys(KINDS) as RuleKind[])('the built-in %s are valid', (kind) => {
  const contents: readonly unknown[] = KINDS[kind].builtIn
  for (const content of contents) expect(KINDS[kind].schema.parse(JSON.parse(JSON.stringify(content)))).toEqual(content)
  // An older version lacks what was added since.
  const content = contents.at(-1)
  expect(checkContent(kind, JSON.parse(JSON.stringify(content)))).toEqual({ content, problem: null })
})

it('content of the wrong shape is refused with the path of the fault', () => {
  expect(checkContent('RULEBOOK', { ...copy('RULEBOOK'), terms: {} }).problem).toEqual({
    code: 'SHAPE',
    at: 'terms.validityMonths',
  })
})

const problemOf = (kind: RuleKind, content: unknown) => {
  const { problem } = checkContent(kind, content)
  return problem && `${problem.code} ${problem.at}`
}

describe('a rulebook', () => {
  type Spoil = (rules: KindRules, rulebook: Rulebook) => unknown
  const field = (rules: KindRules, key: string) =>
    rules.groups.flatMap(({ fields }) => fields).find((rule) => rule.key === key) as FieldRule
  const slot = (rules: KindRules, kind: string) => rules.documents.find((each) => each.kind === kind) as DocumentSlot
  const without = (rules: KindRules, key: string) => {
    for (const group of rules.groups) group.fields = group.fields.filter((rule) => rule.key !== key)
  }

  it.each<[string, Spoil]>([
    ['KIND_MISSING ORGANISATION', (_, book) => delete book.kinds.ORGANISATION],
    ['TERM_TOO_LONG validityMonths', (_, { terms }) => Object.assign(terms, { validityMonths: 61 })],
    ['WARNED_TOO_LATE draftLapseWarnDays', (_, { terms }) => Object.assign(terms, { draftLapseWarnDays: 30 })],
    ['TOO_YOUNG adultAge', (_, { terms }) => Object.assign(terms, { adultAge: 17 })],
    ['KEPT_TOO_LONG REJECTED', (_, { retention }) => Object.assign(retention.REJECTED, { detailsDays: 3_651 })],
    [
      'DETAILS_BEFORE_DOCUMENTS WITHDRAWN',
      (_, { retention }) => Object.assign(retention.WITHDRAWN, { documentsDays: 31, detailsDays: 30 }),
    ],
    [
      'SHAPE retention.ABANDONED.documentsDays',
      (_, { retention }) => Object.assign(retention.ABANDONED, { documentsDays: -1 }),
    ],
    ['ID_TYPE_REPEATED PASSPORT', ({ idTypes }) => idTypes.push(idTypes.at(-1) as KindRules['idTypes'][number])],
    ['ID_TYPE_UNKNOWN PASSPORT', ({ idTypes }) => Object.assign(idTypes.at(-1) ?? {}, { longTerm: true })],
    ['ID_TYPES_DIFFER person.idType', ({ idTypes }) => idTypes.pop()],
    ['FIELD_REPEATED person.name', (rules) => rules.groups[0]?.fields.push(field(rules, 'person.name'))],
    [
      'FIELD_UNKNOWN person.shoeSize',
      (rules) => Object.assign(field(rules, 'person.name'), { key: 'person.shoeSize' }),
    ],
    ['FIELD_UNKNOWN person.name', (rules) => Object.assign(field(rules, 'person.name'), { type: 'LONG_TEXT' })],
    ['FIELD_UNKNOWN person.birthDate', (rules) => field(rules, 'person.birthDate').checks.pop()],
    ['FIELD_UNKNOWN person.idNumber', (rules) => Object.assign(field(rules, 'person.idNumber'), { sensitive: false })],
    ['FIELD_NEEDED person.name', (rules) => Object.assign(field(rules, 'person.name'), { required: false })],
    ['FIELD_NEEDED person.birthDate', (rules) => without(rules, 'person.birthDate')],
    ['FIELD_LENGTH use.audience', (rules) => Object.assign(field(rules, 'use.audience'), { maxLength: 1_001 })],
    ['FIELD_LENGTH person.idNumber', (rules) => Object.assign(field(rules, 'person.idNumber'), { maxLength: 17 })],
    ['OPTION_UNKNOWN use.purposes', (rules) => field(rules, 'use.purposes').options?.push('LOTTERY')],
    ['OPTION_NEEDED use.purposes', (rules) => Reflect.deleteProperty(field(rules, 'use.purposes'), 'options')],
    ['RESTS_ON_NOTHING ID_EMBLEM', (rules) => without(rules, 'person.idValidTo')],
    [
      'FIELD_UNKNOWN use.mood',
      ({ groups }) => Object.assign(groups[0] ?? {}, { when: [{ field: 'use.mood', is: ['X'] }] }),
    ],
    ['SLOT_REPEATED SUPPORTING', (rules) => rules.documents.push(slot(rules, 'SUPPORTING'))],
    ['SLOT_UNKNOWN LICENCE', (rules) => rules.documents.push({ ...slot(rules, 'SUPPORTING'), kind: 'LICENCE' })],
    ['SLOT_UNKNOWN ID_EMBLEM', (rules) => Reflect.deleteProperty(slot(rules, 'ID_EMBLEM'), 'idPage')],
    [
      'SLOT_NEEDED ID_IN_HAND',
      (rules) => rules.documents.splice(rules.documents.indexOf(slot(rules, 'ID_IN_HAND')), 1),
    ],
    ['SLOT_NEEDED ID_PORTRAIT', (rules) => Object.assign(slot(rules, 'ID_PORTRAIT'), { min: 0 })],
    ['SLOT_COUNTS SUPPORTING', (rules) => Object.assign(slot(rules, 'SUPPORTING'), { min: 6 })],
    ['SLOT_COUNTS SUPPORTING', (rules) => Object.assign(slot(rules, 'SUPPORTING'), { max: 11 })],
    ['SLOT_FORMATS SUPPORTING', (rules) => slot(rules, 'SUPPORTING').mediaTypes.push('image/tiff')],
    ['SLOT_BYTES SUPPORTING', (rules) => Object.assign(slot(rules, 'SUPPORTING'), { maxBytes: 10 * 1024 ** 2 + 1 })],
    [
      'SLOT_PDF_BYTES SUPPORTING',
      (rules) => Object.assign(slot(rules, 'SUPPORTING'), { maxPdfBytes: 20 * 1024 ** 2 + 1 }),
    ],
    ['SLOT_PIXELS SUPPORTING', (rules) => Object.assign(slot(rules, 'SUPPORTING'), { maxPixels: 50_000_001 })],
    ['SLOT_PIXELS SUPPORTING', (rules) => Object.assign(slot(rules, 'SUPPORTING'), { minShortSide: 3_001 })],
    ['SIGNATURE_COUNTS INDIVIDUAL', ({ signatures }) => Object.assign(signatures, { min: 11 })],
    ['SIGNATURE_LENGTHS INDIVIDUAL', ({ signatures }) => Object.assign(signatures, { maxLength: 21 })],
    [
      'SOURCE_REPEATED INDIVIDUAL',
      ({ signatures: { sources } }) => sources.push({ source: 'APP', needsEvidence: true }),
    ],
    [
      'SOURCE_UNKNOWN INDIVIDUAL',
      ({ signatures: { sources } }) => sources.push({ source: 'ORGANISATION_NAME', needsEvidence: false }),
    ],
    [
      'EVIDENCE_NOT_REQUIRED INDIVIDUAL',
      (rules) => rules.documents.splice(rules.documents.indexOf(slot(rules, 'SIGNATURE_EVIDENCE')), 1),
    ],
    ['SAMPLE_COUNTS INDIVIDUAL', ({ samples }) => Object.assign(samples, { min: 6 })],
  ])('%s', (problem, spoil) => {
    const rulebook = copy('RULEBOOK')
    spoil(rulebook.kinds.INDIVIDUAL as KindRules, rulebook)
    expect(problemOf('RULEBOOK', rulebook)).toBe(problem)
  })
})

describe('a catalogue of reasons', () => {
  const reason = ({ reasons }: ReasonCatalogue, code: string) =>
    reasons.find((each) => each.code === code) as ReasonEntry

  it.each<[string, (catalogue: ReasonCatalogue) => unknown]>([
    ['REASON_REPEATED GLARE', (all) => Object.assign(reason(all, 'BLURRED'), { code: 'GLARE' })],
    ['SHAPE reasons.0.code', (all) => Object.assign(reason(all, 'BLURRED'), { code: 'blurred' })],
    ['REASON_NOWHERE BLURRED', (all) => Object.assign(reason(all, 'BLURRED'), { documents: [] })],
    ['OTHER_NEEDED OTHER', (all) => Object.assign(reason(all, 'OTHER'), { isOffered: false })],
    ['OTHER_NEEDED OTHER', (all) => Object.assign(reason(all, 'OTHER'), { kind: 'final' })],
    ['OTHER_NEEDED OTHER', (all) => Object.assign(reason(all, 'OTHER'), { kinds: ['ORGANISATION'] })],
    ['OTHER_NEEDED OTHER', (all) => reason(all, 'OTHER').documents.pop()],
    ['OTHER_NEEDED OTHER', (all) => all.reasons.splice(all.reasons.indexOf(reason(all, 'OTHER')), 1)],
    [
      'FINAL_NEEDED ',
      (all) => all.reasons.map((each) => each.kind === 'final' && Object.assign(each, { isOffered: false })),
    ],
    ['WORDS_MISSING GLARE', (all) => Object.assign(reason(all, 'GLARE').howToMend, { en: ' ' })],
    ['WORDS_TOO_LONG GLARE', (all) => Object.assign(reason(all, 'GLARE').name, { 'zh-CN': '反'.repeat(41) })],
  ])('%s', (problem, spoil) => {
    const catalogue = copy('REASONS')
    spoil(catalogue)
    expect(problemOf('REASONS', catalogue)).toBe(problem)
  })
})

describe('letters', () => {
  it.each<[string, (text: LetterText, letters: LetterTexts) => unknown]>([
    ['LETTER_MISSING INDIVIDUAL', (text) => Object.assign(text, { variant: 'ORGANISATION' })],
    ['LETTER_REPEATED INDIVIDUAL', (text, { texts }) => texts.push(text)],
    ['SHAPE texts.0.clauses', (text) => text.clauses.splice(0)],
    ['CLAUSES_MISSING INDIVIDUAL', (text) => text.clauses.push(...text.clauses, ...text.clauses)],
    ['MARK_MISSING INDIVIDUAL', (text) => text.marks.pop()],
    ['WORDS_MISSING INDIVIDUAL', (text) => Object.assign(text.title, { en: '' })],
    ['WORDS_TOO_LONG INDIVIDUAL', (text) => Object.assign(text.closing, { en: 'x'.repeat(1_501) })],
    ['PLACEHOLDER_MISSING INDIVIDUAL', (text) => Object.assign(text.recipient, { en: 'To whom it may concern' })],
    ['PLACEHOLDER_UNKNOWN INDIVIDUAL', (text) => Object.assign(text.opening, { en: 'I, {nmae}, apply.' })],
  ])('%s', (problem, spoil) => {
    const letters = copy('LETTERS')
    const text = letters.texts.find(({ variant }) => variant === 'INDIVIDUAL') as LetterText
    spoil(text, letters)
    expect(problemOf('LETTERS', letters)).toBe(problem)
  })
})
