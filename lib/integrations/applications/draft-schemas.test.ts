import { expect, test } from 'vitest'
import { SaveAnswers, SaveSignatures } from './draft-schemas'

const saved = (text: string) => [
  SaveAnswers.safeParse({ answers: { 'use.audience': text } }).success,
  SaveAnswers.safeParse({ answers: { 'use.purposes': [text] } }).success,
  SaveSignatures.safeParse({ signatures: [{ source: 'OWN_NAME', text }], samples: [] }).success,
  SaveSignatures.safeParse({ signatures: [], samples: [{ text }] }).success,
]

test.each(['\ud800', '好\udfff', 'a\u0000b'])('a text that would be stored as another one is refused: %j', (text) => {
  expect(saved(text)).toEqual([false, false, false, false])
})

test.each(['𠮷野家', '第一行\n第二行'])('%j is taken as it is', (text) => {
  expect(saved(text)).toEqual([true, true, true, true])
})
