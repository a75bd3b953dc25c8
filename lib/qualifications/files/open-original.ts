import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { extensionOf } from '@/lib/core/files/file-formats'
import { database, databaseTime } from '@/lib/db/client'
import { findOriginal, type OriginalFile } from '@/lib/documents/read-original'
import { visibleTo } from '../policy'
import type { OpenOriginalInput } from './export-schemas'
import { mayExport } from './exports'

/**
 * Opens an original that the same session exported recently: whole or in pieces, as often as needed. Each time it
 * checks again that the person still may.
 *
 * @returns the file under a name made of the reference: its sender's name does not say what it is
 * @throws DomainError NOT_FOUND, FORBIDDEN
 */
export async function openOriginal(
  actor: PersonActor,
  { fileId, exportId }: OpenOriginalInput,
): Promise<OriginalFile & { name: string }> {
  const taken = await database().documentExport.findFirst({
    where: { id: exportId, fileId, sessionId: actor.sessionId, endsAt: { gt: await databaseTime() } },
  })
  if (!taken) throw new DomainError('NOT_FOUND', 'Not taken out, or too long ago')
  const qualification = await database().qualification.findFirst({
    where: { AND: [{ id: taken.qualificationId, documentsErasedAt: null }, visibleTo(actor)] },
  })
  if (!qualification) throw new DomainError('NOT_FOUND', 'No such qualification')
  const { id: subjectId, reference } = qualification
  if (!mayExport(actor, qualification)) throw new DomainError('FORBIDDEN', 'Not theirs any more', { subjectId })
  const original = await findOriginal(fileId)
  return { ...original, name: `${reference}-${fileId.slice(-8)}${extensionOf(original.mediaType)}` }
}
