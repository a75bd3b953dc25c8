import 'server-only'
import type { PersonActor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import { database, databaseTime } from '@/lib/db/client'
import { findDraft } from './draft'

/**
 * A file on its way, for whoever began it, while they may still write to the draft that it is for: asked anew with each
 * request, as it may take longer than someone stays a member.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE
 */
export async function findUpload(actor: PersonActor, id: string) {
  const upload = await database().upload.findFirst({
    where: { id, startedById: actor.id, expiresAt: { gt: await databaseTime() } },
    include: { dataKey: true, parts: { orderBy: { position: 'asc' } } },
  })
  if (!upload) throw new DomainError('NOT_FOUND', 'No such upload')
  await findDraft(database(), actor, upload.qualificationId)
  return upload
}
