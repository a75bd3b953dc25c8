import { expect, test } from 'vitest'
import { CAPABILITIES } from '@/lib/actor/capabilities'
import { LOCALES } from '@/lib/core/languages/locales'
import { messagesOf } from '@/lib/core/languages/messages'
import en from '@/lib/core/languages/messages/en/recipients.json'
import zh from '@/lib/core/languages/messages/zh-CN/recipients.json'
import { Carrier } from '@/lib/db/generated/enums'
import { RECIPIENTS } from './recipients'

/** Lists the rights that show nobody's answers in full, and no document. */
const SHOW_NOTHING = [
  'account.manage',
  'review.queue',
  'review.lead',
  'qualification.govern',
  'overview.read',
  'filing.manage',
  'people.manage',
  'integrations.manage',
  'rules.manage',
  'messages.read',
  'operations.read',
  'audit.read',
  'report.export',
  'privacy.read',
  'privacy.manage',
]

test('each right that shows what applicants submit belongs to one recipient', () => {
  const listed = RECIPIENTS.flatMap(({ capabilities }) => [...capabilities])
  const showing = CAPABILITIES.filter((capability) => !SHOW_NOTHING.includes(capability))
  expect(listed.toSorted()).toEqual(showing.toSorted())
})

test('each recipient has a name, and what, when and why, in both languages', () => {
  for (const { of } of [zh, en]) {
    expect(Object.keys(of)).toEqual(RECIPIENTS.map(({ key }) => key))
    for (const facts of Object.values(of)) expect(Object.keys(facts)).toEqual(['who', 'what', 'when', 'why'])
  }
})

test('the platform’s own systems are named, with what they can’t read', () => {
  expect([zh.of.SYSTEMS.what, en.of.SYSTEMS.what]).toEqual([
    expect.stringContaining('不含材料图片'),
    expect.stringContaining('no pictures of documents'),
  ])
  expect([zh.short, en.short]).toEqual([expect.stringContaining('业务系统'), expect.stringContaining('own systems')])
})

test('carriers are named, and receive nothing before an approval', () => {
  expect(Object.values(Carrier)).toEqual(['CMCC', 'CUCC', 'CTCC', 'CBN'])
  for (const name of ['移动', '联通', '电信', '广电']) expect(zh.of.CARRIERS.who).toContain(`中国${name}`)
  expect(zh.of.CARRIERS.when).toContain('审核通过之后')
  expect(en.of.CARRIERS.when).toContain('After approval')
  for (const what of ['证照', '授权委托书', '补交']) expect(zh.of.CARRIERS.what).toContain(what)
  for (const what of ['certificate', 'authorisation letter', 'what you upload because a carrier requires it'])
    expect(en.of.CARRIERS.what).toContain(what)
})

test('a filing is a reason to export or to read by key after the approval alone, as carriers are promised', () => {
  const APPROVED = { zh: /审核通过之后，[^；]*报备/, en: /after approval, to file sender signatures/ }
  for (const key of ['EXPORTERS', 'SYSTEMS'] as const) {
    expect(zh.of[key].why).toMatch(APPROVED.zh)
    expect(en.of[key].why).toMatch(APPROVED.en)
  }
  expect([zh.of.CARRIERS.when, en.of.CARRIERS.when]).toEqual([
    expect.stringContaining('在此之前什么都不提供'),
    expect.stringContaining('nothing before a filing exists'),
  ])
  for (const [of, filing] of [
    [zh.of, /报备/],
    [en.of, /\bfil(?:e|ed|ing)\b/],
  ] as const) {
    const naming = RECIPIENTS.filter(({ key }) => filing.test(`${of[key].when} ${of[key].why}`)).map(({ key }) => key)
    expect(naming).toEqual(['EXPORTERS', 'SYSTEMS', 'CARRIERS'])
  }
})

test.each(LOCALES)('no other words say what documents are used for alone, in %s', async (locale) => {
  const TEXTS = ['consents', 'earlierConsents', 'recipients']
  const others = Object.entries(await messagesOf(locale)).filter(([name]) => !TEXTS.includes(name))
  expect(others.map(([name]) => name)).toContain('common')
  expect(JSON.stringify(others)).not.toMatch(/只用于资质审核|used only for the qualification/)
})
