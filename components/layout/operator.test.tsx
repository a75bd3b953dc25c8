import { NextIntlClientProvider } from 'next-intl'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import en from '@/lib/core/languages/messages/en/common.json'
import zh from '@/lib/core/languages/messages/zh-CN/common.json'
import type { Operator } from '@/lib/core/operator'
import { OperatorLine, OperatorProvider } from './operator'

const NOBODY: Operator = { name: null, phone: null, email: null }

const line = (locale: 'en' | 'zh-CN', operator: Operator) =>
  renderToStaticMarkup(
    <NextIntlClientProvider locale={locale} timeZone="Asia/Shanghai" messages={{ common: locale === 'en' ? en : zh }}>
      <OperatorProvider operator={operator}>
        <OperatorLine />
      </OperatorProvider>
    </NextIntlClientProvider>,
  )

test('an operator without settings is the platform’s, in both languages', () => {
  expect(line('en', NOBODY)).toContain('>Operated by this platform<')
  expect(line('zh-CN', NOBODY)).toContain('>运营者：本平台<')
  expect(line('en', NOBODY)).not.toContain('<a')
})

test('what was entered is shown', () => {
  const shown = line('zh-CN', { name: '样本云通信有限公司', phone: '010-0000 0000', email: null })
  expect(shown).toContain('>运营者：样本云通信有限公司<')
  expect(shown).toContain('href="tel:01000000000"')
  expect(line('en', { ...NOBODY, email: 'help@zhunxin.example' })).toMatch(
    /this platform<.*mailto:help@zhunxin\.example/,
  )
})
