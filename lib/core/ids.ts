import 'server-only'
import { randomBytes } from 'node:crypto'
import { z } from 'zod'

let last = { at: 0, count: 0 }

/**
 * Returns a UUID version 7 (RFC 9562): 48 bits of milliseconds, 26 that count within one (6.2, method 1), 48 that are
 * random. Ids of one process are in the order in which they were made, so rows and events of the same millisecond are
 * too. It is for rows whose id must be known before they are written, such as a blob's; elsewhere the database's client
 * makes it.
 */
export function newId(): string {
  const bytes = randomBytes(16)
  const at = Date.now()
  // The count begins anywhere in its lower half, so that a millisecond can't exhaust it.
  last = { at, count: at === last.at ? last.count + 1 : bytes.readUInt32BE(6) >>> 7 }
  bytes.writeUIntBE(at, 0, 6)
  bytes.writeUInt16BE(0x7000 | (last.count >>> 14), 6)
  bytes.writeUInt16BE(0x8000 | (last.count & 0x3fff), 8)
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** Returns whether a text is a UUID. An address may contain anything; the database takes UUIDs only. */
export const isId = (text: string): boolean => z.uuid().safeParse(text).success
