import dns from 'node:dns'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type Reply, type Served, serve } from '@/tests/setup/providers/http'
import { apiError, complaint, statusOf, TENCENT, takes, textIn } from '@/tests/setup/providers/tencent'
import { tencentSms } from './tencent-sms'

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
  templateId: '1234567',
  values: [
    ['code', '012345'],
    ['minutes', '5'],
  ],
} as const

const sendTo = (url: string, settings = {}) => tencentSms({ SMS_ENDPOINT: url, ...TENCENT, ...settings }).send(MESSAGE)

async function answered(reply: Parameters<typeof serve>[0]) {
  server = await serve(reply)
  return sendTo(server.url)
}

test('a message is accepted: signed, with all that the provider needs, and its id is returned', async () => {
  expect(await answered(takes)).toBe(`5000:${MESSAGE.id}`)
  expect(server?.requests).toHaveLength(1)
  const request = server?.requests[0]
  if (!request) throw new Error('Nothing came')
  expect(complaint(request)).toBeNull()
  expect(request.headers['x-tc-region']).toBe('ap-guangzhou')
  expect(textIn(request)).toEqual({
    PhoneNumberSet: ['+8613900001111'],
    SmsSdkAppId: TENCENT.TENCENT_SMS_APP_ID,
    SignName: '准信',
    TemplateId: '1234567',
    TemplateParamSet: ['012345', '5'],
    SessionContext: MESSAGE.id,
  })
})

test('to a host named as the real one, it is signed for the service sms', async () => {
  server = await serve(takes)
  vi.spyOn(dns, 'lookup').mockImplementation(((
    _: string,
    options: { all?: boolean },
    done: (...all: unknown[]) => void,
  ) => (options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4))) as never)
  await sendTo(server.url.replace('127.0.0.1', 'sms.tencentcloudapi.test'))
  const { authorization } = server.requests[0]?.headers ?? {}
  expect(authorization).toMatch(/\/sms\/tc3_request, SignedHeaders=content-type;host, Signature=/)
})

test('the server checks as the real one does: a wrong secret, an old time and a changed body are refused', async () => {
  server = await serve(takes)
  const wrong = sendTo(server.url, { TENCENT_SECRET_KEY: 'another' })
  await expect(wrong).rejects.toMatchObject({ kind: 'REFUSED', code: 'AuthFailure.SignatureFailure' })
  const unknown = sendTo(server.url, { TENCENT_SECRET_ID: 'AKIDother' })
  await expect(unknown).rejects.toMatchObject({ kind: 'REFUSED', code: 'AuthFailure.SecretIdNotFound' })

  await sendTo(server.url)
  const good = server.requests.at(-1)
  if (!good) throw new Error('Nothing came')
  const changed = Buffer.from(good.body.toString('utf8').replace('13900001111', '13900002222'))
  expect(complaint({ ...good, body: changed })).toBe('AuthFailure.SignatureFailure')
  expect(complaint({ ...good, headers: { ...good.headers, 'x-tc-action': 'SendMms' } })).toBe('InvalidAction')
  vi.useFakeTimers({ now: Date.now() + 301_000, toFake: ['Date'] })
  expect(complaint(good)).toBe('AuthFailure.SignatureExpire')
})

