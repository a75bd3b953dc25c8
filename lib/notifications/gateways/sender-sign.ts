import 'server-only'
import { env } from '@/lib/core/env'

/** Returns the sign that carriers require in 【】 before each text message. */
export function senderSign(): string {
  return env().SMS_SIGN_NAME ?? env().ZHUNXIN_PLATFORM ?? '准信'
}
