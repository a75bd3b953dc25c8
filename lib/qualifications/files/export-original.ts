import 'server-only'
import { requireFreshFactor } from '@/lib/accounts/limits/fresh-factor'
import { countReveal } from '@/lib/accounts/reveals/count-reveal'
import { countingTransaction } from '@/lib/accounts/reveals/counting-transaction'
import type { PersonActor } from '@/lib/actor/actor'
import { commitTo } from '@/lib/audit/commitment'
import { recordAudit } from '@/lib/audit/record'
import { MINUTE } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, type Tx } from '@/lib/db/client'
import { visibleTo } from '../policy'
import type { ExportOriginalInput } from './export-schemas'
import { isReasonComplete, mayExport } from './exports'

/** An export can be downloaded for this time: a download that breaks off continues without another event. */
const EXPORT_LASTS = 10 * MINUTE

export type ExportedOriginal = { id: string; fileId: string }

/**
 * Exports the original of a submitted document, with a reason, as an event. Its bytes are `openOriginal`'s.
 *
 * @throws DomainError NOT_FOUND (also when it was erased), FORBIDDEN (also for an account of one's own),
 *   FRESH_FACTOR_NEEDED, INVALID_INPUT, REVEALS_USED_UP
 */
export async function exportOriginal(
  actor: PersonActor,
  { qualificationId, fileId, reason, note }: ExportOriginalInput,
): Promise<ExportedOriginal> {
  const subjectId = qualificationId
  return countingTransaction(actor, async (tx) => {
    const found = await tx.qualification.findFirst({ where: { AND: [{ id: qualificationId }, visibleTo(actor)] } })
    if (!found) throw new DomainError('NOT_FOUND', 'No such qualification')
    if (!mayExport(actor, found)) throw new DomainError('FORBIDDEN', 'Not theirs to take out', { subjectId })
    await requireFreshFactor(tx, actor, subjectId)
    if (!isReasonComplete(reason, note)) throw new DomainError('INVALID_INPUT', 'OTHER wants a note', { subjectId })
    const document = await findSubmitted(tx, qualificationId, fileId)
    if (!document || found.documentsErasedAt) throw new DomainError('NOT_FOUND', 'No such original', { subjectId })
    await countReveal(tx, actor, { kind: 'ORIGINAL', subjectId })

    const { kind, revision, sha256 } = document
    const commitments = note === null ? [] : [commitTo('note', note)]
    const data = { revision, kind, fileId, sha256, reason, note: commitments[0]?.digest ?? null }
    const about = { using: 'document.export', disclose: { dataKeyId: found.dataKeyId, commitments } } as const
    await recordAudit(tx, actor, { action: 'document.exported', subjectId, data }, about)
    const endsAt = new Date((await databaseTime(tx)).getTime() + EXPORT_LASTS)
    const { id } = await tx.documentExport.create({
      data: { sessionId: actor.sessionId, qualificationId, fileId, endsAt },
    })
    return { id, fileId }
  })
}

/** Finds the newest submitted revision that has the file, while its key exists. */
async function findSubmitted(tx: Tx, qualificationId: string, fileId: string) {
  const document = await tx.document.findFirst({
    where: {
      submission: { qualificationId, submittedAt: { not: null } },
      pages: { some: { fileId, file: { dataKey: { erasedAt: null } } } },
    },
    orderBy: { submission: { revision: 'desc' } },
    include: { submission: true, pages: { where: { fileId }, include: { file: true } } },
  })
  const file = document?.pages[0]?.file
  if (!document || !file) return null
  return {
    kind: document.kind,
    revision: document.submission.revision,
    sha256: Buffer.from(file.sha256).toString('hex'),
  }
}
