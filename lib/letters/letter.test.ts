import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { BUILT_IN_LETTERS } from './built-in'
import { type LetterRequest, letterFor } from './letter'
import { LetterTexts } from './letter-text'
import { CN_MAINLAND_2024_10_INDIVIDUAL } from './versions/cn-mainland-2024-10-individual'

const REQUEST: LetterRequest = {
  text: CN_MAINLAND_2024_10_INDIVIDUAL,
  party: { name: '欧阳·样本', idType: 'PASSPORT', idNumber: 'E12345678' },
  reference: 'ZX-20261125-ABCDEF',
  signatures: ['样本小店', '样本通知'],
  platform: '样本短信平台',
}

/** A text that someone signed must stay what it was: other words take another version. */
const HELD_FAST: Record<string, string> = {
  'cn-mainland/2024-10 INDIVIDUAL': '9d5de6b38b8b9ac4f42c3eba4eb2713ed0a5e802440f1daa638d256fe05fc1b3',
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
})

describe('the texts', () => {
  it.each(BUILT_IN_LETTERS)('$version is plain data that its own schema takes', (letters) => {
    expect(LetterTexts.parse(JSON.parse(JSON.stringify(letters)))).toEqual(letters)
    for (const text of letters.texts) expect(text.version).toBe(letters.version)
  })

  it.each(Object.entries(HELD_FAST))('%s is worded as it was', (name, hash) => {
    const [version, variant] = name.split(' ')
    const letters = BUILT_IN_LETTERS.find((candidate) => candidate.version === version)
    const text = JSON.stringify(letters?.texts.find((candidate) => candidate.variant === variant))
    expect(createHash('sha256').update(text).digest('hex')).toBe(hash)
  })
})
