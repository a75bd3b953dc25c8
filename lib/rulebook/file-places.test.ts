import { createTranslator } from 'next-intl'
import { expect, test } from 'vitest'
import english from '@/lib/core/languages/messages/en/rulebook.json'
import chinese from '@/lib/core/languages/messages/zh-CN/rulebook.json'
import { atPages } from './file-places'

type Sentences = { [key in string]: string }
const sayIn = (locale: string, rulebook: object) => {
  const translate = createTranslator<Sentences>({ locale, messages: { rulebook } as unknown as Sentences })
  return (key: string, values?: Record<string, string | number>) => translate<string>(key, values)
}
const EN = sayIn('en', english)
const ZH = sayIn('zh-CN', chinese)

test('a sentence names the pages of the PDF that it is about', () => {
  expect(atPages(EN, 'Unsigned.', [])).toBe('Unsigned.')
  expect(atPages(EN, 'Unsigned.', [{ file: null, page: 2 }])).toBe('Page 2 of the PDF: Unsigned.')
  const both = [
    { file: null, page: 1 },
    { file: null, page: 2 },
  ]
  expect(atPages(EN, 'Blurred.', both)).toBe('Pages 1, 2 of the PDF: Blurred.')
  expect(atPages(ZH, '模糊。', both)).toBe('PDF 第 1、2 页：模糊。')
})

test('of several PDFs it names the file, too', () => {
  const places = [
    { file: 1, page: 2 },
    { file: 3, page: 1 },
  ]
  expect(atPages(EN, 'Blurred.', places)).toBe('On page 2 of file 1, page 1 of file 3: Blurred.')
  expect(atPages(ZH, '模糊。', places)).toBe('第 1 个文件第 2 页、第 3 个文件第 1 页：模糊。')
})
