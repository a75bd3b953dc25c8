import 'server-only'
import type { Tx } from '@/lib/db/client'

/** @returns how many second factors there were */
export async function takeFactors(tx: Tx, userId: string): Promise<number> {
  const where = { userId }
  const passkeys = await tx.passkey.deleteMany({ where })
  const secrets = await tx.totpSecret.deleteMany({ where })
  await tx.recoveryCode.deleteMany({ where })
  return passkeys.count + secrets.count
}
