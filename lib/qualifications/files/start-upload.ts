import 'server-only'
import { phoneOf, type Uploader } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { largestLimit } from '@/lib/core/files/file-limits'
import { database } from '@/lib/db/client'
import { tooBig } from '@/lib/documents/count-bytes'
import { requireDecoding } from '@/lib/documents/decoding-here'
import { createPartialFile } from '@/lib/documents/partial-file'
import type { StartUploadInput } from '../schemas'
import { findPlace } from './find-place'
import { openPlaceFor } from './place-for'

/**
 * Announces a file that will come in several requests. Refused here is what can be known before a byte of it is sent.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE, INVALID_INPUT, LOCKED, SLOT_FULL, SLOT_TAKEN, FILE_EMPTY,
 *   FILE_TOO_BIG, TOO_MANY_UNFINISHED, TOO_MUCH_A_DAY, EXAMINATION_BEHIND, UPLOADS_CLOSED
 */
export async function startUpload(actor: Uploader, upload: StartUploadInput & { id: string }): Promise<void> {
  const { fileName: name, ...announced } = upload
  const draft = await findPlace(database(), actor, upload.qualificationId, upload.kind)
  const { slot } = await openPlaceFor(actor, draft, upload)
  await requireDecoding()
  if (upload.size === 0) throw new DomainError('FILE_EMPTY', 'No bytes')
  if (upload.size > largestLimit(slot)) throw tooBig(largestLimit(slot))
  await createPartialFile({ ...announced, name, startedById: actor.id, phoneSessionId: phoneOf(actor) })
}
