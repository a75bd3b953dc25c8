import { describe, expect, it } from 'vitest'
import { MEGABYTE } from '@/lib/core/files/file-limits'
import type { QualificationKind } from '@/lib/db/generated/enums'
import { BUILT_IN_REASONS, BUILT_IN_RULEBOOK } from '../built-in'
import { BUILT_IN_LETTERS } from '../letters/built-in'
import type { ReasonEntry } from '../reason-catalogue'
import type { Rulebook } from '../rulebook'
import { SWITCHES } from '../switches'
import { changesBetween } from './changes'
import { checkContent } from './contents'
import { withDocuments, withFields, withRetention, withSignatures, withTerms } from './edit-rulebook'
import { type EditOf, EditRuleDraftForm } from './edit-schemas'
import { withLetter, withReason } from './edit-words'
import { known, knownFields } from './known-rules'
import { MEGAPIXEL } from './rulebook-limits'

const KINDS: QualificationKind[] = ['INDIVIDUAL', 'ORGANISATION']
const id = '019382a4-7c1e-7000-8000-000000000000'

/** Returns what the form of the fields sends when nothing was changed in it. */
const fieldsAsShown = (kind: QualificationKind): EditOf<'FIELDS'> => ({
  part: 'FIELDS',
  kind,
  idTypes: known(kind).idTypes.map(({ type }) => type),
  fields: Object.fromEntries(
    knownFields(kind).map(({ key, maxLength, required }) => [
      key,
      { requirement: required ? 'REQUIRED' : 'OPTIONAL', maxLength },
    ]),
  ),
})
const documentsAsShown = (kind: QualificationKind): EditOf<'DOCUMENTS'> => ({
  part: 'DOCUMENTS',
  kind,
  documents: Object.fromEntries(
    known(kind).documents.map(
      ({ kind: document, min, max, mediaTypes, maxBytes, maxPdfBytes, maxPixels, minShortSide }) => [
        document,
        {
          requirement: min > 0 ? 'REQUIRED' : 'OPTIONAL',
          min,
          max,
          mediaTypes: [...mediaTypes],
          megabytes: maxBytes / MEGABYTE,
          ...(maxPdfBytes ? { pdfMegabytes: maxPdfBytes / MEGABYTE } : {}),
          megapixels: maxPixels / MEGAPIXEL,
          minShortSide,
        },
      ],
    ),
  ),
})
const signaturesAsShown = (kind: QualificationKind): EditOf<'SIGNATURES'> => {
  const { signatures, samples } = known(kind)
  const { sources, ...figures } = signatures
  return {
    part: 'SIGNATURES',
    kind,
    signatures: figures,
    sources: Object.fromEntries(
      sources.map(({ source, needsEvidence }) => [source, needsEvidence ? 'WITH_EVIDENCE' : 'WITHOUT_EVIDENCE']),
    ),
    samples,
  }
}
const sound = (rulebook: Rulebook) => {
  const { content, problem } = checkContent('RULEBOOK', rulebook)
  expect(problem).toBeNull()
  return content as Rulebook
}
const changed = (rulebook: Rulebook) =>
  changesBetween(BUILT_IN_RULEBOOK, sound(rulebook)).map(({ path, after }) =>
    [...path, JSON.stringify(after)].join(' '),
  )

describe('an unchanged form', () => {
  it.each(KINDS)('changes no requirement of %s', (kind) => {
    expect(withFields(BUILT_IN_RULEBOOK, fieldsAsShown(kind))).toEqual(BUILT_IN_RULEBOOK)
    expect(withDocuments(BUILT_IN_RULEBOOK, documentsAsShown(kind))).toEqual(BUILT_IN_RULEBOOK)
    expect(withSignatures(BUILT_IN_RULEBOOK, signaturesAsShown(kind))).toEqual(BUILT_IN_RULEBOOK)
  })

  it('changes no term', () => {
    const { terms } = BUILT_IN_RULEBOOK
    expect(withTerms(BUILT_IN_RULEBOOK, { part: 'TERMS', terms, switches: [...SWITCHES] })).toEqual(BUILT_IN_RULEBOOK)
  })

  it('changes no retention period', () => {
    const { retention } = BUILT_IN_RULEBOOK
    expect(withRetention(BUILT_IN_RULEBOOK, { part: 'RETENTION', retention })).toEqual(BUILT_IN_RULEBOOK)
  })

  it.each(BUILT_IN_REASONS.reasons)('changes no word of $code', (reason) => {
    expect(withReason(BUILT_IN_REASONS, reasonEdit(reason))).toEqual(BUILT_IN_REASONS)
  })

  it.each(BUILT_IN_LETTERS[0].texts)('changes no word of the letter $variant', (text) => {
    const { version: _, marks, clauses, labels, ...words } = text
    const edit: EditOf<'LETTER'> = {
      part: 'LETTER',
      ...words,
      labels: labels as Record<string, { 'zh-CN': string; en: string }>,
      marks: Object.fromEntries(marks.map(({ key, ...mark }) => [key, mark])),
      clauses: Object.fromEntries([
        ...clauses.map((clause, index) => [String(index + 1), clause] as const),
        ['20', { heading: { 'zh-CN': '', en: '' }, text: { 'zh-CN': ' ', en: '' } }],
      ]),
    }
    expect(withLetter(BUILT_IN_LETTERS[0], edit)).toEqual(BUILT_IN_LETTERS[0])
  })
})

