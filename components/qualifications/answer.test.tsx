import { NextIntlClientProvider } from 'next-intl'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { FORMATS } from '@/lib/core/languages/formats'
import common from '@/lib/core/languages/messages/en/common.json'
import { Answer } from './answer'

const shown = (value: string, writesDates: boolean) =>
  renderToStaticMarkup(
    <NextIntlClientProvider locale="en" timeZone="Asia/Shanghai" formats={FORMATS} messages={{ common }}>
      <Answer
        answer={{ key: 'person.idValidTo', type: 'DATE_OR_LONG_TERM', value, isSensitive: false }}
        writesDates={writesDates}
      />
    </NextIntlClientProvider>,
  )

test('a date is written as on other pages, or in the digits of an ID; long-term is a word in both', () => {
  expect(shown('1949-12-31', true)).toBe('Dec 31, 1949')
  expect(shown('1949-12-31', false)).toContain('>1949-12-31<')
  expect(shown('1949-13-31', true)).toContain('>1949-13-31<') // what is no date stays as it was written
  expect(shown('LONG_TERM', true)).toBe(shown('LONG_TERM', false))
})
