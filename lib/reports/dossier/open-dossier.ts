import 'server-only'
import { Readable } from 'node:stream'
import { staffNames } from '@/lib/accounts/staff-names'
import type { PersonActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import type { Locale } from '@/lib/core/languages/locales'
import { database, databaseTime } from '@/lib/db/client'
import { visibleTo } from '@/lib/qualifications/policy'
import { drawDossier } from './draw-dossier'
import { readPictures } from './pictures'
import { holdsPictures, mayMakeDossier } from './policy'
import { readDossier } from './read-dossier'
import type { OpenDossierInput } from './schemas'

/**
 * Returns the dossier that the same session exported recently, as a PDF. Each time it checks again that the person
 * still may.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, VIEWS_CLOSED, TRY_AGAIN while documents can't be read
 */
export async function openDossier(
  actor: PersonActor,
  { qualificationId, exportId }: OpenDossierInput,
): Promise<{ name: string; size: number; stream: Readable }> {
  const taken = await database().dossierExport.findFirst({
    where: { id: exportId, qualificationId, sessionId: actor.sessionId, endsAt: { gt: await databaseTime() } },
  })
  if (!taken) throw new DomainError('NOT_FOUND', 'Not taken out, or too long ago')
  const found = await database().qualification.findFirst({
    where: { AND: [{ id: qualificationId }, visibleTo(actor)] },
  })
  if (!found) throw new DomainError('NOT_FOUND', 'No such qualification')
  if (!mayMakeDossier(actor, found)) {
    throw new DomainError('FORBIDDEN', 'Not theirs any more', { subjectId: qualificationId })
  }
  const { at, isMasked, reason } = taken
  const withPictures = holdsPictures(actor, isMasked)
  const locale = taken.locale as Locale // as the export's schema took it
  const made = { at, byId: actor.id, locale, isMasked, reason, withPictures }
  const dossier = await readDossier(actor, qualificationId, made)
  const name = (await staffNames([actor.id])).get(actor.id) ?? actor.id
  const pictures = withPictures
    ? await readPictures(dossier, { viewerId: actor.id, name, at, caseId: qualificationId, reference: found.reference })
    : new Map<string, Buffer>()
  const pdf = await drawDossier(dossier, pictures)
  const file = `zhunxin-dossier-${found.reference}-${exportId.slice(-8)}.pdf`
  return { name: file, size: pdf.length, stream: Readable.from([pdf]) }
}
