import { beforeEach, expect, test, vi } from 'vitest'
import { parseEnv } from '@/lib/core/env'
import { ALIBABA } from '@/tests/setup/providers/alibaba'
import { TENCENT } from '@/tests/setup/providers/tencent'
import { configuredGateway, configuredMailGateway, textMessage } from './gateways'
import { messagingMode } from './mode'
import { SMS_TEMPLATES } from './templates'

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

test('nothing chosen, nothing configured', () => {
  given({})
  expect([configuredGateway(), configuredMailGateway()]).toEqual([null, null])
})

test('the chosen one, and with it a portal that others reach', () => {
  given({ SMS_PROVIDER: 'tencent', ...TENCENT })
  expect(configuredGateway()?.name).toBe('tencent')
  expect(messagingMode()).toBe('gateway')
  given({ SMS_PROVIDER: 'alibaba', ...ALIBABA })
  expect(configuredGateway()?.name).toBe('alibaba')
  given({ SMTP_URL: 'smtp://localhost', MAIL_FROM: 'no-reply@example.cn' })
  expect(configuredMailGateway()?.name).toBe('smtp')
  expect(() => messagingMode()).toThrow(/No SMS gateway/) // codes go by text message
})

test('a template without an id is named at the start, and one that there is not is told', () => {
  const { REJECTED: _, SUBMITTED: __, ...some } = IDS
  given({ SMS_PROVIDER: 'tencent', ...TENCENT }, { ...some, STAFF_INVITED: '1' })
  expect(() => messagingMode()).toThrow(
    /SMS_TEMPLATES has no id for SUBMITTED, REJECTED\n.*SMS_TEMPLATES names a template/,
  )
})

test('a provider is told its own id, and the values in their order', () => {
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
