import { createHash, timingSafeEqual } from 'node:crypto'

/**
 * Returns whether a header carries the token. Compares digests, which have one length: the time is the same for any
 * difference.
 */
export function isBearer(authorization: string | undefined, token: string): boolean {
  const given = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1]
  return given !== undefined && timingSafeEqual(digestOf(given), digestOf(token))
}

const digestOf = (text: string) => createHash('sha256').update(text).digest()
