import 'server-only'
import { requireFreshFactor } from '@/lib/accounts/limits/fresh-factor'
import { countReveal } from '@/lib/accounts/reveals/count-reveal'
import { countingTransaction } from '@/lib/accounts/reveals/counting-transaction'
import type { PersonActor } from '@/lib/actor/actor'
import { commitTo } from '@/lib/audit/commitment'
import { recordAudit } from '@/lib/audit/record'
import { MINUTE } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import { database, databaseTime } from '@/lib/db/client'
import { isReasonComplete } from '@/lib/qualifications/files/exports'
import { visibleTo } from '@/lib/qualifications/policy'
import { holdsPictures, mayMakeDossier } from './policy'
import type { ExportDossierInput } from './schemas'

/** A dossier can be downloaded for this long: an interrupted download is repeated without another event. */
const EXPORT_LASTS = 10 * MINUTE

/**
 * Records the export of all that is known of a qualification as one PDF. Values are masked unless requested otherwise,
 * which needs a reason and a recent second factor. `openDossier` returns the bytes.
 *
 * @throws DomainError NOT_FOUND (also where it was never submitted), FORBIDDEN (also for an account of one's own),
 *   FRESH_FACTOR_NEEDED, INVALID_INPUT, REVEALS_USED_UP
 */
export async function exportDossier(
  actor: PersonActor,
  { qualificationId: subjectId, locale, content, reason: given, note: written }: ExportDossierInput,
): Promise<{ id: string }> {
  return countingTransaction(actor, async (tx) => {
    const found = await tx.qualification.findFirst({
      where: { AND: [{ id: subjectId, firstSubmittedAt: { not: null } }, visibleTo(actor)] },
    })
    if (!found) throw new DomainError('NOT_FOUND', 'No such qualification')
    if (!mayMakeDossier(actor, found)) throw new DomainError('FORBIDDEN', 'Not theirs to take out', { subjectId })
    const isMasked = content === 'MASKED'
    if (!isMasked) {
      await requireFreshFactor(tx, actor, subjectId)
      if (!given || !isReasonComplete(given, written)) {
        throw new DomainError('INVALID_INPUT', 'A full one wants a reason, and OTHER a note', { subjectId })
      }
      await countReveal(tx, actor, { kind: 'DOSSIER', subjectId })
    }
    const [reason, note] = isMasked ? [null, null] : [given, written]
    // Once the key is shredded, no note can be stored.
    const commitments = note === null || found.detailsErasedAt ? [] : [commitTo('note', note)]
    const withPictures = holdsPictures(actor, isMasked)
    const data = { locale, isMasked, withPictures, reason, note: commitments[0]?.digest ?? null }
    const about = { using: 'audit.export', disclose: { dataKeyId: found.dataKeyId, commitments } } as const
    await recordAudit(tx, actor, { action: 'qualification.dossier_exported', subjectId, data }, about)
    const at = await databaseTime(tx)
    const endsAt = new Date(at.getTime() + EXPORT_LASTS)
    const { id } = await tx.dossierExport.create({
      data: { sessionId: actor.sessionId, qualificationId: subjectId, locale, isMasked, reason, at, endsAt },
    })
    return { id }
  })
}

/** Deletes notes of exports that have expired. The audit log still knows who exported what. */
export async function purgeDossierExports(): Promise<void> {
  await database().$executeRaw`DELETE FROM dossier_exports WHERE ends_at < clock_timestamp() - interval '1 day'`
}
