import 'server-only'
import type { Tx } from '@/lib/db/client'

/**
 * Removes all second factors of a person.
 *
 * @returns how many there were
 */
export async function deleteFactors(tx: Tx, userId: string): Promise<number> {
  const where = { userId }
  const passkeys = await tx.passkey.deleteMany({ where })
  const secrets = await tx.totpSecret.deleteMany({ where })
  await tx.recoveryCode.deleteMany({ where })
  return passkeys.count + secrets.count
}
