import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DraftContent } from './answers'
import { normaliseAnswer } from './answers'
import { choicesOf } from './choices'
import { requiredGroups, requiredSlot, requiredSlots } from './required-slots'
import { partsOf, problemsOf, problemsOfFields } from './requirements'
import type { FieldRule } from './rulebook'
import { rulesFor } from './rules-for'
import { CN_MAINLAND_2024_10 } from './versions/cn-mainland-2024-10'

const RULEBOOK = CN_MAINLAND_2024_10
const TODAY = '2026-11-25'
const RULES = rulesFor(RULEBOOK, 'INDIVIDUAL')
const FIELDS = RULES.groups.flatMap(({ fields }) => fields)

/** Returns a complete draft; each test spoils one thing. */
function complete(): DraftContent {
  return {
    kind: 'INDIVIDUAL',
    fields: {
      'person.name': '样本',
      'person.idType': 'RESIDENT_ID',
      'person.idNumber': '11010519491231002X',
      'person.birthDate': '1949-12-31',
      'person.idValidFrom': '2016-03-01',
      'person.idValidTo': 'LONG_TERM',
      'contact.phone': '+8613800138000',
      'use.purposes': 'VERIFICATION,NOTIFICATION',
      'use.audience': '在样本小店下过单的顾客',
      'use.monthlyVolume': 'UP_TO_1000',
    },
    documents: [
      { kind: 'ID_PORTRAIT', senderSignatureId: null, fileCount: 1 },
      { kind: 'ID_EMBLEM', senderSignatureId: null, fileCount: 1 },
      { kind: 'ID_IN_HAND', senderSignatureId: null, fileCount: 1 },
      { kind: 'SIGNATURE_EVIDENCE', senderSignatureId: 's2', fileCount: 1 },
      { kind: 'COMMITMENT_LETTER', senderSignatureId: null, fileCount: 2 },
    ],
    signatures: [
      { id: 's1', text: '样本', source: 'OWN_NAME' },
      { id: 's2', text: '样本小店', source: 'TRADEMARK' },
    ],
    samples: [{ id: 'm1', text: '【样本】您的验证码是 123456。' }],
  }
}

const found = (content: DraftContent) =>
  problemsOf(RULEBOOK, content, TODAY).map(({ code, place }) => [code, ...Object.values(place)].join(' '))
const withFields = (fields: Record<string, string>): DraftContent => ({
  ...complete(),
  fields: { ...complete().fields, ...fields },
})

