import 'server-only'
import { phoneOf, type Uploader } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { database, databaseTime } from '@/lib/db/client'
import { findPlace } from './find-place'

/**
 * Finds an upload in progress, and its draft, for the person who started it while they may still write to that draft.
 * Each request does so once: an upload may take longer than someone stays a member.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE
 */
export async function findUpload(actor: Uploader, id: string) {
  const upload = await database().upload.findFirst({
    where: { id, startedById: actor.id, phoneSessionId: phoneOf(actor), expiresAt: { gt: await databaseTime() } },
    include: { dataKey: true, parts: { orderBy: { position: 'asc' } } },
  })
  if (!upload) throw new DomainError('NOT_FOUND', 'No such upload')
  return { ...upload, draft: await findPlace(database(), actor, upload.qualificationId, upload.kind) }
}

export type FoundUpload = Awaited<ReturnType<typeof findUpload>>
