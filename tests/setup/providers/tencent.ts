import { createHash, createHmac, randomUUID } from 'node:crypto'
import type { Received, Reply } from './http'

export const TENCENT = {
  TENCENT_SECRET_ID: 'AKIDexample0000000000000000000000001',
  TENCENT_SECRET_KEY: 'example-secret-key-0001',
  TENCENT_SMS_APP_ID: '1400000001',
}

export type TencentText = {
  PhoneNumberSet: string[]
  SmsSdkAppId: string
  SignName: string
  TemplateId: string
  TemplateParamSet: string[]
  SessionContext: string
}

const hash = (text: string | Buffer) => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()

/**
 * Returns Tencent Cloud's objection to a request before it looks at the message, or null. The signature is computed
 * again from the raw request by TC3-HMAC-SHA256 (cloud.tencent.com/document/api/382/52072).
 */
export function complaint(request: Received, { secretKey = TENCENT.TENCENT_SECRET_KEY } = {}): string | null {
  const { headers, method, url, body } = request
  const timestamp = String(headers['x-tc-timestamp'])
  if (method !== 'POST' || url.pathname !== '/') return 'InvalidRequest'
  if (headers['x-tc-action'] !== 'SendSms') return 'InvalidAction'
  if (headers['x-tc-version'] !== '2021-01-11') return 'NoSuchVersion'
  if (!headers['x-tc-region']) return 'MissingParameter'
  if (!/^\d{10}$/.test(timestamp)) return 'InvalidParameter'
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) return 'AuthFailure.SignatureExpire'

  const given =
    /^TC3-HMAC-SHA256 Credential=([^/]+)\/([\d-]+)\/([^/]+)\/tc3_request, SignedHeaders=([a-z;-]+), Signature=(\w{64})$/
  const [, id, date = '', service = '', signed = '', signature] = given.exec(headers.authorization ?? '') ?? []
  if (id !== TENCENT.TENCENT_SECRET_ID) return 'AuthFailure.SecretIdNotFound'
  if (date !== new Date(Number(timestamp) * 1000).toISOString().slice(0, 10)) return 'AuthFailure.SignatureFailure'
  if (service !== url.hostname.split('.')[0]) return 'AuthFailure.SignatureFailure'
  if (!['content-type', 'host'].every((name) => signed.split(';').includes(name))) return 'AuthFailure.SignatureFailure'

  const lines = signed.split(';').map((name) => `${name}:${name === 'host' ? url.hostname : String(headers[name])}\n`)
  const canonical = [method, '/', url.search.slice(1), lines.join(''), signed, hash(body)].join('\n')
  const scope = `${date}/${service}/tc3_request`
  const toSign = ['TC3-HMAC-SHA256', timestamp, scope, hash(canonical)].join('\n')
  const key = hmac(hmac(hmac(`TC3${secretKey}`, date), service), 'tc3_request')
  return hmac(key, toSign).toString('hex') === signature ? null : 'AuthFailure.SignatureFailure'
}

export const textIn = ({ body }: Received): TencentText => JSON.parse(body.toString('utf8'))

/** An error of the API, which is answered with status 200. */
export const apiError = (code: string): Reply => ({
  json: { Response: { Error: { Code: code, Message: `Said for people: ${code}` }, RequestId: randomUUID() } },
})

/** Returns the answer for one number: accepted, or the code of a refusal. */
export function statusOf(request: Received, code = 'Ok'): Reply {
  const { PhoneNumberSet, SessionContext } = textIn(request)
  const isTaken = code === 'Ok'
  const status = {
    SerialNo: isTaken ? `5000:${SessionContext}` : '',
    PhoneNumber: PhoneNumberSet[0],
    Fee: isTaken ? 1 : 0,
    SessionContext,
    Code: code,
    Message: isTaken ? 'send success' : code,
    IsoCode: 'CN',
  }
  return { json: { Response: { SendStatusSet: [status], RequestId: randomUUID() } } }
}

/** Answers as the real one: with the request's error, or by accepting the message. */
export function takes(request: Received): Reply {
  const wrong = complaint(request)
  if (wrong) return apiError(wrong)
  const { SmsSdkAppId, PhoneNumberSet } = textIn(request)
  if (SmsSdkAppId !== TENCENT.TENCENT_SMS_APP_ID) return apiError('InvalidParameterValue.SdkAppIdNotExist')
  const isNumber = /^\+[1-9]\d{6,14}$/.test(PhoneNumberSet[0] ?? '')
  return statusOf(request, isNumber ? 'Ok' : 'InvalidParameterValue.IncorrectPhoneNumber')
}