describe('problemsOf', () => {
  it('finds nothing in a complete draft', () => expect(found(complete())).toEqual([]))

  it('names everything that an empty draft lacks, in the order of the pages', () => {
    expect(found({ kind: 'INDIVIDUAL', fields: {}, documents: [], signatures: [], samples: [] })).toEqual([
      ...requiredGroups(RULEBOOK, complete()).flatMap(({ key, fields }) =>
        fields.map((field) => `REQUIRED FIELD ${key} ${field.key}`),
      ),
      'SIGNATURES_MISSING SIGNATURES',
      'SAMPLES_MISSING SAMPLES',
      'DOCUMENT_MISSING DOCUMENT ID_PORTRAIT ',
      'DOCUMENT_MISSING DOCUMENT ID_EMBLEM ',
      'DOCUMENT_MISSING DOCUMENT ID_IN_HAND ',
      'DOCUMENT_MISSING DOCUMENT COMMITMENT_LETTER ',
    ])
  })

  it.each(FIELDS.map(({ key }) => key))('requires %s when it is empty or absent', (key) => {
    const { [key]: _, ...rest } = complete().fields
    for (const fields of [rest, { ...rest, [key]: '' }]) {
      expect(found({ ...complete(), fields }).filter((line) => line.startsWith('REQUIRED'))).toEqual([
        expect.stringMatching(new RegExp(`^REQUIRED FIELD \\w+ ${key}$`)),
      ])
    }
  })

  it.each([
    [{ 'person.name': '张' }, 'NAME_FORMAT FIELD identity person.name'],
    [{ 'person.name': '样'.repeat(51) }, 'TOO_LONG FIELD identity person.name'],
    [{ 'person.idType': 'DRIVING_LICENCE' }, 'NOT_OFFERED FIELD identity person.idType'],
    [{ 'person.birthDate': '1949-12-30' }, 'ID_NUMBER_BIRTH_DATE FIELD identity person.idNumber'],
    [{ 'person.idNumber': '110105194912310021' }, 'ID_NUMBER_CHECK_CHARACTER FIELD identity person.idNumber'],
    [{ 'person.idValidFrom': '2026-11-26' }, 'DATE_IN_FUTURE FIELD identity person.idValidFrom'],
    [{ 'person.idValidFrom': '2016-02-30' }, 'DATE_NOT_REAL FIELD identity person.idValidFrom'],
    [{ 'person.idValidTo': '2026-11-24' }, 'VALIDITY_ENDED FIELD identity person.idValidTo'],
    [{ 'person.idValidTo': '2016-03-01' }, 'VALIDITY_ORDER FIELD identity person.idValidTo'],
    [{ 'contact.phone': '13800138000' }, 'PHONE_FORMAT FIELD contact contact.phone'],
    [{ 'use.purposes': 'VERIFICATION,LOTTERY' }, 'NOT_OFFERED FIELD use use.purposes'],
    [{ 'use.audience': '客'.repeat(201) }, 'TOO_LONG FIELD use use.audience'],
    [{ 'use.monthlyVolume': 'LOTS' }, 'NOT_OFFERED FIELD use use.monthlyVolume'],
  ])('%j: %s', (fields, line) => expect(found(withFields(fields))).toContain(line))

  it('accepts an ID on its last day, and refuses it on the next', () => {
    const content = withFields({ 'person.idValidTo': '2026-11-25' })
    expect(problemsOf(RULEBOOK, content, '2026-11-25')).toEqual([])
    expect(problemsOf(RULEBOOK, content, '2026-11-26').map(({ code }) => code)).toEqual(['VALIDITY_ENDED'])
  })

  it('accepts a person on their eighteenth birthday, and not the day before', () => {
    const content = withFields({
      'person.idType': 'PASSPORT',
      'person.idNumber': 'E12345678',
      'person.birthDate': '2008-11-25',
      'person.idValidTo': '2030-01-01',
    })
    expect(problemsOf(RULEBOOK, content, '2026-11-25')).toEqual([])
    expect(problemsOf(RULEBOOK, content, '2026-11-24')).toEqual([
      { code: 'UNDER_AGE', place: { on: 'FIELD', group: 'identity', key: 'person.birthDate' }, params: { age: 18 } },
    ])
  })

  it('knows which ID is never long-term', () => {
    expect(found(withFields({ 'person.idType': 'PASSPORT', 'person.idNumber': 'E12345678' }))).toEqual([
      'LONG_TERM_NOT_OFFERED FIELD identity person.idValidTo',
    ])
  })

  it.each([
    ['样', 'OWN_NAME', 'SIGNATURE_LENGTH'],
    ['样'.repeat(13), 'OWN_NAME', 'SIGNATURE_LENGTH'],
    ['样本 小店', 'OWN_NAME', 'SIGNATURE_CHARACTERS'],
    ['123456', 'OWN_NAME', 'SIGNATURE_CHARACTERS'],
    ['【样本】', 'OWN_NAME', 'SIGNATURE_REPEATED'],
    ['样本公司', 'ORGANISATION_NAME', 'SOURCE_NOT_OFFERED'],
  ] as const)('sender signature %j from %s: %s', (text, source, code) => {
    const content = complete()
    content.signatures.push({ id: 's3', text, source })
    expect(found(content)).toEqual([`${code} SIGNATURE s3`])
  })

  it('limits how many signatures, samples and files there are', () => {
    const many = complete()
    many.signatures = Array.from({ length: 11 }, (_, i) => ({ id: `s${i}`, text: `样本${i}`, source: 'OWN_NAME' }))
    many.samples = Array.from({ length: 6 }, (_, i) => ({ id: `m${i}`, text: '样例' }))
    many.documents = many.documents.map((held) => ({ ...held, fileCount: held.fileCount + 5 }))
    expect(found(many)).toEqual([
      'SIGNATURES_TOO_MANY SIGNATURES',
      'SAMPLES_TOO_MANY SAMPLES',
      'DOCUMENT_TOO_MANY DOCUMENT ID_PORTRAIT ',
      'DOCUMENT_TOO_MANY DOCUMENT ID_EMBLEM ',
      'DOCUMENT_TOO_MANY DOCUMENT ID_IN_HAND ',
      'DOCUMENT_TOO_MANY DOCUMENT COMMITMENT_LETTER ',
    ])
  })

  it('checks each sample', () => {
    const content = { ...complete(), samples: ['好', ' ', '长'.repeat(501)].map((text, i) => ({ id: `m${i}`, text })) }
    expect(found(content)).toEqual(['SAMPLE_EMPTY SAMPLE m1', 'SAMPLE_TOO_LONG SAMPLE m2'])
  })

  it('requires evidence of each signature whose source needs it', () => {
    const content = {
      ...complete(),
      documents: complete().documents.filter(({ kind }) => kind !== 'SIGNATURE_EVIDENCE'),
    }
    expect(found(content)).toEqual(['DOCUMENT_MISSING DOCUMENT SIGNATURE_EVIDENCE s2'])
  })

  it('can be called for a few fields only', () => {
    const content = withFields({ 'person.name': '', 'use.audience': '' })
    expect(problemsOfFields(RULEBOOK, content, TODAY, ['use.audience']).map(({ code }) => code)).toEqual(['REQUIRED'])
  })
})

