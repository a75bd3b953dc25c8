import { NextIntlClientProvider } from 'next-intl'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import common from '@/lib/core/languages/messages/en/common.json'
import { Brand } from './brand'

test('where a bar has no room for the name, it is still read, and the mark is wide enough to press', () => {
  const shown = renderToStaticMarkup(
    <NextIntlClientProvider locale="en" timeZone="Asia/Shanghai" messages={{ common }}>
      <Brand href="/queue" isShort />
    </NextIntlClientProvider>,
  )
  expect(shown).toMatch(/<a href="\/queue" class="[^"]*min-h-11[^"]*max-sm:min-w-11/)
  expect(shown).toMatch(/<span class="[^"]*max-sm:sr-only[^"]*">Zhunxin<\/span>/)
})
