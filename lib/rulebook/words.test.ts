import fc from 'fast-check'
import { createTranslator } from 'next-intl'
import { describe, expect, it, test } from 'vitest'
import en from '@/lib/core/languages/messages/en/rulebook.json'
import zh from '@/lib/core/languages/messages/zh-CN/rulebook.json'
import { anyContent } from '@/tests/factories/contents'
import { BUILT_IN_RULEBOOK } from './built-in'
import { documentName } from './part-names'
import { requiredGroups, requiredSlots } from './required-slots'
import { rulesFor } from './rules-for'

import { documentWordsKey, isWithoutSeal, wordsOf } from './words'

type Values = Record<string, string | number>

/** Returns a translator as pages use it, which throws on a missing key or value. */
function translator(locale: 'zh-CN' | 'en') {
  const onError = (error: Error) => {
    throw error
  }
  const messages = locale === 'en' ? en : zh
  return createTranslator<Record<string, unknown>>({ locale, messages, onError }) as unknown as (
    key: string,
    values?: Values,
  ) => string
}

const zhWords = translator('zh-CN')
const ORGANISATION = rulesFor(BUILT_IN_RULEBOOK, 'ORGANISATION')
const INDIVIDUAL = rulesFor(BUILT_IN_RULEBOOK, 'INDIVIDUAL')

test.each([
  ['ENTERPRISE', '法定代表人', '企业名称', '住所'],
  ['INDIVIDUAL_BUSINESS', '经营者', '个体工商户名称', '经营场所'],
  ['BRANCH', '负责人', '分公司名称', '营业场所'],
  ['PARTNERSHIP', '执行事务合伙人', '合伙企业名称', '主要经营场所'],
  ['PUBLIC_INSTITUTION', '法定代表人', '单位名称', '住所'],
  ['GOVERNMENT', '负责人', '机关名称', '机关地址'],
  ['SOCIAL_ORGANISATION', '法定代表人', '社会团体名称', '住所'],
  ['PRIVATE_NON_ENTERPRISE', '法定代表人', '单位名称', '住所'],
  ['FOUNDATION', '法定代表人', '基金会名称', '住所'],
  ['', '法定代表人', '组织名称', '住所'],
])('%s has its own words', (type, head, name, address) => {
  const words = wordsOf({ 'organisation.type': type })
  expect(zhWords('groups.legalRep.title', words)).toBe(head)
  expect(zhWords('fields.legalRep.name.label', words)).toBe(`${head}姓名`)
  expect(zhWords('fields.organisation.name.label', words)).toBe(name)
  expect(zhWords('fields.organisation.address.label', words)).toBe(address)
})

