import { createTranslator } from 'next-intl'
import { expect, test } from 'vitest'
import { LOCALES } from '@/lib/core/languages/locales'
import { messagesOf } from '@/lib/core/languages/messages'
import { refusalParams } from './refusal-params'

async function translatorOf(locale: (typeof LOCALES)[number]) {
  const messages = await messagesOf(locale)
  const onError = (error: Error) => {
    throw error
  }
  return createTranslator<Record<string, unknown>>({ locale, messages, onError }) as unknown as (
    key: string,
    values: Record<string, string | number>,
  ) => string
}

test.each(LOCALES)('a refusal that came back in the address is said in %s', async (locale) => {
  const errors = await translatorOf(locale)
  for (const sent of [{ limit: '60', unit: 'MINUTES', wait: '42' }, {}, { limit: 'x', unit: ['a', 'b'], wait: '' }]) {
    for (const code of ['REVEALS_USED_UP', 'LIST_OVER_LIMIT', 'RATE_LIMITED'] as const) {
      expect(errors(`errors.${code}`, refusalParams(sent))).not.toContain(code)
    }
  }
  const said = errors('errors.REVEALS_USED_UP', refusalParams({ limit: '60', unit: 'MINUTES', wait: '42' }))
  expect(said).toMatch(/60.*42 (minutes|分钟)/)
  const list = refusalParams({ rows: '50', left: '7', unit: 'MINUTES', wait: '42' })
  expect(errors('errors.LIST_OVER_LIMIT', list)).toMatch(/50.*7.*42 (minutes|分钟)/)
  expect(() => errors('errors.REVEALS_USED_UP', { seconds: 60 })).toThrow()
})
