import 'server-only'
import { databaseTime } from '@/lib/db/client'
import { certificatePath } from './certificate-link'

/** Where whoever can't sign in any more, a moment after they were erased, finds the certificates. */
export async function erasedPath(requestId: string): Promise<string> {
  return certificatePath(requestId, await databaseTime())
}
