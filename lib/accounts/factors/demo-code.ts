import 'server-only'
import { SECOND } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import { database, databaseTime } from '@/lib/db/client'
import { codeOfStep, openTotpSecret, STEP_SECONDS } from './totp'

/**
 * The code that someone's app shows now, or will next when that one was taken; null when they have no app. Where people
 * are invented there is no telephone to look at: in a demo, and nowhere else.
 */
export async function readDemoCode(userId: string): Promise<string | null> {
  if (!env().isDemo) throw new Error('Codes are shown in a demo alone')
  const row = await database().totpSecret.findUnique({
    where: { userId },
    include: { user: { include: { dataKey: true } } },
  })
  if (!row) return null
  const secret = openTotpSecret(await unwrapDataKey(row.user.dataKey), userId, row.secretSealed)
  const now = Math.floor((await databaseTime()).getTime() / SECOND / STEP_SECONDS)
  return codeOfStep(secret, Math.max(now, Number(row.lastStep) + 1))
}
