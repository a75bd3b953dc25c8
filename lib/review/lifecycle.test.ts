import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BUILT_IN_REASONS as catalogue } from '@/lib/rulebook/built-in'
import { isFinal, reasonsFor } from '@/lib/rulebook/reasons'
import { type JudgeablePart, type Judgement, judgementProblem, outcomeOf } from './lifecycle'

const codes = catalogue.reasons.map(({ code }) => code)
const accepted = fc.constant({ verdict: 'ACCEPTED' as const, reasons: [] as string[] })
const refusedFor = (codes: readonly string[]) =>
  fc.record({
    verdict: fc.constant('REFUSED' as const),
    reasons: fc.uniqueArray(fc.constantFrom(...codes), { minLength: 1 }),
  })
const retry = codes.filter((code) => !isFinal(catalogue, code))
const final = codes.filter((code) => isFinal(catalogue, code))

const [FILE, OTHER_FILE] = [randomUUID(), randomUUID()]

describe('the outcome of the judgements', () => {
  test('is approved exactly when each part is accepted', () => {
    const judgements = fc.array(fc.oneof(accepted, refusedFor(codes)), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(judgements, (given) => {
        expect(outcomeOf(catalogue, given) === 'APPROVED').toBe(given.every(({ verdict }) => verdict === 'ACCEPTED'))
      }),
    )
  })

  test('is rejected exactly when a reason is final', () => {
    const judgements = fc.array(fc.oneof(accepted, refusedFor(codes)), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(judgements, (given) => {
        expect(outcomeOf(catalogue, given) === 'REJECTED').toBe(
          given.some(({ reasons }) => reasons.some((code) => final.includes(code))),
        )
      }),
    )
  })

  test('does not depend on the order of the parts', () => {
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

  test('requests changes for one refusal that can be corrected, however much is accepted', () => {
    fc.assert(
      fc.property(fc.array(accepted, { maxLength: 20 }), refusedFor(retry), (others, refusal) => {
        expect(outcomeOf(catalogue, [...others, refusal])).toBe('CHANGES_REQUESTED')
      }),
    )
  })

  test('is no approval when nothing was judged', () => {
    expect(() => outcomeOf(catalogue, [])).toThrow(RangeError)
    expect(outcomeOf(catalogue, [], 3)).toBe('APPROVED') // all parts were accepted before
  })
})

describe('a judgement', () => {
  const letter: JudgeablePart = {
    kind: 'DOCUMENT',
    documentKind: 'COMMITMENT_LETTER',
    correctableFields: ['person.name'],
    files: [{ id: FILE, pageCount: 2 }],
  }
  const identity: JudgeablePart = { kind: 'FIELDS', correctableFields: ['person.name', 'person.idNumber'], files: [] }
  const refusal: Judgement = {
    verdict: 'REFUSED',
    reasons: ['BLURRED'],
    correction: 'PICTURE',
    correctionField: null,
    note: null,
  }
  const place = { fileId: FILE, page: 1, left: 0.1, top: 0.2, right: 0.4, bottom: 0.3 }
  const acceptance: Judgement = {
    verdict: 'ACCEPTED',
    reasons: [],
    correction: null,
    correctionField: null,
    note: null,
  }

  test.each<[string, JudgeablePart, Judgement, ReturnType<typeof judgementProblem>]>([
    ['an acceptance', letter, acceptance, null],
    ['an acceptance with a reason', letter, { ...acceptance, reasons: ['BLURRED'] }, 'ACCEPTED_WITH_REASONS'],
    ['an acceptance with a note', letter, { ...acceptance, note: '好' }, 'ACCEPTED_WITH_REASONS'],
    ['an acceptance with a place', letter, { ...acceptance, place }, 'ACCEPTED_WITH_REASONS'],
    ['a refusal of the picture', letter, refusal, null],
    ['a place on it', letter, { ...refusal, place }, null],
    [
      'a place on a page that it does not have',
      letter,
      { ...refusal, place: { ...place, page: 2 } },
      'PLACE_NOT_ON_PART',
    ],
    ['a place on another file', letter, { ...refusal, place: { ...place, fileId: OTHER_FILE } }, 'PLACE_NOT_ON_PART'],
    ['a refusal with a note', letter, { ...refusal, note: '左下角' }, null],
    ['a note alone', letter, { ...refusal, reasons: [], note: '不行' }, 'REASON_MISSING'],
    ['a reason of another part', letter, { ...refusal, reasons: ['BLURRED', 'FACE_HIDDEN'] }, 'REASON_NOT_FOR_PART'],
    ['a reason of organisations', letter, { ...refusal, reasons: ['SEAL_MISSING'] }, 'REASON_NOT_FOR_PART'],
    ['nothing to correct', letter, { ...refusal, correction: null }, 'CORRECTION_MISSING'],
    [
      'nothing to correct after a final reason',
      letter,
      { ...refusal, reasons: ['SUSPECTED_FORGERY'], correction: null, note: '印章与样式不符' },
      null,
    ],
    [
      'a final reason without a note',
      letter,
      { ...refusal, reasons: ['SUSPECTED_FORGERY'], correction: null },
      'NOTE_MISSING',
    ],
    ['a number in the note', letter, { ...refusal, note: '应为 1101 0519 9003 0703 10' }, 'NOTE_WITH_NUMBER'],
    ['a field of the document', letter, { ...refusal, correction: 'FIELD', correctionField: 'person.name' }, null],
    [
      'a field that it does not depend on',
      letter,
      { ...refusal, correction: 'FIELD', correctionField: 'use.audience' },
      'CORRECTION_NOT_FOR_PART',
    ],
    ['a field without its name', letter, { ...refusal, correction: 'FIELD' }, 'CORRECTION_NOT_FOR_PART'],
    ['a picture with a field', letter, { ...refusal, correctionField: 'person.name' }, 'CORRECTION_NOT_FOR_PART'],
    [
      'a picture to correct in a part that is none',
      identity,
      { ...refusal, reasons: ['NAME_MISMATCH'] },
      'CORRECTION_NOT_FOR_PART',
    ],
    ['other without a note', letter, { ...refusal, reasons: ['OTHER'] }, 'NOTE_MISSING'],
    ['other with a note', letter, { ...refusal, reasons: ['OTHER'], note: '第二页拍反了' }, null],
  ])('%s', (_, part, judgement, problem) => {
    expect(judgementProblem(catalogue, 'INDIVIDUAL', part, judgement)).toBe(problem)
  })

  test('every reason offered for a part is valid for it', () => {
    for (const part of [letter, identity]) {
      for (const reason of reasonsFor(catalogue, 'INDIVIDUAL', part)) {
        const judgement: Judgement = {
          ...refusal,
          reasons: [reason.code],
          correction: 'FIELD',
          correctionField: 'person.name',
          note: '请改',
        }
        expect(judgementProblem(catalogue, 'INDIVIDUAL', part, judgement)).toBeNull()
      }
    }
  })
})
