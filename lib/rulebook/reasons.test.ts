import { describe, expect, it } from 'vitest'
import { DocumentKind, PartKind } from '@/lib/db/generated/enums'
import { BUILT_IN_CATALOGUES, BUILT_IN_REASONS as catalogue } from './built-in'
import { ReasonCatalogue } from './reason-catalogue'
import { isFinal, type RefusedPart, reasonApplies, reasonIn, reasonsFor, shownReasons } from './reasons'
import { CN_MAINLAND_2024_10_REASONS } from './versions/cn-mainland-2024-10-reasons'
import en from './versions/cn-mainland-2024-10-reasons.en.json'
import zh from './versions/cn-mainland-2024-10-reasons.zh-CN.json'

const codes = CN_MAINLAND_2024_10_REASONS.reasons.map(({ code }) => code)
const applies = (code: string, of: 'INDIVIDUAL' | 'ORGANISATION', part: RefusedPart) => {
  const reason = reasonIn(catalogue, code)
  return reason && reasonApplies(reason, of, part)
}

describe('the built-in catalogue', () => {
  it.each(BUILT_IN_CATALOGUES)('$version is plain data that its schema accepts', (built) => {
    expect(ReasonCatalogue.parse(JSON.parse(JSON.stringify(built)))).toEqual(built)
    expect(new Set(built.reasons.map(({ code }) => code)).size).toBe(built.reasons.length)
  })

  it('of 2024-10 has 39 reasons, five of them final', () => {
    expect(codes).toHaveLength(39)
    expect(codes.filter((code) => isFinal(CN_MAINLAND_2024_10_REASONS, code))).toEqual([
      'SUSPECTED_FORGERY',
      'IDENTITY_MISUSE',
      'UNDER_AGE',
      'PROHIBITED_USE',
      'REPEATED_ABUSE',
    ])
  })

  it.each([
    ['zh-CN', zh],
    ['en', en],
  ])('of 2024-10 has only the words of its own reasons in %s', (_, words) => expect(Object.keys(words)).toEqual(codes))

  it('has a name, a criterion and a correction for each reason in both languages, and offers each for some part', () => {
    for (const { name, means, howToMend, parts, documents } of catalogue.reasons) {
      for (const words of [name, means, howToMend]) {
        expect(words['zh-CN']).toMatch(/\p{Script=Han}/u)
        expect(words.en).toMatch(/^[^\p{Script=Han}]+$/u)
      }
      expect(parts.length + documents.length).toBeGreaterThan(0)
    }
  })
})

describe('reasonsFor', () => {
  it('always offers a reason that can be corrected and a final one', () => {
    for (const kind of ['INDIVIDUAL', 'ORGANISATION'] as const) {
      for (const documentKind of Object.values(DocumentKind)) {
        const offered = reasonsFor(catalogue, kind, { kind: 'DOCUMENT', documentKind })
        expect(offered.map(({ code }) => code)).toContain('OTHER')
        expect(offered.some((reason) => reason.kind === 'final')).toBe(true)
      }
      for (const part of Object.values(PartKind)) {
        if (part === 'DOCUMENT') continue
        expect(reasonsFor(catalogue, kind, { kind: part }).map(({ code }) => code)).toContain('OTHER')
      }
    }
  })

  it('offers no reason about a seal for an individual, and one about a thumbprint only for a letter', () => {
    const letter = { kind: 'DOCUMENT', documentKind: 'COMMITMENT_LETTER' } as const
    expect(applies('SEAL_MISSING', 'INDIVIDUAL', letter)).toBe(false)
    expect(applies('SEAL_MISSING', 'ORGANISATION', letter)).toBe(true)
    expect(applies('THUMBPRINT_MISSING', 'INDIVIDUAL', letter)).toBe(true)
    expect(applies('THUMBPRINT_MISSING', 'INDIVIDUAL', { kind: 'DOCUMENT', documentKind: 'ID_IN_HAND' })).toBe(false)
  })

  it('offers no reasons about pictures for typed values', () => {
    expect(reasonsFor(catalogue, 'INDIVIDUAL', { kind: 'SAMPLE_MESSAGES' }).map(({ code }) => code)).toEqual([
      'SCOPE_EXCEEDED',
      'CONTENT_UNCLEAR',
      'OTHER',
      'PROHIBITED_USE',
      'REPEATED_ABUSE',
    ])
  })

  it('offers no withdrawn reason, whose words can still be read', () => {
    const retired = {
      ...catalogue,
      reasons: catalogue.reasons.map((reason) => ({ ...reason, isOffered: reason.code !== 'BLURRED' })),
    }
    const portrait = { kind: 'DOCUMENT', documentKind: 'ID_PORTRAIT' } as const
    expect(reasonsFor(retired, 'INDIVIDUAL', portrait).map(({ code }) => code)).not.toContain('BLURRED')
    expect(shownReasons(retired, ['BLURRED']).map(({ name }) => name.en)).toEqual(['Blurred'])
    expect(() => shownReasons(retired, ['BLURED'])).toThrow(/BLURED/)
  })
})
