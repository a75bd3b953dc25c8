import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { anOrganisationContent, ON_BEHALF, OTHER_ADMIN } from '@/tests/factories/contents'
import type { DraftContent } from '../answers'
import { BUILT_IN_LETTERS } from './built-in'
import { type LetterRequest, letterFor, missingFrom } from './letter'
import { type LetterText, LetterTexts, type LetterVariant } from './letter-text'
import { isOnBehalf, letterVariantOf, particularsOf } from './parties'
import { CN_MAINLAND_2024_10_INDIVIDUAL } from './versions/cn-mainland-2024-10-individual'

const TEXTS = BUILT_IN_LETTERS.flatMap(({ texts }) => texts)

const REQUEST: LetterRequest = {
  text: CN_MAINLAND_2024_10_INDIVIDUAL,
  particulars: {
    name: '欧阳·样本',
    idType: 'PASSPORT',
    idNumber: 'E12345678',
    signatures: ['样本小店', '样本通知'],
    reference: 'ZX-20261125-ABCDEF',
  },
  platform: '样本短信平台',
}

/** Holds the digests of published texts: people signed them, so that other words require another version. */
const HELD_FAST: Record<string, string> = {
  'cn-mainland/2024-10 INDIVIDUAL': '9d5de6b38b8b9ac4f42c3eba4eb2713ed0a5e802440f1daa638d256fe05fc1b3',
  'cn-mainland/2024-10 ORGANISATION': '7f8cedd97f92cea5b5e39b1f6dcffb024b0034101eda08e6aaafe7cc01c10adc',
  'cn-mainland/2024-10 ORGANISATION_WITHOUT_SEAL': '40dcb602df19337f414f6be317e6cea9b5affa07c94a6ca082043187ad0c838b',
  'cn-mainland/2024-10 AUTHORISATION': '2ccf01fa4e76aa6de129dbc33be6fb532ccd32eda6e2026b41abc380d5cfe460',
}

describe('letterFor', () => {
  it('fills in the parties, in both languages', () => {
    const letter = letterFor(REQUEST)
    const values = letter.particulars.map(({ value }) => value['zh-CN'])
    expect(values).toEqual(['欧阳·样本', '护照', 'E12345678', '【样本小店】、【样本通知】', 'ZX-20261125-ABCDEF'])
    expect(letter.recipient).toEqual({ 'zh-CN': '致：样本短信平台', en: 'To: 样本短信平台' })
    expect(letter.particulars[1]?.value.en).toBe('Passport')
    expect(letter.reference).toBe(REQUEST.particulars.reference)
  })

  it('leaves nothing to replace, and inserts names literally', () => {
    const letter = letterFor({ ...REQUEST, platform: "$& $' {name}" })
    expect(letter.recipient.en).toBe("To: $& $' {name}")
    expect(JSON.stringify(letterFor(REQUEST))).not.toMatch(/[{]platform[}]/)
  })

  it('lists the missing particulars', () => {
    const { idNumber: _, ...particulars } = REQUEST.particulars
    expect(missingFrom(REQUEST.text, REQUEST.particulars)).toEqual([])
    expect(missingFrom(REQUEST.text, { ...particulars, name: '', signatures: [] })).toEqual([
      'name',
      'idNumber',
      'signatures',
    ])
  })
})