function reasonEdit({ code, isOffered, kinds, mend, howToMend, ...reason }: ReasonEntry): EditOf<'REASON'> {
  return {
    part: 'REASON',
    of: code,
    code,
    ...reason,
    correction: mend,
    howToCorrect: howToMend,
    kinds: kinds ?? KINDS,
    ...(isOffered ? { isOffered: 'yes' } : {}),
  }
}

describe('fields', () => {
  it('that are left out are in no document’s dependencies, and come back unchanged', () => {
    const shown = fieldsAsShown('INDIVIDUAL')
    const left = {
      ...shown,
      fields: { ...shown.fields, 'person.idValidFrom': { requirement: 'NOT_REQUIRED' as const } },
    }
    const without = sound(withFields(BUILT_IN_RULEBOOK, left))
    expect(without.kinds.INDIVIDUAL?.documents.flatMap(({ restsOn }) => restsOn)).not.toContain('person.idValidFrom')
    expect(withFields(without, shown)).toEqual(BUILT_IN_RULEBOOK)
  })

  it('that the law requires stay, regardless of what is sent', () => {
    const shown = fieldsAsShown('INDIVIDUAL')
    const fields = { ...shown.fields, 'person.name': { requirement: 'NOT_REQUIRED' as const } }
    expect(withFields(BUILT_IN_RULEBOOK, { ...shown, fields })).toEqual(BUILT_IN_RULEBOOK)
  })

  it('may be optional or shorter; IDs that are not accepted are no options', () => {
    const shown = fieldsAsShown('ORGANISATION')
    const fields = { ...shown.fields, 'use.audience': { requirement: 'OPTIONAL' as const, maxLength: 100 } }
    expect(changed(withFields(BUILT_IN_RULEBOOK, { ...shown, fields, idTypes: ['RESIDENT_ID'] }))).toEqual(
      expect.arrayContaining([
        'kinds ORGANISATION idTypes PASSPORT ',
        'kinds ORGANISATION groups legalRep fields legalRep.idType options ["RESIDENT_ID"]',
        'kinds ORGANISATION groups use fields use.audience required false',
        'kinds ORGANISATION groups use fields use.audience maxLength 100',
      ]),
    )
  })
})

it('documents may be left out or optional, and their number and size may change', () => {
  const shown = documentsAsShown('INDIVIDUAL')
  const slot = shown.documents.SUPPORTING
  if (!slot) throw new Error('no slot')
  const documents = {
    ...shown.documents,
    ID_EMBLEM: {
      ...slot,
      requirement: 'OPTIONAL' as const,
      max: 1,
      mediaTypes: shown.documents.ID_EMBLEM?.mediaTypes ?? [],
    },
    COMMITMENT_LETTER: { ...slot, requirement: 'NOT_REQUIRED' as const, min: 0 },
    SUPPORTING: { ...slot, requirement: 'NOT_REQUIRED' as const },
  }
  expect(changed(withDocuments(BUILT_IN_RULEBOOK, { ...shown, documents }))).toEqual([
    'kinds INDIVIDUAL documents ID_EMBLEM min 0',
    'kinds INDIVIDUAL documents SUPPORTING ',
  ])
})

