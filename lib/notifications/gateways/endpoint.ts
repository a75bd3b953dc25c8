import 'server-only'
import { env } from '@/lib/core/env'

/** Holds the providers' own addresses, as in their SDKs. */
const ENDPOINTS = { tencent: 'https://sms.tencentcloudapi.com', alibaba: 'https://dysmsapi.aliyuncs.com' } as const

/** Returns the address to which text messages are sent, or null where no provider is chosen. */
export function smsEndpoint(): URL | null {
  const { SMS_PROVIDER: provider, SMS_ENDPOINT: given } = env()
  return provider ? new URL(given ?? ENDPOINTS[provider]) : null
}
