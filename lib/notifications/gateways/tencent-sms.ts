import 'server-only'
import { SECOND } from '@/lib/core/clock'
import type { Env } from '@/lib/core/env'
import { byStatus, DeliveryError, TIMEOUT, withoutAnswer, withTimeout } from './delivery'
import type { SmsGateway, TextMessage } from './sms-gateway'

type Settings = Pick<
  Env,
  'TENCENT_SECRET_ID' | 'TENCENT_SECRET_KEY' | 'TENCENT_SMS_APP_ID' | 'TENCENT_SMS_REGION' | 'SMS_ENDPOINT'
>

/**
 * Returns a gateway for Tencent Cloud SMS, SendSms of 2021-01-11 (cloud.tencent.com/document/product/382/55981). Its
 * SDK never retries.
 */
export function tencentSms(settings: Settings): SmsGateway {
  let client: ReturnType<typeof clientFor> | undefined
  return {
    name: 'tencent',
    async send(message) {
      client ??= clientFor(settings)
      return withTimeout(send(await client, settings, message))
    },
  }
}

async function clientFor({ SMS_ENDPOINT: given, ...settings }: Settings) {
  const { sms } = await import('tencentcloud-sdk-nodejs-sms')
  const endpoint = given ? new URL(given) : undefined
  return new sms.v20210111.Client({
    credential: { secretId: settings.TENCENT_SECRET_ID ?? '', secretKey: settings.TENCENT_SECRET_KEY ?? '' },
    region: settings.TENCENT_SMS_REGION ?? 'ap-guangzhou',
    profile: {
      httpProfile: {
        reqTimeout: TIMEOUT / SECOND,
        ...(endpoint ? { endpoint: endpoint.host, protocol: `${endpoint.protocol}//` } : {}),
      },
    },
  })
}

type Client = Awaited<ReturnType<typeof clientFor>>

async function send(client: Client, settings: Settings, message: TextMessage): Promise<string | null> {
  const { SendStatusSet } = await client
    .SendSms({
      PhoneNumberSet: [message.to],
      SmsSdkAppId: settings.TENCENT_SMS_APP_ID ?? '',
      SignName: message.signName,
      TemplateId: message.templateId,
      TemplateParamSet: message.values.map(([, value]) => value),
      SessionContext: message.id,
    })
    .catch((error: SdkError) => {
      throw failureOf(error)
    })
  const status = SendStatusSet?.[0]
  if (status?.Code === 'Ok') return status.SerialNo || null
  throw status?.Code ? byCode(status.Code) : new DeliveryError('UNSURE', 'NO_STATUS')
}

type SdkError = { code?: string; httpCode?: number; message: string }

function failureOf({ code, httpCode, message }: SdkError): DeliveryError {
  if (typeof code === 'string') return byCode(code)
  return httpCode ? byStatus(httpCode) : withoutAnswer(message)
}

/**
 * Matches what is said of one number: it is none, it is on a list of numbers not to disturb, or it got too many
 * messages.
 */
const ABOUT_NUMBER =
  /^(?:InvalidParameterValue\.IncorrectPhoneNumber|FailedOperation\.PhoneNumberInBlacklist|LimitExceeded\.PhoneNumber(?!Count)\w+)$/

/** Classifies the codes of the API and of each number (cloud.tencent.com/document/product/382/59177). */
function byCode(code: string): DeliveryError {
  const isAboutNumber = ABOUT_NUMBER.test(code)
  if (/^(?:RequestLimitExceeded|LimitExceeded)(?:\.|$)/.test(code))
    return new DeliveryError('THROTTLED', code, isAboutNumber)
  return new DeliveryError(/^InternalError(?:\.|$)/.test(code) ? 'UNSURE' : 'REFUSED', code, isAboutNumber)
}
