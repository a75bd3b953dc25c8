import 'server-only'
import { blindIndex } from '@/lib/crypto/blind-index'

/**
 * Returns the secret of the browsers that opened the link to a letter: it follows from the link and its code, under a
 * key of the system. Each browser that gives both has the same, and the stored hash of it is that of the code.
 */
export async function letterLinkSecret(token: string, code: string): Promise<string> {
  return Buffer.from(await blindIndex('code', `letter-link ${token} ${code}`)).toString('base64url')
}
