import 'server-only'
import { databaseTime } from '@/lib/db/client'
import { certificatePath } from './certificate-link'

/** Returns the page on which a person who was just erased, and can't sign in any more, finds the certificates. */
export async function erasedPath(requestId: string): Promise<string> {
  return certificatePath(requestId, await databaseTime())
}
