import { describe, expect, it } from 'vitest'
import { DocumentKind, PartKind } from '@/lib/db/generated/enums'
import en from '@/lib/i18n/messages/en/reasons.json'
import zh from '@/lib/i18n/messages/zh-CN/reasons.json'
import { isFinal, REASON_CODES, REASONS, reasonApplies, reasonsFor } from './reasons'

describe('the catalogue', () => {
  it('has 39 reasons, five of them final', () => {
    expect(REASON_CODES).toHaveLength(39)
    expect(REASON_CODES.filter(isFinal)).toEqual([
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
  ])('has a name, a criterion and a way to mend for each in %s', (_, messages) => {
    expect(Object.keys(messages)).toEqual(REASON_CODES)
    for (const code of REASON_CODES) {
      for (const words of [messages[code].name, messages[code].means, messages[code].mend]) expect(words).not.toBe('')
    }
  })

  it('offers every reason for some part', () => {
    for (const code of REASON_CODES)
      expect(REASONS[code].parts.length + REASONS[code].documents.length).toBeGreaterThan(0)
  })
})

describe('reasonsFor', () => {
  it('always offers a reason that can be mended and one that cannot', () => {
    for (const kind of ['INDIVIDUAL', 'ORGANISATION'] as const) {
      for (const documentKind of Object.values(DocumentKind)) {
        const offered = reasonsFor(kind, { kind: 'DOCUMENT', documentKind })
        expect(offered).toContain('OTHER')
        expect(offered.some(isFinal)).toBe(true)
      }
      for (const part of Object.values(PartKind)) {
        if (part !== 'DOCUMENT') expect(reasonsFor(kind, { kind: part })).toContain('OTHER')
      }
    }
  })

  it('asks no seal of an individual, and a thumbprint only on a letter', () => {
    const letter = { kind: 'DOCUMENT', documentKind: 'COMMITMENT_LETTER' } as const
    expect(reasonApplies('SEAL_MISSING', 'INDIVIDUAL', letter)).toBe(false)
    expect(reasonApplies('SEAL_MISSING', 'ORGANISATION', letter)).toBe(true)
    expect(reasonApplies('THUMBPRINT_MISSING', 'INDIVIDUAL', letter)).toBe(true)
    expect(reasonApplies('THUMBPRINT_MISSING', 'INDIVIDUAL', { kind: 'DOCUMENT', documentKind: 'ID_IN_HAND' })).toBe(
      false,
    )
  })

  it('offers no fault of a picture for what was typed', () => {
    expect(reasonsFor('INDIVIDUAL', { kind: 'SAMPLE_MESSAGES' })).toEqual([
      'SCOPE_EXCEEDED',
      'CONTENT_UNCLEAR',
      'OTHER',
      'PROHIBITED_USE',
      'REPEATED_ABUSE',
    ])
  })
})
