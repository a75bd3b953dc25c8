import { expect, test } from 'vitest'
import { LOCALES } from '@/lib/i18n/locales'
import { messagesOf } from '@/lib/i18n/messages'
import { renderMessage } from './render-message'
import { canLeaveBy, MESSAGE_TEMPLATES, type MessageParams, type MessageTemplate, TEMPLATES } from './templates'

const reference = 'ZX-2411-0001'
const url = 'https://qualify.example.cn/invitations/a1b2'
const EXAMPLES: { [T in MessageTemplate]: MessageParams[T] } = {
  SIGN_IN_CODE: { code: '012345', minutes: 5 },
  SUBMITTED: { reference },
  CHANGES_REQUESTED: { reference, count: 3 },
  APPROVED: { reference, until: '2027-11-25' },
  REJECTED: { reference, tryAgainOn: '2026-12-02' },
  SUSPENDED: { reference },
  RESUMED: { reference },
  REVOKED: { reference },
  EXPIRES_SOON: { reference, on: '2026-12-25', days: 30 },
  EXPIRED: { reference },
  DRAFT_LAPSES: { reference, on: '2026-12-02' },
  DRAFT_LAPSED: { reference },
  CHANGES_LAPSE: { reference, on: '2026-12-02' },
  CHANGES_LAPSED: { reference },
  MEMBER_INVITED: { inviter: '王小明' },
  MEMBER_REMOVED: {},
  MEMBER_JOINED: { member: '138****0013', at: '2026-11-25 18:03' },
  MEMBER_OUT: { member: '138****0013', at: '2026-11-25 18:03' },
  ACCOUNT_EXPORTED: { member: '138****0013', at: '2026-11-25 18:03' },
  ERASURE_DONE: { url: 'https://sms.example.com/erased/x' },
  ERASURE_REFUSED: {},
  NEW_DEVICE: { at: '2026-11-25 18:03' },
  PASSWORD_CHANGED: { at: '2026-11-25 18:03' },
  PHONE_CHANGED: { at: '2026-11-25 18:03' },
  SIGN_IN_LOCKED: { at: '2026-11-25 18:03' },
  ACCESS_GRANTED: {},
  ACCESS_REFUSED: {},
  STAFF_INVITED: { url, hours: 72 },
  ROLE_GRANT_WAITING: { url, hours: 72 },
  NOTICE_EMAIL_CONFIRM: { url, hours: 24 },
  REMOVAL_WAITING: { url, hours: 72 },
  REMOVAL_BECOMES_FINAL: { url, hours: 48 },
  REMOVAL_DONE: { url },
  REMOVAL_DROPPED: { url },
  OWN_REMOVAL_WAITING: { hours: 72 },
  OWN_REMOVAL_DONE: {},
  OWN_REMOVAL_DROPPED: {},
  COLLEAGUE_BLOCKED: { url },
  COLLEAGUE_UNBLOCKED: { url },
  OWN_ACCESS_BLOCKED: {},
  FACTOR_ADDED: {},
  FACTOR_REMOVED: {},
  FACTORS_RESET: {},
  RECOVERY_CODE_USED: { left: 9 },
  STAFF_PASSWORD_CHANGED: {},
  PASSWORD_LINK: { url, minutes: 30 },
  REPORT_READY: { url },
  INCIDENT_OPENED: {
    title: 'Text messages can’t be sent',
    text: 'Nobody gets a code.',
    todo: 'Check the keys.',
    since: '2026-11-27 14:03',
    guide: 'docs/operations.md#sms_failing',
    url: 'https://portal.example/operations',
  },
  INCIDENT_OVER: { title: 'Text messages can’t be sent', since: '2026-11-27 14:03', until: '2026-11-27 14:20' },
  REVEALS_USED_UP: { name: '李审核', count: 60, url },
}
const paramsOf = (template: MessageTemplate): Record<string, string | number> => EXAMPLES[template]

test.each(LOCALES)('each template has its words, and no words lack a template, in %s', async (locale) => {
  const { messages = {} } = await messagesOf(locale, ['messages'])
  expect(Object.keys(messages)).toEqual(['mail', ...MESSAGE_TEMPLATES])
  for (const template of MESSAGE_TEMPLATES) {
    const words = Object.keys((messages as Record<string, object>)[template] ?? {})
    const wanted = [
      ...(canLeaveBy('SMS', template) ? ['sms'] : []),
      ...(canLeaveBy('EMAIL', template) ? ['subject', 'body'] : []),
    ]
    expect([template, words]).toEqual([template, wanted])
  }
})

test.each(LOCALES)(
  'each is filled in: a text message with just the values that providers are given, in %s',
  async (locale) => {
    for (const template of MESSAGE_TEMPLATES) {
      const params = EXAMPLES[template]
      const { sms, isMail } = TEMPLATES[template]
      if (sms) {
        const { text, subject } = await renderMessage({ channel: 'SMS', locale, template, params })
        expect(subject).toBeNull()
        expect(text).toMatch(/^【准信】/)
        for (const name of sms) expect(text).toContain(String(paramsOf(template)[name]))
        expect([...sms].sort()).toEqual(Object.keys(params).sort())
      }
      if (isMail) {
        const { text, subject } = await renderMessage({ channel: 'EMAIL', locale, template, params })
        expect(subject).toMatch(/\S/)
        for (const value of Object.values(params)) expect(`${subject}\n${text}`).toContain(String(value))
      }
    }
  },
)

test('a text message in Chinese is short: two parts at most', async () => {
  for (const template of MESSAGE_TEMPLATES.filter((name) => canLeaveBy('SMS', name))) {
    const { text } = await renderMessage({ channel: 'SMS', locale: 'zh-CN', template, params: EXAMPLES[template] })
    expect([template, text.length < 70]).toEqual([template, true])
  }
})

test('a mail about a qualification ends with the address of its page, and is signed', async () => {
  const mail = { channel: 'EMAIL', locale: 'zh-CN', template: 'SUBMITTED', params: { reference } } as const
  const { text } = await renderMessage({ ...mail, qualificationId: '01990000-0000-7000-8000-000000000001' })
  expect(text).toMatch(
    /\n\n查看详情：\nhttp:\/\/localhost:3000\/qualifications\/01990000-0000-7000-8000-000000000001\n\n准信\n/,
  )
  expect((await renderMessage(mail)).text).not.toContain('/qualifications/')
})

test('half a message is not made', async () => {
  const params = { code: '012345' } as MessageParams['SIGN_IN_CODE']
  await expect(renderMessage({ channel: 'SMS', locale: 'zh-CN', template: 'SIGN_IN_CODE', params })).rejects.toThrow()
  const whole = { code: '012345', minutes: 5 }
  await expect(
    renderMessage({ channel: 'EMAIL', locale: 'zh-CN', template: 'SIGN_IN_CODE', params: whole }),
  ).rejects.toThrow()
})

test.each(LOCALES)('the page of messages has a name for each: %s', async (locale) => {
  const { outbox } = (await messagesOf(locale)) as { outbox: { templates: object } }
  expect(Object.keys(outbox.templates).toSorted()).toEqual([...MESSAGE_TEMPLATES].toSorted())
})