it('a PDF may have a larger limit than a picture or the same, and none where PDFs are not accepted', () => {
  const shown = documentsAsShown('INDIVIDUAL')
  const slot = shown.documents.SUPPORTING
  if (!slot) throw new Error('no slot')
  const pdfLimit = (change: object) => {
    const documents = { ...shown.documents, SUPPORTING: { ...slot, ...change } }
    const { kinds } = withDocuments(BUILT_IN_RULEBOOK, { ...shown, documents })
    return kinds.INDIVIDUAL?.documents.find(({ kind }) => kind === 'SUPPORTING')?.maxPdfBytes
  }
  expect(pdfLimit({})).toBe(20 * MEGABYTE)
  expect(pdfLimit({ pdfMegabytes: 12 })).toBe(12 * MEGABYTE)
  expect(pdfLimit({ pdfMegabytes: slot.megabytes })).toBeUndefined()
  expect(pdfLimit({ pdfMegabytes: undefined })).toBeUndefined()
  expect(pdfLimit({ mediaTypes: ['image/jpeg'] })).toBeUndefined()
})

describe('retention', () => {
  const kept = { documentsDays: 90, detailsDays: 90 }
  const sent = (days: object) => ({
    draftId: id,
    edits: '0',
    part: 'RETENTION',
    ...Object.fromEntries(
      ['APPROVED', 'REJECTED', 'WITHDRAWN', 'ABANDONED'].flatMap((outcome) =>
        Object.entries({ ...kept, ...days }).map(([name, value]) => [`retention/${outcome}/${name}`, String(value)]),
      ),
    ),
  })

  it('is between no day and ten years, and each change is listed', () => {
    const retention = { ...BUILT_IN_RULEBOOK.retention, APPROVED: { documentsDays: 0, detailsDays: 3_650 } }
    expect(changed(withRetention(BUILT_IN_RULEBOOK, { part: 'RETENTION', retention }))).toEqual([
      'retention APPROVED documentsDays 0',
      'retention APPROVED detailsDays 3650',
    ])
  })

  it('is read from its form, and an error names the field', () => {
    expect(EditRuleDraftForm.parse(sent({ documentsDays: 0 })).edit).toMatchObject({
      retention: { REJECTED: { documentsDays: 0, detailsDays: 90 } },
    })
    const { error } = EditRuleDraftForm.safeParse(sent({ detailsDays: '1.5' }))
    expect(error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`)).toContain(
      'edit.retention.ABANDONED.detailsDays NUMBER',
    )
    const { 'retention/ABANDONED/detailsDays': _, ...cut } = sent({}) as Record<string, string>
    expect(EditRuleDraftForm.safeParse(cut).success).toBe(false)
  })
})

it('a new reason comes before OTHER, and a final one comes last', () => {
  const [blurred] = BUILT_IN_REASONS.reasons as [ReasonEntry]
  const added = (kind: 'retry' | 'final') => {
    const edit = { ...reasonEdit(blurred), of: '', code: 'FILE_DAMAGED', kind } as const
    const codes = withReason(BUILT_IN_REASONS, edit).reasons.map(({ code }) => code)
    return codes[codes.indexOf('FILE_DAMAGED') + 1]
  }
  expect([added('retry'), added('final')]).toEqual(['OTHER', undefined])
})

describe('a form', () => {
  it('is read by the paths in its names', () => {
    const sent = {
      draftId: id,
      edits: '3',
      part: 'FIELDS',
      kind: 'INDIVIDUAL',
      idTypes: 'PASSPORT',
      'fields/person.name/maxLength': '40',
      'fields/use.audience/requirement': 'OPTIONAL',
    }
    expect(EditRuleDraftForm.parse(sent)).toEqual({
      draftId: id,
      edits: 3,
      edit: {
        part: 'FIELDS',
        kind: 'INDIVIDUAL',
        idTypes: ['PASSPORT'],
        fields: { 'person.name': { maxLength: 40 }, 'use.audience': { requirement: 'OPTIONAL' } },
      },
    })
  })

  it('with an invalid value is refused with its path', () => {
    const terms = { 'terms/validityMonths': 'soon', 'terms/__proto__': '1', 'terms/leaseMinutes': '-1' }
    const { error } = EditRuleDraftForm.safeParse({ draftId: id, edits: 0, part: 'TERMS', ...terms })
    const places = error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`)
    expect(places).toEqual(
      expect.arrayContaining(['edit.terms.validityMonths NUMBER', 'edit.terms.leaseMinutes NUMBER']),
    )
    expect(EditRuleDraftForm.safeParse({ draftId: id, edits: 0, part: 'EVERYTHING' }).success).toBe(false)
  })
})
