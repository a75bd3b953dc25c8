import 'server-only'
import { blindIndex } from '@/lib/crypto/blind-index'
import { database } from '@/lib/db/client'

/** Returns the person with an e-mail address, or null. */
export async function findByEmail(email: string): Promise<string | null> {
  const emailIndex = await blindIndex('email', email)
  return (await database().user.findUnique({ where: { emailIndex }, select: { id: true } }))?.id ?? null
}
