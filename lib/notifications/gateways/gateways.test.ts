import { beforeEach, expect, test, vi } from 'vitest'
import { parseEnv } from '@/lib/core/env'
import { ALIBABA } from '@/tests/setup/providers/alibaba'
import { TENCENT } from '@/tests/setup/providers/tencent'
import { SMS_TEMPLATES } from '../templates'
import { templatesWithoutId } from '../templates-without-id'
import { configuredGateway, configuredMailGateway, TemplateWithoutIdError, textMessage } from './gateways'
import { messagingMode } from './mode'

const env = vi.hoisted(() => vi.fn())
vi.mock(import('@/lib/core/env'), async (original) => ({ ...(await original()), env }))
beforeEach(() => vi.resetAllMocks())

const IDS = Object.fromEntries(SMS_TEMPLATES.map((name, at) => [name, { 'zh-CN': `${at}1`, en: `${at}2` }]))
const given = (more: Record<string, string>, ids: object = IDS) =>
  env.mockReturnValue(
    parseEnv({
      DATABASE_URL: 'postgresql://localhost/zhunxin',
      HOST: '0.0.0.0',
      SMS_SIGN_NAME: '准信',
      SMS_TEMPLATES: JSON.stringify(ids),
      ...more,
    }),
  )

test('without a choice, nothing is configured', () => {
  given({})
  expect([configuredGateway(), configuredMailGateway()]).toEqual([null, null])
})

test('the chosen provider is used, also by a portal that others reach', () => {
  given({ SMS_PROVIDER: 'tencent', ...TENCENT })
  expect(configuredGateway()?.name).toBe('tencent')
  expect(messagingMode()).toBe('gateway')
  given({ SMS_PROVIDER: 'alibaba', ...ALIBABA })
  expect(configuredGateway()?.name).toBe('alibaba')
  given({ SMTP_URL: 'smtp://localhost', MAIL_FROM: 'no-reply@example.cn' })
  expect(configuredMailGateway()?.name).toBe('smtp')
  expect(() => messagingMode()).toThrow(/No SMS gateway/) // codes go by text message
})

test('a code without an id, and an unknown template, are refused at the start', () => {
  const { REJECTED: _, SIGN_IN_CODE: __, ...some } = IDS
  given({ SMS_PROVIDER: 'tencent', ...TENCENT }, { ...some, STAFF_INVITED: '1' })
  expect(() => messagingMode()).toThrow(
    /SMS_TEMPLATES has no id for SIGN_IN_CODE: without it nobody could sign in by phone\n.*SMS_TEMPLATES names a template/,
  )
})

test('a notice without an id does not stop the start: it is named, and its text message is not made', () => {
  const { REJECTED: _, SUBMITTED: __, ...some } = IDS
  given({ SMS_PROVIDER: 'tencent', ...TENCENT }, some)
  expect(messagingMode()).toBe('gateway')
  expect(templatesWithoutId()).toEqual(['SUBMITTED', 'REJECTED'])
  const message = { template: 'SUBMITTED', params: { reference: 'ZX-1' }, locale: 'en' } as const
  expect(() => textMessage('id', '+8613900001111', message)).toThrow(TemplateWithoutIdError)
})

test('where nothing is sent, no template lacks an id', () => {
  given({}, {})
  expect(templatesWithoutId()).toEqual([])
})

test('a provider gets its own id, and the values in their order', () => {
  given({ SMS_PROVIDER: 'tencent', ...TENCENT })
  const params = { days: 30, on: '2026-12-25', reference: 'ZX-1' }
  const message = textMessage('id', '+8613900001111', { template: 'EXPIRES_SOON', params, locale: 'en' })
  expect(message).toEqual({
    id: 'id',
    to: '+8613900001111',
    signName: '准信',
    templateId: IDS.EXPIRES_SOON?.en,
    values: [
      ['reference', 'ZX-1'],
      ['on', '2026-12-25'],
      ['days', '30'],
    ],
  })
})
