import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { RULEBOOKS } from '@/lib/rulebook/registry'
import { type LetterRequest, letterFor, letterTextOf } from './letter'

const REQUEST: LetterRequest = {
  version: 'cn-mainland/2024-10',
  kind: 'INDIVIDUAL',
  party: { name: '欧阳·样本', idType: 'PASSPORT', idNumber: 'E12345678' },
  reference: 'ZX-20261125-ABCDEF',
  signatures: ['样本小店', '样本通知'],
  platform: '样本短信平台',
}

/** A text that someone signed must stay what it was: other words take another version. */
const HELD_FAST: Record<string, string> = {
  'cn-mainland/2024-10 INDIVIDUAL': 'd10a7bc7a848b829a6c1a7b4cce51ec59c36e0eea3e079b95b747f946d278011',
}

describe('letterFor', () => {
  it('fills in the parties, in both languages', () => {
    const letter = letterFor(REQUEST)
    const values = letter.particulars.map(({ value }) => value['zh-CN'])
    expect(values).toEqual(['欧阳·样本', '护照', 'E12345678', '【样本小店】、【样本通知】', 'ZX-20261125-ABCDEF'])
    expect(letter.recipient).toEqual({ 'zh-CN': '致：样本短信平台', en: 'To: 样本短信平台' })
    expect(letter.particulars[1]?.value.en).toBe('Passport')
    expect(letter.reference).toBe(REQUEST.reference)
  })

  it('leaves nothing to replace, and takes names as they are', () => {
    const letter = letterFor({ ...REQUEST, platform: "$& $' {name}" })
    expect(letter.recipient.en).toBe("To: $& $' {name}")
    expect(JSON.stringify(letterFor(REQUEST))).not.toMatch(/[{]platform[}]/)
  })

  it('has a place for signature, thumbprint and date', () => {
    expect(letterFor(REQUEST).marks.map(({ key }) => key)).toEqual(['SIGNATURE', 'THUMBPRINT', 'DATE'])
  })

  it('says in each clause the same things in both languages, as far as can be counted', () => {
    for (const { heading, text } of letterFor(REQUEST).clauses) {
      for (const words of [heading, text]) {
        expect(words['zh-CN']).toMatch(/\p{Script=Han}/u)
        expect(words.en).not.toMatch(/\p{Script=Han}/u)
      }
    }
  })

  it('refuses a version that is not known', () => {
    expect(() => letterFor({ ...REQUEST, version: 'cn-mainland/1999-01' })).toThrow(/1999-01/)
    expect(() => letterFor({ ...REQUEST, kind: 'ORGANISATION' })).toThrow(/ORGANISATION/)
  })
})

describe('the texts', () => {
  it('exist for each kind of applicant of each rulebook', () => {
    for (const rulebook of RULEBOOKS) {
      for (const kind of Object.keys(rulebook.kinds) as LetterRequest['kind'][]) {
        expect(letterTextOf(rulebook.letterVersion, kind).version).toBe(rulebook.letterVersion)
      }
    }
  })

  it.each(Object.entries(HELD_FAST))('%s is worded as it was', (name, hash) => {
    const [version = '', kind = ''] = name.split(' ')
    const text = JSON.stringify(letterTextOf(version, kind as LetterRequest['kind']))
    expect(createHash('sha256').update(text).digest('hex')).toBe(hash)
  })
})