describe('a failure is one of four kinds', () => {
  test.each([
    ['REFUSED', 'FailedOperation.SignatureIncorrectOrUnapproved'],
    ['REFUSED', 'FailedOperation.TemplateIncorrectOrUnapproved'],
    ['REFUSED', 'FailedOperation.InsufficientBalanceInSmsPackage'],
    ['REFUSED', 'InvalidParameterValue.SdkAppIdNotExist'],
    ['REFUSED', 'AuthFailure.UnauthorizedOperation'],
    ['REFUSED', 'UnsupportedOperation'],
    ['THROTTLED', 'RequestLimitExceeded'],
    ['THROTTLED', 'LimitExceeded.AppDailyLimit'],
    ['UNSURE', 'InternalError.Timeout'],
  ])('%s: the API says %s', async (kind, code) => {
    await expect(answered(() => apiError(code))).rejects.toMatchObject({ kind, code })
  })

  test.each([
    ['REFUSED', 'InvalidParameterValue.IncorrectPhoneNumber'],
    ['REFUSED', 'FailedOperation.PhoneNumberInBlacklist'],
    ['REFUSED', 'FailedOperation.ContainSensitiveWord'],
    ['THROTTLED', 'LimitExceeded.PhoneNumberThirtySecondLimit'],
    ['THROTTLED', 'LimitExceeded.PhoneNumberDailyLimit'],
    ['UNSURE', 'InternalError.OtherError'],
  ])('%s: of the number it says %s', async (kind, code) => {
    await expect(answered((request) => statusOf(request, code))).rejects.toMatchObject({ kind, code })
  })

  test.each([
    [true, 'InvalidParameterValue.IncorrectPhoneNumber'],
    [true, 'FailedOperation.PhoneNumberInBlacklist'],
    [true, 'LimitExceeded.PhoneNumberThirtySecondLimit'],
    [true, 'LimitExceeded.PhoneNumberOneHourLimit'],
    [true, 'LimitExceeded.PhoneNumberDailyLimit'],
    [true, 'LimitExceeded.PhoneNumberSameContentDailyLimit'],
    [false, 'LimitExceeded.PhoneNumberCountLimit'],
    [false, 'LimitExceeded.DeliveryFrequencyLimit'],
    [false, 'LimitExceeded.AppDailyLimit'],
    [false, 'FailedOperation.InsufficientBalanceInSmsPackage'],
    [false, 'FailedOperation.ContainSensitiveWord'],
    [false, 'UnsupportedOperation.UnsuportedRegion'],
    [false, 'InternalError.OtherError'],
  ])('about the number alone (%s): %s', async (isAboutRecipient, code) => {
    await expect(answered((request) => statusOf(request, code))).rejects.toMatchObject({ isAboutRecipient, code })
  })

  test.each<[string, string, Reply]>([
    ['UNSURE', 'TIMEOUT', 'silence'],
    ['UNSURE', 'CUT_OFF', 'cut'],
    ['UNSURE', 'TIMEOUT', 'cut in the answer'],
    ['UNSURE', 'CUT_OFF', { text: '<html>not what was asked</html>' }],
    ['UNSURE', 'CUT_OFF', { json: { nothing: true } }],
    ['UNSURE', 'NO_STATUS', { json: { Response: { SendStatusSet: [], RequestId: 'r' } } }],
    ['UNSURE', 'HTTP_502', { text: 'Bad gateway', status: 502 }],
    ['THROTTLED', 'HTTP_429', { text: 'Slow down', status: 429 }],
    ['REFUSED', 'HTTP_403', { text: 'No', status: 403 }],
  ])('%s %s: the answer is %j', async (kind, code, reply) => {
    if (code === 'TIMEOUT') limit.ms = SILENCE
    await expect(answered(() => reply)).rejects.toMatchObject({ kind, code })
    expect(server?.requests).toHaveLength(1) // not repeated automatically
  })

  test('UNREACHABLE: nobody is there, or nobody of that name', async () => {
    const gone = await serve(takes)
    await gone.stop()
    await expect(sendTo(gone.url)).rejects.toMatchObject({ kind: 'UNREACHABLE', code: 'ECONNREFUSED' })
    vi.spyOn(dns, 'lookup').mockImplementation(((name: string, _options: object, done: (error: Error) => void) =>
      done(Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' }))) as never)
    const nowhere = sendTo('https://sms.invalid')
    await expect(nowhere).rejects.toMatchObject({
      kind: 'UNREACHABLE',
      code: expect.stringMatching(/^E(NOTFOUND|AI_)/),
    })
  })
})
