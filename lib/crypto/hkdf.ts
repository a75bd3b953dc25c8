import 'server-only'
import { createHmac } from 'node:crypto'

const HASH_LENGTH = 64
const LONGEST = 255 * HASH_LENGTH

/**
 * Expands a key by HKDF-Expand with SHA-512 (RFC 5869, 2.3). Node's own HKDF always extracts first, which the blob
 * format omits.
 */
export function hkdfExpand(pseudoRandomKey: Uint8Array, info: Uint8Array, length: number): Buffer {
  if (length > LONGEST) throw new RangeError(`HKDF-SHA-512 gives at most ${LONGEST} bytes`)
  const blocks: Buffer[] = []
  let block = Buffer.alloc(0)
  for (let counter = 1; blocks.length * HASH_LENGTH < length; counter++) {
    block = createHmac('sha512', pseudoRandomKey).update(block).update(info).update(Buffer.of(counter)).digest()
    blocks.push(block)
  }
  return Buffer.concat(blocks, length)
}