describe('documentName', () => {
  const named = (kind: Parameters<typeof documentName>[1], answers: Record<string, string>, rules = ORGANISATION) =>
    documentName((key, values) => zhWords(key.replace('rulebook.', ''), values), kind, { rules, answers })

  it('names the pages of an ID by its type and its holder', () => {
    expect(named('ID_PORTRAIT', { 'person.idType': 'PASSPORT' }, INDIVIDUAL)).toBe('护照资料页')
    expect(named('ID_EMBLEM', { 'person.idType': 'PASSPORT' }, INDIVIDUAL)).toBe('证件国徽面')
    expect(named('ID_PORTRAIT', {}, INDIVIDUAL)).toBe('证件人像面')
    const partnership = { 'organisation.type': 'PARTNERSHIP', 'legalRep.idType': 'HK_MACAO_PERMIT' }
    expect(named('LEGAL_REP_ID_PORTRAIT', partnership)).toBe('执行事务合伙人通行证正面')
    expect(named('ADMIN_ID_EMBLEM', { ...partnership, 'admin.idType': 'RESIDENT_ID' })).toBe('管理员身份证国徽面')
  })

  it.each([
    ['personId', { 'person.idType': 'PASSPORT' }, ['ID_PORTRAIT', 'ID_IN_HAND']],
    ['legalRepId', { 'legalRep.idType': 'PASSPORT' }, ['LEGAL_REP_ID_PORTRAIT']],
    ['adminId', { 'admin.idType': 'PASSPORT' }, ['ADMIN_ID_PORTRAIT', 'ADMIN_ID_IN_HAND']],
    ['adminId', { 'legalRep.idType': 'PASSPORT', 'admin.isLegalRep': 'YES' }, ['ADMIN_ID_IN_HAND']],
  ] as const)('speaks of the page of a passport, and of the sides of other IDs: %s of %j', (whose, answers, kinds) => {
    for (const kind of kinds) {
      const instructions = [zhWords, translator('en')].map((say) => (given: Record<string, string>) => {
        return say(`documents.${kind}.instructions`, wordsOf(given))
      })
      for (const said of instructions) {
        expect(said(answers)).toMatch(/护照.*资料页|资料页的护照|passport.*data page|data page.*passport/)
        expect(said(answers)).not.toMatch(/人像面|一面|side|card/)
        expect(said({})).toMatch(/人像面|一面|side/)
      }
    }
    expect(wordsOf(answers)[whose]).toBe('PASSPORT')
  })

  it('names a certificate by its own name once it is chosen', () => {
    expect(named('LICENCE', { 'organisation.certificate': 'FOUNDATION_CERTIFICATE' })).toBe('基金会法人登记证书')
    expect(named('LICENCE', { 'organisation.certificate': 'LIBRARY_CARD' })).toBe('营业执照或登记证书')
    expect(named('LICENCE', {})).toBe('营业执照或登记证书')
  })

  it('requires a thumbprint on the letter of an individual business without a seal, and a seal on every other letter of organisations', () => {
    const without = { 'organisation.type': 'INDIVIDUAL_BUSINESS', 'organisation.hasSeal': 'NO' }
    expect(documentWordsKey('COMMITMENT_LETTER', without, true)).toBe('COMMITMENT_LETTER_UNSEALED')
    // The answer about the seal is still stored after the type was changed, and no longer counts.
    const changed = { ...without, 'organisation.type': 'ENTERPRISE' }
    expect(documentWordsKey('COMMITMENT_LETTER', changed, true)).toBe('COMMITMENT_LETTER_SEALED')
    expect(isWithoutSeal(changed)).toBe(false)
    expect(documentWordsKey('COMMITMENT_LETTER', {}, false)).toBe('COMMITMENT_LETTER')
  })
})

it.each(['zh-CN', 'en'] as const)('with any answers, every requirement has its words in %s', (locale) => {
  const t = translator(locale)
  fc.assert(
    fc.property(anyContent, (content) => {
      const { kind, fields } = content
      const words = wordsOf(fields)
      const rules = rulesFor(BUILT_IN_RULEBOOK, kind)
      for (const group of requiredGroups(BUILT_IN_RULEBOOK, content)) {
        for (const word of ['title', 'hint', 'part']) expect(t(`groups.${group.key}.${word}`, words)).not.toBe('')
        for (const { key } of group.fields) {
          for (const word of ['label', 'hint']) expect(t(`fields.${key}.${word}`, words)).not.toMatch(/[{}]/)
        }
      }
      for (const { slot } of requiredSlots(BUILT_IN_RULEBOOK, content)) {
        expect(
          documentName((key, values) => t(key.replace('rulebook.', ''), values), slot.kind, { rules, answers: fields }),
        ).not.toMatch(/[{}]|^$/)
        const key = documentWordsKey(slot.kind, fields, kind === 'ORGANISATION')
        for (const word of ['instructions', 'right', 'wrong']) {
          expect(t(`documents.${key}.${word}`, { ...words, max: slot.max })).not.toMatch(/[{}]|^$/)
        }
      }
    }),
    { numRuns: 100 },
  )
})
