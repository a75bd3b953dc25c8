import 'server-only'
import { env } from '@/lib/core/env'

/** The providers' own addresses, as their SDKs have them. */
const ENDPOINTS = { tencent: 'https://sms.tencentcloudapi.com', alibaba: 'https://dysmsapi.aliyuncs.com' } as const

/** Where text messages are sent to; null where no provider is chosen. */
export function smsEndpoint(): URL | null {
  const { SMS_PROVIDER: provider, SMS_ENDPOINT: given } = env()
  return provider ? new URL(given ?? ENDPOINTS[provider]) : null
}
