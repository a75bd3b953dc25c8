import 'server-only'
import type { Uploader } from '@/lib/actor/actor'
import { dropPartialFiles } from '@/lib/documents/partial-file'
import { findUpload } from './find-upload'

/** Gives up a file that is on its way. @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE */
export async function dropUpload(actor: Uploader, id: string): Promise<void> {
  await findUpload(actor, id)
  await dropPartialFiles([id])
}
