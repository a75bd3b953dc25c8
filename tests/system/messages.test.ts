import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { database, transaction } from '@/lib/db/client'
import { enqueueMessage } from '@/lib/notifications/outbox/enqueue-message'
import { SMS_TEMPLATES } from '@/lib/notifications/templates'
import { aPhone } from '@/tests/factories/people'
import { callAction } from '@/tests/setup/http'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { startPortal } from '@/tests/setup/portal'
import { type Served, serve } from '@/tests/setup/providers/http'
import { type Post, servePost } from '@/tests/setup/providers/smtp'
import { TENCENT, takes, textIn } from '@/tests/setup/providers/tencent'
import { type System, startSystem } from '@/tests/setup/system'

/** The portal runs as operators run it: others reach it, and messages are sent. */
const TIMEOUT = { timeout: PATIENCE, interval: 100 }
let provider: Served
let post: Post
let system: System
let environment: Record<string, string>

beforeAll(async () => {
  provider = await serve(takes)
  post = await servePost()
  environment = {
    HOST: '0.0.0.0',
    SMS_PROVIDER: 'tencent',
    SMS_ENDPOINT: provider.url,
    SMS_SIGN_NAME: '准信',
    SMS_TEMPLATES: JSON.stringify(Object.fromEntries(SMS_TEMPLATES.map((name) => [name, `id of ${name}`]))),
    ...TENCENT,
    SMTP_URL: post.url,
    MAIL_FROM: '准信 <no-reply@qualify.example.cn>',
  }
  system = await startSystem(environment)
})

afterAll(async () => {
  await system?.stop()
  await post?.stop()
  await provider?.stop()
})

test('a code requested on the page is sent by text message, once', async () => {
  const phone = aPhone()
  const entries = [['phone', phone.replace('+86', '')]] as const
  const action = 'app/(auth)/_phone/actions.ts#continueWithPhone'
  await callAction(system.portal.url, action, [...entries, ['intent', 'send']], {
    page: '/sign-in',
    previous: { sent: null },
  })
  const mine = () => provider.requests.filter((request) => textIn(request).PhoneNumberSet[0] === phone)
  await vi.waitUntil(() => mine().length > 0, TIMEOUT)
  const [request] = mine()
  if (!request) throw new Error('Nothing came')
  expect(textIn(request)).toMatchObject({ TemplateId: 'id of SIGN_IN_CODE', SignName: '准信' })
  expect(textIn(request).TemplateParamSet).toEqual([expect.stringMatching(/^\d{6}$/), '5'])
  await vi.waitUntil(async () => {
    const row = await database().outboxMessage.findUnique({ where: { id: textIn(request).SessionContext } })
    return row?.state === 'SENT'
  }, TIMEOUT)
  expect(mine()).toHaveLength(1)
})

test('a notification is sent by mail, with the address of its page, and nothing can be read on the machine', async () => {
  const qualificationId = '01990000-0000-7000-8000-000000000001'
  const params = { reference: 'ZX-20241001-ABC234', count: 2 }
  const to = 'xiaoming@example.cn'
  const mail = {
    channel: 'EMAIL',
    template: 'CHANGES_REQUESTED',
    locale: 'zh-CN',
    to,
    params,
    qualificationId,
  } as const
  const { id } = await transaction((tx) => enqueueMessage(tx, mail))
  await vi.waitUntil(() => post.mails.length > 0, TIMEOUT)
  const [received] = post.mails
  expect(received?.to).toEqual([to])
  expect(received?.headers.get('subject')).toBe('资质申请 ZX-20241001-ABC234 有 2 处需要修改')
  expect(received?.headers.get('message-id')).toBe(`<${id}@qualify.example.cn>`)
  expect(received?.text).toContain(`${system.portal.url}/qualifications/${qualificationId}\n`)
  expect((await fetch(`${system.portal.url}/dev/outbox`)).status).toBe(404)
})

test.each([
  ['a key is missing', { TENCENT_SECRET_KEY: '' }, /TENCENT_SECRET_KEY is needed with SMS_PROVIDER=tencent/],
  [
    'codes have no template',
    { SMS_TEMPLATES: '{"SUBMITTED":"1"}' },
    /SMS_TEMPLATES has no id for SIGN_IN_CODE: without it nobody could sign in by phone/,
  ],
  ['nobody sends', { SMS_PROVIDER: '' }, /No SMS gateway is configured/],
])('the portal does not start when %s', async (_, wrong, why) => {
  const { dataFolder, environment: whole } = system
  const portal = await startPortal({ dataFolder, env: { ...whole, ...wrong }, waitUntilReady: false })
  expect(await portal.exited).not.toBe(0)
  expect(portal.output()).toMatch(why)
  expect(portal.output()).not.toMatch(/^\s+at /m)
})

test('a portal whose provider lacks an id for a notice starts, names it, and serves', async () => {
  const { environment: own } = system
  const ids = JSON.parse(own.SMS_TEMPLATES ?? '')
  own.SMS_TEMPLATES = JSON.stringify({ ...ids, SUBMITTED: undefined })
  await system.portal.stop()
  await system.startAgain()
  expect(system.portal.output()).toContain('SMS_TEMPLATES has no id for SUBMITTED: docs/messages.md')
  const ready = await fetch(`${system.portal.url}/api/health/ready`)
  expect(ready.status).toBe(200)
  expect((await ready.json()).warnings).toContain('SMS_TEMPLATES_MISSING')

  const message = { channel: 'SMS', template: 'SUBMITTED', locale: 'en', params: { reference: 'ZX-1' } } as const
  const { id } = await transaction((tx) => enqueueMessage(tx, { ...message, to: aPhone() }))
  await vi.waitUntil(async () => {
    const row = await database().outboxMessage.findUnique({ where: { id } })
    return row?.state === 'FAILED' && row.failure === 'NO_TEMPLATE_ID'
  }, TIMEOUT)
})
