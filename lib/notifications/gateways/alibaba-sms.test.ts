import dns from 'node:dns'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { ALIBABA, complaint, refuses, says, taking } from '@/tests/setup/providers/alibaba'
import { type Reply, type Served, serve } from '@/tests/setup/providers/http'
import { alibabaSms } from './alibaba-sms'

/** Limits each step with a provider, in milliseconds: only one that stays silent is waited for briefly. */
const limit = vi.hoisted(() => ({ ms: 20_000 }))
const SILENCE = 3_000
vi.mock(import('./delivery'), async (original) => ({
  ...(await original()),
  get TIMEOUT() {
    return limit.ms
  },
}))

let server: Served | undefined
afterEach(async () => {
  vi.restoreAllMocks()
  limit.ms = 20_000
  vi.useRealTimers()
  await server?.stop()
  server = undefined
})

const MESSAGE = {
  id: '01990000-0000-7000-8000-000000000001',
  to: '+8613900001111',
  signName: '准信',
  templateId: 'SMS_154950909',
  values: [
    ['code', '012345'],
    ['minutes', '5'],
  ],
} as const

const sendTo = (url: string, settings = {}) => alibabaSms({ SMS_ENDPOINT: url, ...ALIBABA, ...settings }).send(MESSAGE)

async function answered(reply: () => Reply) {
  server = await serve(reply)
  return sendTo(server.url)
}

test('a message is accepted: signed, with all that the provider needs, and its id is returned', async () => {
  server = await serve(taking())
  expect(await sendTo(server.url)).toBe('900619746936498440^0')
  expect(server.requests).toHaveLength(1)
  const { url, headers } = server.requests[0] ?? {}
  expect(headers?.connection).toBe('close')
  expect(Object.fromEntries(url?.searchParams ?? [])).toEqual({
    PhoneNumbers: '8613900001111',
    SignName: '准信',
    TemplateCode: 'SMS_154950909',
    TemplateParam: '{"code":"012345","minutes":"5"}',
    OutId: MESSAGE.id,
  })
})

test('the server checks as the real one does: a wrong secret, an old time, a changed or repeated request', async () => {
  server = await serve(taking())
  const wrong = sendTo(server.url, { ALIBABA_ACCESS_KEY_SECRET: 'another' })
  await expect(wrong).rejects.toMatchObject({ kind: 'REFUSED', code: 'SignatureDoesNotMatch' })
  const unknown = sendTo(server.url, { ALIBABA_ACCESS_KEY_ID: 'LTAIother' })
  await expect(unknown).rejects.toMatchObject({ kind: 'REFUSED', code: 'InvalidAccessKeyId.NotFound' })

  await sendTo(server.url)
  const good = server.requests.at(-1)
  if (!good) throw new Error('Nothing came')
  const changed = new URL(good.url.href.replace('13900001111', '13900002222'))
  expect(complaint({ ...good, url: changed }, new Set())).toBe('SignatureDoesNotMatch')
  const seen = new Set<string>()
  expect([complaint(good, seen), complaint(good, seen)]).toEqual([null, 'SignatureNonceUsed'])
  vi.useFakeTimers({ now: Date.now() + 901_000, toFake: ['Date'] })
  expect(complaint(good, new Set())).toBe('InvalidTimeStamp.Expired')
})

describe('a failure is one of four kinds', () => {
  test.each([
    ['REFUSED', 'isv.MOBILE_NUMBER_ILLEGAL'],
    ['REFUSED', 'isv.SMS_TEMPLATE_ILLEGAL'],
    ['REFUSED', 'isv.SMS_SIGNATURE_ILLEGAL'],
    ['REFUSED', 'isv.AMOUNT_NOT_ENOUGH'],
    ['REFUSED', 'isp.RAM_PERMISSION_DENY'],
    ['THROTTLED', 'isv.BUSINESS_LIMIT_CONTROL'],
    ['THROTTLED', 'isv.DAY_LIMIT_CONTROL'],
    ['UNSURE', 'isp.SYSTEM_ERROR'],
  ])('%s: it says %s', async (kind, code) => {
    await expect(answered(() => says(code))).rejects.toMatchObject({ kind, code })
  })

  test.each([
    [true, 'isv.MOBILE_NUMBER_ILLEGAL'],
    [true, 'isv.BLACK_KEY_CONTROL_LIMIT'],
    [true, 'isv.CUSTOMER_REFUSED'],
    [true, 'isv.BUSINESS_LIMIT_CONTROL'],
    [false, 'isv.DAY_LIMIT_CONTROL'],
    [false, 'isv.MONTH_LIMIT_CONTROL'],
    [false, 'isv.MOBILE_COUNT_OVER_LIMIT'],
    [false, 'isv.SMS_TEST_NUMBER_LIMIT'],
    [false, 'isv.DOMESTIC_NUMBER_NOT_SUPPORTED'],
    [false, 'isv.AMOUNT_NOT_ENOUGH'],
    [false, 'isp.SYSTEM_ERROR'],
  ])('about the number alone (%s): %s', async (isAboutRecipient, code) => {
    await expect(answered(() => says(code))).rejects.toMatchObject({ isAboutRecipient, code })
  })

  test.each<[string, string, Reply]>([
    ['REFUSED', 'SignatureDoesNotMatch', refuses('SignatureDoesNotMatch')],
    ['REFUSED', 'InvalidAccessKeyId.Inactive', refuses('InvalidAccessKeyId.Inactive', 403)],
    ['THROTTLED', 'Throttling.User', refuses('Throttling.User')],
    ['UNSURE', 'HTTP_503', refuses('ServiceUnavailable', 503)],
    ['UNSURE', 'TIMEOUT', 'silence'],
    ['UNSURE', 'CUT_OFF', 'cut'],
    ['UNSURE', 'CUT_OFF', 'cut in the answer'],
    ['UNSURE', 'CUT_OFF', { text: '<html>not what was asked</html>' }],
    ['UNSURE', 'NO_CODE', { json: { nothing: true } }],
    ['UNSURE', 'CUT_OFF', { text: 'Bad gateway', status: 502 }],
  ])('%s %s: the answer is %j', async (kind, code, reply) => {
    if (code === 'TIMEOUT') limit.ms = SILENCE
    await expect(answered(() => reply)).rejects.toMatchObject({ kind, code })
    expect(server?.requests).toHaveLength(1) // not repeated automatically
  })

  test('UNREACHABLE: nobody is there, or nobody of that name', async () => {
    const gone = await serve(taking())
    await gone.stop()
    await expect(sendTo(gone.url)).rejects.toMatchObject({ kind: 'UNREACHABLE', code: 'ECONNREFUSED' })
    vi.spyOn(dns, 'lookup').mockImplementation(((name: string, _options: object, done: (error: Error) => void) =>
      done(Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' }))) as never)
    const nowhere = sendTo('https://dysmsapi.invalid')
    await expect(nowhere).rejects.toMatchObject({
      kind: 'UNREACHABLE',
      code: expect.stringMatching(/^E(NOTFOUND|AI_)/),
    })
  })
})
