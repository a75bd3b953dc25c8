import 'server-only'
import { createHmac } from 'node:crypto'
import { systemKey } from './data-keys'
import { encodeParts } from './sealed-box'

export type BlindIndexKind = 'phone' | 'email' | 'name' | 'idNumber' | 'code' | 'signature' | 'address' | 'sso'

/**
 * Returns an index that finds equal values without revealing them: HMAC-SHA-256 (32 bytes) under a key that only the
 * keyring unwraps. There are about 10¹¹ ID numbers, so that a hash without a key would be no protection. The caller
 * normalises.
 */
export async function blindIndex(kind: BlindIndexKind, normalisedValue: string) {
  const key = await systemKey('INDEX')
  const digest = createHmac('sha256', key)
    .update(encodeParts('zhunxin/blind-index@v1', kind, normalisedValue))
    .digest()
  return new Uint8Array(digest)
}