describe('the parties', () => {
  const content = anOrganisationContent({ ...OTHER_ADMIN, ...ON_BEHALF })
  content.signatures.push({ id: 's2', text: '样本百货', source: 'ORGANISATION_NAME', isOnBehalf: true })
  const printed = (variant: LetterVariant, of: DraftContent) => {
    const text = TEXTS.find((candidate) => candidate.variant === variant) as LetterText
    const particulars = particularsOf(of, 'ZX-20261125-ABCDEF')
    expect(missingFrom(text, particulars)).toEqual([])
    return letterFor({ text, particulars, platform: '样本短信平台' }).particulars.map(({ value }) => value['zh-CN'])
  }

  it('are the organisation, its representative and its administrator', () => {
    expect(printed('ORGANISATION', content)).toEqual([
      '样本科技（北京）有限公司',
      '91110105MA00EXAM1E',
      '王样本',
      '李样本',
      '护照',
      'E12345678',
      '【样本科技】、【样本百货】',
      'ZX-20261125-ABCDEF',
    ])
    expect(printed('ORGANISATION', anOrganisationContent()).slice(3, 6)).toEqual([
      '王样本',
      '居民身份证',
      '11010519491231002X',
    ])
  })

  it('are identified by the code of their certificate', () => {
    const fields = {
      'organisation.certificate': 'ORGANISATION_CODE_CERTIFICATE',
      'organisation.organisationCode': '123456788',
    }
    expect(printed('ORGANISATION', anOrganisationContent(fields))).toContain('123456788')
  })

  it('are, in an authorisation, the principal and its agent, with what it covers and until when', () => {
    expect(printed('AUTHORISATION', content)).toEqual([
      '样本百货（上海）有限公司',
      '91310000MA1K0TE5T7',
      '赵样本',
      '样本科技（北京）有限公司',
      '91110105MA00EXAM1E',
      '【样本百货】',
      '2026-01-01',
      '2099-12-31',
      'ZX-20261125-ABCDEF',
    ])
    const { 'principal.name': _, ...fields } = content.fields
    expect(particularsOf({ ...content, fields }, '').principal).toBe('')
  })

  it('sign the variant for their kind', () => {
    const business = { 'organisation.type': 'INDIVIDUAL_BUSINESS' }
    expect(letterVariantOf({ kind: 'INDIVIDUAL', fields: {} })).toBe('INDIVIDUAL')
    expect(letterVariantOf(anOrganisationContent())).toBe('ORGANISATION')
    expect(letterVariantOf(anOrganisationContent({ ...business, 'organisation.hasSeal': 'YES' }))).toBe('ORGANISATION')
    expect(letterVariantOf(anOrganisationContent({ ...business, 'organisation.hasSeal': 'NO' }))).toBe(
      'ORGANISATION_WITHOUT_SEAL',
    )
    expect(letterVariantOf(anOrganisationContent({ 'organisation.hasSeal': 'NO' }))).toBe('ORGANISATION')
    expect(isOnBehalf(content)).toBe(true)
    expect(isOnBehalf(anOrganisationContent())).toBe(false)
    expect(isOnBehalf({ ...content, kind: 'INDIVIDUAL' })).toBe(false)
  })
})

describe.each(TEXTS)('the text $variant', (text) => {
  it('has a place for each mark that its signer must give', () => {
    const MARKS = {
      INDIVIDUAL: ['SIGNATURE', 'THUMBPRINT', 'DATE'],
      ORGANISATION: ['SIGNATURE', 'SEAL', 'DATE'],
      ORGANISATION_WITHOUT_SEAL: ['SIGNATURE', 'THUMBPRINT', 'DATE'],
      AUTHORISATION: ['SIGNATURE', 'SEAL', 'DATE'],
    }
    expect(text.marks.map(({ key }) => key)).toEqual(MARKS[text.variant])
  })

  it('has the same structure in both languages', () => {
    const { recipient, opening, closing, languages, title, labels, clauses, marks } = text
    const words = [recipient, opening, closing, languages, title, ...Object.values(labels)]
    const more = [
      ...clauses.flatMap((clause) => [clause.heading, clause.text]),
      ...marks.flatMap((m) => [m.label, m.hint]),
    ]
    for (const each of [...words, ...more]) {
      expect(each['zh-CN']).toMatch(/[\p{Script=Han}]/u)
      expect(each.en).not.toMatch(/\p{Script=Han}/u)
      expect(each.en.match(/\{\w+\}/g)).toEqual(each['zh-CN'].match(/\{\w+\}/g))
    }
    clauses.forEach(({ heading }, index) => {
      expect(heading['zh-CN'].startsWith(`${'一二三四五六七八九十'.charAt(index)}、`)).toBe(true)
      expect(heading.en.startsWith(`${index + 1}. `)).toBe(true)
    })
  })
})

describe('the texts', () => {
  it.each(BUILT_IN_LETTERS)('$version is plain data that its schema accepts', (letters) => {
    expect(LetterTexts.parse(JSON.parse(JSON.stringify(letters)))).toEqual(letters)
    for (const text of letters.texts) expect(text.version).toBe(letters.version)
  })

  it('all have a digest in this test', () => {
    expect(TEXTS.map(({ version, variant }) => `${version} ${variant}`)).toEqual(Object.keys(HELD_FAST))
  })

  it.each(Object.entries(HELD_FAST))('%s has unchanged words', (name, hash) => {
    const [version, variant] = name.split(' ')
    const letters = BUILT_IN_LETTERS.find((candidate) => candidate.version === version)
    const text = JSON.stringify(letters?.texts.find((candidate) => candidate.variant === variant))
    expect(createHash('sha256').update(text).digest('hex')).toBe(hash)
  })
})
