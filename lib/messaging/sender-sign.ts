import 'server-only'
import { env } from '@/lib/core/env'

/** Stands in 【】 before each text message, as carriers want it. */
export function senderSign(): string {
  return env().SMS_SIGN_NAME ?? env().ZHUNXIN_PLATFORM ?? '准信'
}
