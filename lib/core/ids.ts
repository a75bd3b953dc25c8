import 'server-only'
import { randomBytes } from 'node:crypto'
import { z } from 'zod'

/**
 * Returns a UUID version 7 (RFC 9562): 48 bits of milliseconds, then random. It is for rows whose id must be known
 * before they are written, such as a blob's; elsewhere the database's default makes it.
 */
export function newId(): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(Date.now(), 0, 6)
  bytes[6] = (bytes.readUInt8(6) & 0x0f) | 0x70
  bytes[8] = (bytes.readUInt8(8) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** Returns whether a text is a UUID. An address may contain anything; the database takes UUIDs only. */
export const isId = (text: string): boolean => z.uuid().safeParse(text).success
