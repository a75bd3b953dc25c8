import 'server-only'
import type Dysms from '@alicloud/dysmsapi20170525'
import type { Env } from '@/lib/core/env'
import { byStatus, DeliveryError, TIMEOUT, withoutAnswer, withTimeout } from './delivery'
import type { SmsGateway, TextMessage } from './sms-gateway'

type Settings = Pick<Env, 'ALIBABA_ACCESS_KEY_ID' | 'ALIBABA_ACCESS_KEY_SECRET' | 'SMS_ENDPOINT'>
type Config = ConstructorParameters<typeof Dysms>[0]
type Runtime = Parameters<Dysms['sendSmsWithOptions']>[1]

/**
 * Returns a gateway for Alibaba Cloud SMS, SendSms of 2017-05-25 (help.aliyun.com/zh/sms, code list 101346). Its SDK
 * retries only when configured to.
 */
export function alibabaSms(settings: Settings): SmsGateway {
  let sdk: ReturnType<typeof load> | undefined
  return {
    name: 'alibaba',
    async send(message) {
      sdk ??= load(settings)
      return withTimeout(send(await sdk, message))
    },
  }
}

async function load({ ALIBABA_ACCESS_KEY_ID: accessKeyId, ALIBABA_ACCESS_KEY_SECRET: secret, SMS_ENDPOINT }: Settings) {
  const sdk = await import('@alicloud/dysmsapi20170525')
  // The package is CommonJS: Node puts its exports under `default`, a bundler need not.
  const Client = 'default' in sdk.default ? (sdk.default as unknown as { default: typeof Dysms }).default : sdk.default
  const endpoint = new URL(SMS_ENDPOINT ?? 'https://dysmsapi.aliyuncs.com')
  const config = {
    accessKeyId,
    accessKeySecret: secret,
    endpoint: endpoint.host,
    protocol: endpoint.protocol.slice(0, -1),
  }
  return { client: new Client(config as Config), SendSmsRequest: sdk.SendSmsRequest }
}

/**
 * Each request has a connection of its own: a reused one may have died, and then nobody could say whether the request
 * arrived.
 */
const runtime = () =>
  ({
    connectTimeout: TIMEOUT,
    readTimeout: TIMEOUT,
    extendsParameters: { headers: { connection: 'close' } },
  }) as unknown as Runtime

type Sdk = Awaited<ReturnType<typeof load>>

async function send({ client, SendSmsRequest }: Sdk, message: TextMessage): Promise<string | null> {
  const request = new SendSmsRequest({
    phoneNumbers: message.to.replace(/^\+/, ''),
    signName: message.signName,
    templateCode: message.templateId,
    templateParam: JSON.stringify(Object.fromEntries(message.values)),
    outId: message.id,
  })
  const { body } = await client.sendSmsWithOptions(request, runtime()).catch((error: SdkError) => {
    throw failureOf(error)
  })
  if (body?.code === 'OK') return body.bizId || null
  throw body?.code ? byCode(body.code) : new DeliveryError('UNSURE', 'NO_CODE')
}

type SdkError = { code?: string; statusCode?: number; message: string }

/**
 * Classifies an error of the SDK. Answers have a status; their `code` is the text `undefined` when a proxy answered.
 */
function failureOf({ code, statusCode, message }: SdkError): DeliveryError {
  if (!statusCode) return withoutAnswer(message)
  if (!code || code === 'undefined' || statusCode >= 500) return byStatus(statusCode)
  return byCode(code)
}

/**
 * Matches what is said of one number: it is none, its owner wants no messages, or it got too many. The limits of a day
 * and of a month (`isv.DAY_LIMIT_CONTROL`) are the account's.
 */
const ABOUT_NUMBER = /^isv\.(?:MOBILE_NUMBER_ILLEGAL|BLACK_KEY_CONTROL_LIMIT|CUSTOMER_REFUSED|BUSINESS_LIMIT_CONTROL)$/

function byCode(code: string): DeliveryError {
  const isAboutNumber = ABOUT_NUMBER.test(code)
  if (/^Throttling(?:\.|$)|_LIMIT_CONTROL$/.test(code)) return new DeliveryError('THROTTLED', code, isAboutNumber)
  const isUnsure = /^isp\.(?!RAM_)|^(?:InternalError|ServiceUnavailable)/.test(code)
  return new DeliveryError(isUnsure ? 'UNSURE' : 'REFUSED', code, isAboutNumber)
}
