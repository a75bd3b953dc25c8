import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import en from '@/lib/core/languages/messages/en/messages.json'
import zh from '@/lib/core/languages/messages/zh-CN/messages.json'
import { type MessageTemplate, SMS_TEMPLATES, TEMPLATES } from '../templates'

const guide = readFileSync('docs/messages.md', 'utf8')
const smsOf = (words: object, template: MessageTemplate) =>
  (words as Record<string, { sms: string }>)[template]?.sms ?? ''

test('providers fill in values and nothing else: no plural, no choice', () => {
  for (const template of SMS_TEMPLATES) {
    for (const words of [zh, en]) {
      const named = [...smsOf(words, template).matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name).sort()
      expect([template, named]).toEqual([template, [...TEMPLATES[template].params].sort()])
    }
  }
})

test.each(SMS_TEMPLATES)('docs/messages.md has the text of %s to register', (template) => {
  const registered = (words: object) => smsOf(words, template).replace(/\{(\w+)\}/g, '$${$1}')
  const variables = TEMPLATES[template].params.map((name) => `\`${name}\``).join(', ') || '—'
  expect(guide).toContain(`| \`${template}\` | ${variables} | ${registered(zh)} | ${registered(en)} |`)
})
