import { expect, test } from 'vitest'
import en from './messages/en/consents.json'
import zh from './messages/zh-CN/consents.json'
import { sentencesOf } from './sentences'

const TEXTS = [zh, en].flatMap(({ statements }) => Object.values(statements).map(({ text }) => text))

test('a text of a consent has the same words in sentences, and each one ends', () => {
  for (const text of TEXTS) {
    const sentences = sentencesOf(text)
    expect(sentences.join(text.includes('。') ? '' : ' ')).toBe(text)
    expect(sentences.length).toBeGreaterThanOrEqual(3)
    for (const sentence of sentences) expect(sentence).toMatch(/[.。]$/)
  }
})

test('the name of a company is not cut', () => {
  expect(sentencesOf('They are A Co., Ltd. (A) and B Co., Ltd. (B). Both are named.')).toEqual([
    'They are A Co., Ltd. (A) and B Co., Ltd. (B).',
    'Both are named.',
  ])
})
