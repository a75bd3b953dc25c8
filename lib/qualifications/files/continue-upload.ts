import 'server-only'
import type { Readable } from 'node:stream'
import type { Uploader } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { continuePartialFile } from '@/lib/documents/continue-partial-file'
import { dropPartialFiles } from '@/lib/documents/partial-file'
import { type AcceptedFile, acceptDocument, type CompletedUpload } from './accept-document'
import type { FoundUpload } from './find-upload'

/** Lists refusals that leave an upload as it is, so that its last bytes can be sent again. */
const PASSING = ['TRY_AGAIN', 'CONFLICT', 'EXAMINATION_BEHIND']

/**
 * Takes the next bytes of an upload. What arrives before a cut is stored; the bytes that make it complete are
 * acknowledged only once the file was accepted, as by `acceptDocument`: until then they can be sent again. A file that
 * is refused is gone.
 *
 * @param upload as `findUpload` found it in the same request
 * @param offset where the bytes begin
 * @returns how much has arrived by now; the accepted file, when it is complete
 * @throws DomainError CONFLICT when they begin elsewhere than the file ends, UPLOAD_IN_TOO_MANY_PARTS, and what
 *   `acceptDocument` throws; or what the source failed with, once what came before is stored
 */
export async function continueUpload(
  actor: Uploader,
  upload: FoundUpload,
  { offset, source }: { offset: number; source: Readable },
): Promise<{ received: number; accepted: AcceptedFile | null }> {
  source.on('error', () => {}) // a sender may go before anyone reads; the reader notices
  const { dataKey, nameSealed, qualificationId, kind, senderSignatureId, doubts, draft } = upload
  if (!dataKey || !nameSealed || upload.received !== offset) {
    throw new DomainError('CONFLICT', 'Not where it ends', { subjectId: qualificationId })
  }
  const { accountId } = draft.qualification
  const { received, completed } = await continuePartialFile({ ...upload, dataKey, nameSealed }, source, accountId)
  if (!completed) return { received, accepted: null }
  const accepted = await accept(actor, upload.id, {
    ...completed,
    ...{ qualificationId, kind, senderSignatureId, doubts, draft },
  })
  return { received, accepted }
}

async function accept(actor: Uploader, id: string, completed: CompletedUpload): Promise<AcceptedFile> {
  try {
    return await acceptDocument(actor, completed)
  } catch (error) {
    if (error instanceof DomainError && !PASSING.includes(error.code)) await dropPartialFiles([id])
    throw error
  }
}
