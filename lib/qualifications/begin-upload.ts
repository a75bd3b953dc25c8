import 'server-only'
import type { PersonActor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import { mostBytes } from '@/lib/core/file-formats'
import { database } from '@/lib/db/client'
import { tooBig } from '@/lib/documents/counted'
import { beginPartialFile } from '@/lib/documents/partial-file'
import { refuseOverDay } from '@/lib/documents/upload-quota'
import { findDraft } from './draft'
import type { BeginUploadInput } from './schemas'
import { placeFor } from './take-in-document'

/**
 * Announces a file that will come in several requests. Refused here is what can be known before a byte of it is sent.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE, INVALID_INPUT, LOCKED, SLOT_FULL, FILE_EMPTY, FILE_TOO_BIG,
 *   TOO_MANY_UNFINISHED, TOO_MUCH_A_DAY
 */
export async function beginUpload(actor: PersonActor, upload: BeginUploadInput & { id: string }): Promise<void> {
  const { fileName: name, ...announced } = upload
  const draft = await findDraft(database(), actor, upload.qualificationId)
  const { slot } = await placeFor(database(), draft, upload)
  if (upload.size === 0) throw new DomainError('FILE_EMPTY', 'No bytes')
  if (upload.size > mostBytes(slot)) throw tooBig(mostBytes(slot))
  await refuseOverDay(database(), draft.qualification.accountId)
  await beginPartialFile({ ...announced, name, startedById: actor.id })
}
