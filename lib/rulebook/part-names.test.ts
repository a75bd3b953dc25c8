import { createTranslator } from 'next-intl'
import { expect, it, test } from 'vitest'
import enCommon from '@/lib/core/languages/messages/en/common.json'
import en from '@/lib/core/languages/messages/en/rulebook.json'
import zhCommon from '@/lib/core/languages/messages/zh-CN/common.json'
import zh from '@/lib/core/languages/messages/zh-CN/rulebook.json'
import { DocumentKind } from '@/lib/db/generated/enums'
import { documentName, type NamedPart, partName } from './part-names'

const onError = (error: Error) => {
  throw error
}
const say = createTranslator<Record<string, unknown>>({
  locale: 'zh-CN',
  messages: { rulebook: zh, common: zhCommon },
  onError,
}) as unknown as Parameters<typeof partName>[0]
const sayInEnglish = createTranslator<Record<string, unknown>>({
  locale: 'en',
  messages: { rulebook: en, common: enCommon },
  onError,
}) as unknown as Parameters<typeof partName>[0]

const part = (given: Partial<NamedPart>): NamedPart => ({
  kind: 'DOCUMENT',
  fieldGroup: null,
  documentKind: null,
  ...given,
})

it.each(Object.values(DocumentKind))('%s has its own name when nothing is known about its applicant', (kind) => {
  for (const each of [say, sayInEnglish]) {
    const others = Object.values(DocumentKind).filter((other) => other !== kind)
    expect(documentName(each, kind)).not.toMatch(/[{}]|^$/)
    expect(others.map((other) => documentName(each, other))).not.toContain(documentName(each, kind))
  }
})

test('a part is named by its kind, group or document', () => {
  expect(partName(say, part({ kind: 'FIELDS', fieldGroup: 'organisation' }))).toBe(zh.groups.organisation.part)
  expect(partName(say, part({ kind: 'SAMPLE_MESSAGES' }))).toBe('短信样例')
  expect(partName(say, part({ kind: 'SENDER_SIGNATURE', signatureText: '样本' }))).toBe('短信签名【样本】')
  expect(partName(say, part({ kind: 'SENDER_SIGNATURE' }))).toBe('短信签名')
})

test('evidence is named with the sender signature that it is for', () => {
  const evidence = part({ documentKind: 'SIGNATURE_EVIDENCE', signatureText: '样本' })
  expect(partName(say, evidence)).toBe('签名依据：【样本】')
})
