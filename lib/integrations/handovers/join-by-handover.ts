import 'server-only'
import { tokenHash } from '@/lib/accounts/link-token'
import { lockAccount } from '@/lib/accounts/members/lock-members'
import type { Tx } from '@/lib/db/client'
import { IS_USABLE } from './usable'

/**
 * Makes what finds the account of a person who registers in a browser in which the button of a hand-over was pressed:
 * the one that the platform handed them over to, if nobody belongs to it yet and theirs is the number that it named.
 *
 * @returns null for anybody else, who gets an account of their own
 */
export const joinByHandover =
  (secret: string) =>
  async (tx: Tx, { userId, phoneIndex }: { userId: string; phoneIndex: Uint8Array }): Promise<string | null> => {
    const [locked] = await tx.$queryRaw<{ id: string; accountId: string }[]>`
      SELECT h.id::text, h.account_id::text AS "accountId" FROM handovers h JOIN api_keys k ON k.id = h.api_key_id
      WHERE h.secret_hash = ${tokenHash(secret)} AND h.phone_index = ${phoneIndex} FOR UPDATE OF h FOR SHARE OF k`
    if (!locked) return null
    await lockAccount(tx, locked.accountId)
    const joined = await tx.$executeRaw`
      UPDATE handovers h SET user_id = ${userId}::uuid, phone_index = NULL FROM api_keys k
      WHERE k.id = h.api_key_id AND h.id = ${locked.id}::uuid AND h.entered_at IS NULL AND ${IS_USABLE}`
    return joined === 1 ? locked.accountId : null
  }
