import { createHash, createHmac, randomUUID } from 'node:crypto'
import type { Received, Reply } from './http'

export const ALIBABA = { ALIBABA_ACCESS_KEY_ID: 'LTAIexample0001', ALIBABA_ACCESS_KEY_SECRET: 'example-secret-0001' }

const hash = (text: string | Buffer) => createHash('sha256').update(text).digest('hex')
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)

/**
 * Returns Alibaba Cloud's objection to a request before it looks at the message, or null. The signature is computed
 * again from the raw request by ACS3-HMAC-SHA256
 * (help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature).
 */
export function complaint({ headers, method, url, body }: Received, seen: Set<string>): string | null {
  if (headers['x-acs-action'] !== 'SendSms') return 'InvalidAction.NotFound'
  if (headers['x-acs-version'] !== '2017-05-25') return 'InvalidVersion'
  const date = String(headers['x-acs-date'])
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(date)) return 'InvalidTimeStamp.Format'
  if (Math.abs(Date.now() - Date.parse(date)) > 900_000) return 'InvalidTimeStamp.Expired'
  const nonce = String(headers['x-acs-signature-nonce'] ?? '')
  if (!nonce || seen.has(nonce)) return 'SignatureNonceUsed'
  seen.add(nonce)
  if (headers['x-acs-content-sha256'] !== hash(body)) return 'SignatureDoesNotMatch'

  const given = /^ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([a-z0-9;-]+),Signature=(\w{64})$/
  const [, id, signed = '', signature] = given.exec(headers.authorization ?? '') ?? []
  if (id !== ALIBABA.ALIBABA_ACCESS_KEY_ID) return 'InvalidAccessKeyId.NotFound'
  const names = signed.split(';')
  const needed = Object.keys(headers).filter((name) => name === 'host' || name.startsWith('x-acs-'))
  if (!needed.every((name) => names.includes(name))) return 'IncompleteSignature'

  const query = [...url.searchParams].sort(([a], [b]) => (a < b ? -1 : 1))
  const canonical = [
    method,
    url.pathname,
    query.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&'),
    names.map((name) => `${name}:${String(headers[name]).trim()}\n`).join(''),
    signed,
    hash(body),
  ].join('\n')
  const made = createHmac('sha256', ALIBABA.ALIBABA_ACCESS_KEY_SECRET)
    .update(`ACS3-HMAC-SHA256\n${hash(canonical)}`)
    .digest('hex')
  return made === signature ? null : 'SignatureDoesNotMatch'
}

/** Returns the answer of SendSms itself, with status 200. */
export const says = (code: string): Reply => ({
  json: {
    Code: code,
    Message: code,
    RequestId: randomUUID(),
    ...(code === 'OK' ? { BizId: '900619746936498440^0' } : {}),
  },
})

/** Returns the answer of the gateway in front of it. */
export const refuses = (code: string, status = 400): Reply => ({
  json: { Code: code, Message: `Said for people: ${code}`, RequestId: randomUUID(), HostId: 'dysmsapi.aliyuncs.com' },
  status,
})

/** Answers as the real one: with the request's error, or by accepting the message. */
export function taking(): (request: Received) => Reply {
  const nonces = new Set<string>()
  return (request) => {
    const wrong = complaint(request, nonces)
    if (wrong) return refuses(wrong, wrong === 'InvalidAccessKeyId.NotFound' ? 404 : 400)
    const number = request.url.searchParams.get('PhoneNumbers') ?? ''
    return says(/^(?:86)?1[3-9]\d{9}$/.test(number) ? 'OK' : 'isv.MOBILE_NUMBER_ILLEGAL')
  }
}