describe('requiredSlots', () => {
  it('requires only the data page of a passport', () => {
    const kinds = (idType: string) =>
      requiredSlots(RULEBOOK, withFields({ 'person.idType': idType })).map(({ slot }) => slot.kind)
    expect(kinds('PASSPORT')).toEqual([
      'ID_PORTRAIT',
      'ID_IN_HAND',
      'SIGNATURE_EVIDENCE',
      'COMMITMENT_LETTER',
      'SUPPORTING',
    ])
    expect(kinds('TAIWAN_PERMIT')).toContain('ID_EMBLEM')
    expect(kinds('')).toContain('ID_EMBLEM')
  })

  it('finds a required slot, and no other', () => {
    expect(requiredSlot(RULEBOOK, complete(), 'COMMITMENT_LETTER', null)?.max).toBe(5)
    expect(requiredSlot(RULEBOOK, complete(), 'SIGNATURE_EVIDENCE', 's2')?.max).toBe(3)
    for (const id of ['s1', 'elsewhere', null])
      expect(requiredSlot(RULEBOOK, complete(), 'SIGNATURE_EVIDENCE', id)).toBeUndefined()
    expect(requiredSlot(RULEBOOK, complete(), 'LICENCE', null)).toBeUndefined()
  })
})

describe('partsOf', () => {
  const names = (content: DraftContent) =>
    partsOf(RULEBOOK, content).map((part) => [...Object.values(part)].filter(Boolean).join(' '))

  it('has the parts in the order of the review', () => {
    expect(names(complete())).toEqual([
      'FIELDS identity',
      'FIELDS contact',
      'FIELDS use',
      'DOCUMENT ID_PORTRAIT',
      'DOCUMENT ID_EMBLEM',
      'DOCUMENT ID_IN_HAND',
      'DOCUMENT COMMITMENT_LETTER',
      'SENDER_SIGNATURE s1',
      'SENDER_SIGNATURE s2',
      'DOCUMENT SIGNATURE_EVIDENCE s2',
      'SAMPLE_MESSAGES',
    ])
  })

  it('has an optional document only when it was uploaded', () => {
    const content = complete()
    content.documents.push({ kind: 'SUPPORTING', senderSignatureId: null, fileCount: 1 })
    expect(names(content)).toContain('DOCUMENT SUPPORTING')
    expect(names(withFields({ 'person.idType': 'PASSPORT' }))).not.toContain('DOCUMENT ID_EMBLEM')
  })

  it('has each required document, with any answers', () => {
    const sources = fc.constantFrom('OWN_NAME', 'TRADEMARK', 'APP', 'SITE')
    fc.assert(
      fc.property(
        fc.array(sources, { maxLength: 10 }),
        fc.constantFrom(...RULES.idTypes),
        (chosen, { type, pages }) => {
          const content = withFields({ 'person.idType': type })
          content.signatures = chosen.map((source, i) => ({ id: `s${i}`, text: `样本${i}`, source: source as 'APP' }))
          const evidence = chosen.filter((source) => source !== 'OWN_NAME').length
          expect(partsOf(RULEBOOK, content)).toHaveLength(3 + pages.length + 2 + chosen.length + evidence + 1)
        },
      ),
    )
  })
})

describe('normaliseAnswer', () => {
  const rule = (key: string): FieldRule => FIELDS.find((field) => field.key === key) as FieldRule

  it.each([
    ['person.name', '　迪丽热巴•迪力木拉提 ', '迪丽热巴·迪力木拉提'],
    ['person.idNumber', '１１０１０５ 19491231 002ｘ', '11010519491231002X'],
    ['person.birthDate', '1949年12月31日', '1949-12-31'],
    ['person.birthDate', '1990/1/5', '1990-01-05'],
    ['person.birthDate', '１９９００１０５', '1990-01-05'],
    ['person.birthDate', '不知道', '不知道'],
    ['person.idValidTo', '长期', 'LONG_TERM'],
    ['person.idValidTo', '2030.01.02', '2030-01-02'],
    ['contact.phone', '138 0013 8000', '+8613800138000'],
    ['contact.phone', '010-1234', '010-1234'],
    ['use.purposes', 'NOTIFICATION, VERIFICATION,NOTIFICATION', 'VERIFICATION,NOTIFICATION'],
    ['use.purposes', 'LOTTERY,NOTIFICATION', 'NOTIFICATION,LOTTERY'],
    ['use.audience', ' 顾客\r\n会员 ', '顾客\n会员'],
  ])('%s: %j is stored as %j', (key, typed, kept) => expect(normaliseAnswer(rule(key), typed)).toBe(kept))

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.constantFrom(...FIELDS), fc.string({ unit: 'grapheme' }), (field, typed) => {
        const kept = normaliseAnswer(field, typed)
        expect(normaliseAnswer(field, kept)).toBe(kept)
      }),
      { numRuns: 1000 },
    )
  })

  it('its text of choices is read back as a list', () => {
    expect(choicesOf('VERIFICATION,NOTIFICATION')).toEqual(['VERIFICATION', 'NOTIFICATION'])
    expect(choicesOf('')).toEqual([])
    expect(choicesOf(undefined)).toEqual([])
  })
})
