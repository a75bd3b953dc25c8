import { expect, test } from 'vitest'
import { LOCALES } from '@/lib/i18n/locales'
import { messagesOf } from '@/lib/i18n/messages'
import { renderMessage } from './render-message'
import type { MessageParams, MessageTemplate } from './templates'

const EXAMPLES: { [T in MessageTemplate]: MessageParams[T] } = { SIGN_IN_CODE: { code: '012345', minutes: 5 } }

test.each(LOCALES)('each template has its sentence, and no sentence lacks a template, in %s', async (locale) => {
  const { messages = {} } = await messagesOf(locale, ['messages'])
  expect(Object.keys(messages)).toEqual(Object.keys(EXAMPLES))
  for (const template of Object.keys(EXAMPLES) as MessageTemplate[]) {
    const text = await renderMessage(locale, template, EXAMPLES[template])
    for (const value of Object.values(EXAMPLES[template])) expect(text).toContain(String(value))
  }
})

test('half a message is not made', async () => {
  await expect(
    renderMessage('zh-CN', 'SIGN_IN_CODE', { code: '012345' } as MessageParams['SIGN_IN_CODE']),
  ).rejects.toThrow()
})
