import 'server-only'
import type { Readable } from 'node:stream'
import { requireFreshFactor } from '@/lib/accounts/limits/fresh-factor'
import { countingTransaction } from '@/lib/accounts/reveals/counting-transaction'
import { can, type PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { dateIn } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { databaseTime } from '@/lib/db/client'
import { type ExportRequest, exportEvent, nameOf } from './export-event'
import { MAX_COUNTED_ROWS, MEDIA, maxRowsAtOnce } from './formats'
import { LISTS, RIGHTS } from './lists'
import { recordSending } from './record-sending'
import { filtersOf, type RequestExportInput } from './schemas'
import { countUnmasked, unmaskingOf } from './unmasking'
import { exportWords } from './words'

export type RequestedExport =
  /** The export is sent at once. */
  | { id: null; name: string; mediaType: string; content: Readable }
  /** The worker writes the export; one that `waits` when a second administrator has allowed it. */
  | { id: string; waits: boolean }

/**
 * Exports a list, at once or by the worker. What is personal in it is masked, unless someone who may asks for it with a
 * reason and has just said who they are: each row of it counts as a reveal, and a long one takes a second
 * administrator.
 *
 * @param options.locale of its headings and words
 * @param options.atOnce up to so many rows are sent at once
 * @throws DomainError FORBIDDEN, FRESH_FACTOR_NEEDED, INVALID_INPUT (unmasked without a reason),
 *   LIST_OVER_LIMIT, NOT_FOUND when it is narrowed to a reference that there is not
 */
export async function requestExport(
  actor: PersonActor,
  { subject, format, unmasked, reason, consent, ...given }: RequestExportInput,
  { locale, atOnce = maxRowsAtOnce(subject, format) }: { locale: string; atOnce?: number },
): Promise<RequestedExport> {
  const isMasked = !(subject === 'QUALIFICATIONS' && unmasked)
  if (!can(actor, RIGHTS[subject])) throw new DomainError('FORBIDDEN', 'May not export this')
  if (!isMasked && !can(actor, 'report.unmask')) throw new DomainError('FORBIDDEN', 'May not unmask')
  const filters = filtersOf(subject, given)
  const list = LISTS[subject]
  const request = await countingTransaction(actor, async (tx): Promise<ExportRequest & { isAtOnce: boolean }> => {
    if (!isMasked) await requireFreshFactor(tx, actor)
    if (!isMasked && !reason) throw new DomainError('INVALID_INPUT', 'Unmasked wants a reason')
    const asOf = await databaseTime(tx)
    const isAnyLength = atOnce === Number.POSITIVE_INFINITY
    const counted = await list.count(tx, filters, asOf, isAnyLength ? MAX_COUNTED_ROWS + 1 : undefined)
    const expected = isAnyLength && counted > MAX_COUNTED_ROWS ? null : counted
    const id = newId()
    const wanted = { exportId: id, rows: counted, isConsentAsked: consent === 'yes' }
    const unmasking = isMasked ? null : await unmaskingOf(tx, actor, wanted)
    const waits = unmasking === 'WAITS'
    const about = { id, subject, format, filters, isMasked, reason: reason ?? null, waits, expected, asOf }
    const event = await exportEvent(tx, about)
    if (unmasking) await countUnmasked(tx, actor, unmasking, counted)
    await recordAudit(tx, actor, event, { using: isMasked ? RIGHTS[subject] : 'report.unmask' })
    const until = await databaseTime(tx) // so that the export contains its own event
    const isAtOnce = expected === null || (expected <= atOnce && !waits)
    if (!isAtOnce) {
      const { reason } = about
      const state = waits ? 'AWAITS_CONSENT' : 'WAITING'
      await tx.export.create({
        data: { id, askedById: actor.id, subject, format, filters, locale, isMasked, reason, state, until, expected },
      })
    }
    return { ...about, until, isAtOnce }
  })
  if (!request.isAtOnce) return { id: request.id, waits: request.waits }
  let rows = 0
  const content = await list.write({
    format,
    filters,
    until: request.until,
    isMasked,
    most: isMasked ? undefined : (request.expected ?? 0),
    say: await exportWords(locale),
    onRows: (count) => {
      rows += count
    },
  })
  return {
    id: null,
    name: nameOf(subject, format, dateIn(request.until)),
    mediaType: MEDIA[format].mediaType,
    content: recordSending(actor, content, { exportId: request.id, rows: () => rows }),
  }
}
