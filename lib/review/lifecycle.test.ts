import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BUILT_IN_REASONS as catalogue } from '@/lib/rulebook/built-in'
import { isFinal, reasonsFor } from '@/lib/rulebook/reasons'
import { type JudgeablePart, type Judgement, judgementProblem, outcomeOf, validUntil } from './lifecycle'

const codes = catalogue.reasons.map(({ code }) => code)
const accepted = fc.constant({ verdict: 'ACCEPTED' as const, reasons: [] as string[] })
const refusedFor = (codes: readonly string[]) =>
  fc.record({
    verdict: fc.constant('REFUSED' as const),
    reasons: fc.uniqueArray(fc.constantFrom(...codes), { minLength: 1 }),
  })
const retry = codes.filter((code) => !isFinal(catalogue, code))
const final = codes.filter((code) => isFinal(catalogue, code))

describe('what follows from the parts', () => {
  test('approved exactly when each part is accepted', () => {
    const judgements = fc.array(fc.oneof(accepted, refusedFor(codes)), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(judgements, (given) => {
        expect(outcomeOf(catalogue, given) === 'APPROVED').toBe(given.every(({ verdict }) => verdict === 'ACCEPTED'))
      }),
    )
  })

  test('rejected exactly when a reason is final', () => {
    const judgements = fc.array(fc.oneof(accepted, refusedFor(codes)), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(judgements, (given) => {
        expect(outcomeOf(catalogue, given) === 'REJECTED').toBe(
          given.some(({ reasons }) => reasons.some((code) => final.includes(code))),
        )
      }),
    )
  })

  test('no order of the parts changes it', () => {
    const judgements = fc.array(fc.oneof(accepted, refusedFor(retry)), { minLength: 1, maxLength: 10 })
    fc.assert(
      fc.property(
        judgements.chain((given) =>
          fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length })),
        ),
        ([given, shuffled]) => {
          expect(outcomeOf(catalogue, shuffled)).toBe(outcomeOf(catalogue, given))
        },
      ),
    )
  })

  test('one refusal that can be mended asks for changes, however much is accepted', () => {
    fc.assert(
      fc.property(fc.array(accepted, { maxLength: 20 }), refusedFor(retry), (others, refusal) => {
        expect(outcomeOf(catalogue, [...others, refusal])).toBe('CHANGES_REQUESTED')
      }),
    )
  })

  test('nothing judged is no approval', () => {
    expect(() => outcomeOf(catalogue, [])).toThrow(RangeError)
    expect(outcomeOf(catalogue, [], 3)).toBe('APPROVED') // all of it was accepted before
  })
})

describe('a judgement', () => {
  const letter: JudgeablePart = { kind: 'DOCUMENT', documentKind: 'COMMITMENT_LETTER', mendableFields: ['person.name'] }
  const identity: JudgeablePart = { kind: 'FIELDS', mendableFields: ['person.name', 'person.idNumber'] }
  const refusal: Judgement = { verdict: 'REFUSED', reasons: ['BLURRED'], mend: 'PICTURE', mendField: null, note: null }
  const acceptance: Judgement = { verdict: 'ACCEPTED', reasons: [], mend: null, mendField: null, note: null }

  test.each<[string, JudgeablePart, Judgement, ReturnType<typeof judgementProblem>]>([
    ['an acceptance', letter, acceptance, null],
    ['an acceptance with a reason', letter, { ...acceptance, reasons: ['BLURRED'] }, 'ACCEPTED_WITH_REASONS'],
    ['an acceptance with a note', letter, { ...acceptance, note: '好' }, 'ACCEPTED_WITH_REASONS'],
    ['a refusal of the picture', letter, refusal, null],
    ['a refusal with a note', letter, { ...refusal, note: '左下角' }, null],
    ['a note alone', letter, { ...refusal, reasons: [], note: '不行' }, 'REASON_MISSING'],
    ['a reason of another part', letter, { ...refusal, reasons: ['BLURRED', 'FACE_HIDDEN'] }, 'REASON_NOT_FOR_PART'],
    ['a reason of organisations', letter, { ...refusal, reasons: ['SEAL_MISSING'] }, 'REASON_NOT_FOR_PART'],
    ['nothing to be mended', letter, { ...refusal, mend: null }, 'MEND_MISSING'],
    [
      'nothing to be mended after a final reason',
      letter,
      { ...refusal, reasons: ['SUSPECTED_FORGERY'], mend: null },
      null,
    ],
    ['a field of the document', letter, { ...refusal, mend: 'FIELD', mendField: 'person.name' }, null],
    [
      'a field that it does not rest on',
      letter,
      { ...refusal, mend: 'FIELD', mendField: 'use.audience' },
      'MEND_NOT_FOR_PART',
    ],
    ['a field without its name', letter, { ...refusal, mend: 'FIELD' }, 'MEND_NOT_FOR_PART'],
    ['a picture with a field', letter, { ...refusal, mendField: 'person.name' }, 'MEND_NOT_FOR_PART'],
    ['a picture of what is none', identity, { ...refusal, reasons: ['NAME_MISMATCH'] }, 'MEND_NOT_FOR_PART'],
    ['other without a note', letter, { ...refusal, reasons: ['OTHER'] }, 'NOTE_MISSING'],
    ['other with a note', letter, { ...refusal, reasons: ['OTHER'], note: '第二页拍反了' }, null],
  ])('%s', (_, part, judgement, problem) => {
    expect(judgementProblem(catalogue, 'INDIVIDUAL', part, judgement)).toBe(problem)
  })

  test('every reason offered for a part is taken for it', () => {
    for (const part of [letter, identity]) {
      for (const reason of reasonsFor(catalogue, 'INDIVIDUAL', part)) {
        const judgement: Judgement = {
          ...refusal,
          reasons: [reason.code],
          mend: 'FIELD',
          mendField: 'person.name',
          note: '请改',
        }
        expect(judgementProblem(catalogue, 'INDIVIDUAL', part, judgement)).toBeNull()
      }
    }
  })
})

describe('an approval lasts', () => {
  const approvedAt = new Date('2026-11-25T02:00:00Z')

  test.each([
    ['the term', [], '2027-11-25T02:00:00.000Z'],
    ['through the last day in Shanghai of a document that ends before', ['2027-03-01'], '2027-03-01T16:00:00.000Z'],
    ['no longer for a document that ends after', ['2040-01-01'], '2027-11-25T02:00:00.000Z'],
    ['until the first of several', ['2027-06-01', '2026-12-31'], '2026-12-31T16:00:00.000Z'],
  ])('%s', (_, lastDays, until) => {
    expect(validUntil(approvedAt, 12, lastDays).toISOString()).toBe(until)
  })

  test('to the last day of a month that has no such day', () => {
    expect(validUntil(new Date('2028-02-29T02:00:00Z'), 12, []).toISOString()).toBe('2029-02-28T02:00:00.000Z')
    expect(validUntil(new Date('2027-01-31T02:00:00Z'), 1, []).toISOString()).toBe('2027-02-28T02:00:00.000Z')
  })
})
