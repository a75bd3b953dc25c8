import { expect, test } from 'vitest'
import { LOCALES } from '@/lib/core/languages/locales'
import { messagesOf } from '@/lib/core/languages/messages'
import { renderMessage } from './render-message'
import {
  canBeSentBy,
  MESSAGE_TEMPLATES,
  type MessageParams,
  type MessageTemplate,
  TEMPLATES,
  type ValueName,
} from './templates'

const reference = 'ZX-2411-0001'
/** An example of each value that a message is filled with. */
const VALUES: Readonly<Record<ValueName, string | number>> = {
  code: '012345',
  minutes: 5,
  reference,
  count: 3,
  until: '2027-11-25',
  tryAgainOn: '2026-12-02',
  on: '2026-12-25',
  days: 30,
  inviter: '王小明',
  member: '138****0013',
  at: '2026-11-25 18:03',
  url: 'https://sms.example.com/erased/x',
  hours: 72,
  left: 9,
  name: '李审核',
  title: 'Text messages can’t be sent',
  text: 'Nobody gets a code.',
  todo: 'Check the keys.',
  since: '2026-11-27 14:03',
  guide: 'docs/operations.md#sms_failing',
}
const paramsOf = <T extends MessageTemplate>(template: T) =>
  Object.fromEntries(TEMPLATES[template].params.map((name) => [name, VALUES[name]])) as MessageParams[T]

test.each(LOCALES)('each template has its words, and no words lack a template, in %s', async (locale) => {
  const { messages = {} } = await messagesOf(locale, ['messages'])
  expect(Object.keys(messages)).toEqual(['mail', ...MESSAGE_TEMPLATES])
  for (const template of MESSAGE_TEMPLATES) {
    const words = Object.keys((messages as Record<string, object>)[template] ?? {})
    const wanted = [
      'name',
      ...(canBeSentBy('SMS', template) ? ['sms'] : []),
      ...(canBeSentBy('EMAIL', template) ? ['subject', 'body'] : []),
    ]
    expect([template, words]).toEqual([template, wanted])
  }
})

/** Returns a value as an e-mail contains it: dates and times are written out. */
function inMail(value: string | number, locale: string): string {
  const [, date, time] = /^(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d))?$/.exec(String(value)) ?? []
  if (!date) return String(value)
  const style = time
    ? ({ dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' } as const)
    : { dateStyle: 'medium' as const }
  return new Date(`${date}T${time ?? '00:00'}Z`).toLocaleString(locale, { ...style, timeZone: 'UTC' })
}

test('an e-mail writes dates out, a text message contains them as its template is registered', async () => {
  const params = { reference, until: '2027-11-25' }
  const mail = await renderMessage({ channel: 'EMAIL', locale: 'zh-CN', template: 'APPROVED', params })
  expect(mail.text).toContain('有效期至 2027年11月25日。')
  const english = await renderMessage({ channel: 'EMAIL', locale: 'en', template: 'APPROVED', params })
  expect(english.text).toContain('valid until Nov 25, 2027.')
  const sms = await renderMessage({ channel: 'SMS', locale: 'zh-CN', template: 'APPROVED', params })
  expect(sms.text).toContain('有效期至 2027-11-25。')
})

test('an e-mail writes times out as pages do, in Beijing time, a text message does not', async () => {
  const device = { template: 'NEW_DEVICE', params: { at: '2026-11-25 00:03' } } as const
  const mail = await renderMessage({ channel: 'EMAIL', locale: 'zh-CN', ...device })
  expect(mail.text).toContain('于 2026年11月25日 00:03 在一台新设备上登录')
  const english = await renderMessage({ channel: 'EMAIL', locale: 'en', ...device })
  expect(english.text).toContain('at Nov 25, 2026, 00:03 (Beijing time)')
  const sms = await renderMessage({ channel: 'SMS', locale: 'zh-CN', ...device })
  expect(sms.text).toContain('于 2026-11-25 00:03 在一台新设备上登录')
})

test.each(LOCALES)(
  'each is filled in: a text message with just the values that providers are given, in %s',
  async (locale) => {
    for (const template of MESSAGE_TEMPLATES) {
      const params = paramsOf(template)
      const { isSms, isMail } = TEMPLATES[template]
      if (isSms) {
        const { text, subject } = await renderMessage({ channel: 'SMS', locale, template, params })
        expect(subject).toBeNull()
        expect(text).toMatch(/^【准信】/)
        for (const value of Object.values(params)) expect(text).toContain(String(value))
      }
      if (isMail) {
        const { text, subject } = await renderMessage({ channel: 'EMAIL', locale, template, params })
        expect(subject).toMatch(/\S/)
        for (const value of Object.values(params)) expect(`${subject}\n${text}`).toContain(inMail(value, locale))
      }
    }
  },
)

test('a text message in Chinese is short: two parts at most', async () => {
  for (const template of MESSAGE_TEMPLATES.filter((name) => canBeSentBy('SMS', name))) {
    const { text } = await renderMessage({ channel: 'SMS', locale: 'zh-CN', template, params: paramsOf(template) })
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

test.each(LOCALES)('the page of messages has a name for each, and none for two: %s', async (locale) => {
  const { messages } = (await messagesOf(locale)) as { messages: Record<string, { name: string }> }
  const names = MESSAGE_TEMPLATES.map((template) => messages[template]?.name)
  for (const name of names) expect(name).toMatch(/\S/)
  expect(new Set(names).size).toBe(names.length)
})
