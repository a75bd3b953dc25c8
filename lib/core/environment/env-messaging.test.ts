import { expect, test } from 'vitest'
import { parseEnv } from '../env'
import type { EnvironmentError } from './environment-error'

const DATABASE_URL = 'postgresql://zhunxin@127.0.0.1:5432/zhunxin'
const SMS = { SMS_SIGN_NAME: '准信', SMS_TEMPLATES: '{"SIGN_IN_CODE":{"zh-CN":"11","en":"12"},"SUBMITTED":13}' }
const TENCENT = { TENCENT_SECRET_ID: 'AKID1', TENCENT_SECRET_KEY: 'k', TENCENT_SMS_APP_ID: '1400000001' }
const ALIBABA = { ALIBABA_ACCESS_KEY_ID: 'LTAI1', ALIBABA_ACCESS_KEY_SECRET: 'k' }

function problemsOf(given: Record<string, string>): readonly string[] {
  try {
    parseEnv({ DATABASE_URL, ...given })
  } catch (error) {
    return (error as EnvironmentError).problems
  }
  return []
}

test('no provider, no mail: nothing is needed', () => {
  expect(parseEnv({ DATABASE_URL, SMS_PROVIDER: '' })).not.toHaveProperty('SMS_PROVIDER')
})

test.each([
  { SMS_PROVIDER: 'tencent', ...SMS, ...TENCENT },
  { SMS_PROVIDER: 'alibaba', ...SMS, ...ALIBABA, SMS_ENDPOINT: 'http://127.0.0.1:4010' },
  { SMTP_URL: 'smtps://user:p%40ss@mail.example.cn:465', MAIL_FROM: '准信 <no-reply@example.cn>' },
  { SMTP_URL: 'smtp://localhost', MAIL_FROM: 'no-reply@example.cn' },
])('%j is enough', (given) => {
  expect(problemsOf(given)).toEqual([])
})

test('ids of templates: one for both languages, or one for each', () => {
  expect(parseEnv({ DATABASE_URL, ...SMS }).SMS_TEMPLATES).toEqual({
    SIGN_IN_CODE: { 'zh-CN': '11', en: '12' },
    SUBMITTED: { 'zh-CN': '13', en: '13' },
  })
})

test('says each variable that a choice needs, and why', () => {
  expect(problemsOf({ SMS_PROVIDER: 'tencent', TENCENT_SECRET_ID: 'AKID1' })).toEqual([
    'SMS_SIGN_NAME is needed with SMS_PROVIDER, and is not set',
    'SMS_TEMPLATES is needed with SMS_PROVIDER, and is not set',
    'TENCENT_SECRET_KEY is needed with SMS_PROVIDER=tencent, and is not set',
    'TENCENT_SMS_APP_ID is needed with SMS_PROVIDER=tencent, and is not set',
  ])
  expect(problemsOf({ SMS_PROVIDER: 'alibaba', ...SMS, ...TENCENT })).toEqual([
    'ALIBABA_ACCESS_KEY_ID is needed with SMS_PROVIDER=alibaba, and is not set',
    'ALIBABA_ACCESS_KEY_SECRET is needed with SMS_PROVIDER=alibaba, and is not set',
  ])
  expect(problemsOf({ SMTP_URL: 'smtp://localhost' })).toEqual(['MAIL_FROM is needed with SMTP_URL, and is not set'])
})

test.each([
  ['SMS_PROVIDER', 'twilio'],
  ['SMS_TEMPLATES', '{"SIGN_IN_CODE":'],
  ['SMS_TEMPLATES', '{"SIGN_IN_CODE":{"zh-CN":"1"}}'],
  ['SMS_ENDPOINT', 'ftp://secret.example'],
  ['SMS_ENDPOINT', 'http://secret.example/sms'],
  ['SMTP_URL', 'http://secret.example'],
  ['MAIL_FROM', 'secret'],
  ['MAIL_FROM', 'secret <a@b.cn>, x <c@d.cn>'],
])('%s cannot be %s, and what was given is not repeated', (name, value) => {
  const [problem = '', ...others] = problemsOf({ [name]: value })
  expect(problem).toMatch(new RegExp(`^${name} must `))
  expect(problem).not.toContain('secret')
  expect(others.join()).not.toContain('secret')
})
