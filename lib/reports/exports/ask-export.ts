import 'server-only'
import type { Readable } from 'node:stream'
import { countReveal } from '@/lib/accounts/reveals/count-reveal'
import { countingTransaction } from '@/lib/accounts/reveals/counting-transaction'
import { recordAudit } from '@/lib/audit/record'
import { can, type PersonActor } from '@/lib/auth/actor'
import { requireFreshFactor } from '@/lib/auth/fresh-factor'
import { dateIn } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { databaseTime } from '@/lib/db/client'
import { AT_ONCE, MEDIA } from './formats'
import { LISTS, RIGHTS } from './lists'
import { nameOf, type Order, orderEvent } from './order-event'
import { type AskExportInput, filtersOf } from './schemas'
import { exportWords } from './words'

export type AskedExport =
  /** It is sent at once. */
  | { id: null; name: string; mediaType: string; content: Readable }
  /** The worker makes it. */
  | { id: string }

/**
 * Exports a list: a short one at once, a longer one by the worker. What is personal in it is masked, unless someone who
 * may asks for it with a reason and has just said who they are.
 *
 * @param options.locale of its headings and words
 * @param options.atOnce up to so many rows are sent at once
 * @throws DomainError FORBIDDEN, FRESH_FACTOR_NEEDED, INVALID_INPUT (unmasked without a reason),
 *   REVEALS_USED_UP, NOT_FOUND when it is narrowed to a reference that there is not
 */
export async function askExport(
  actor: PersonActor,
  { subject, format, unmasked, reason, ...given }: AskExportInput,
  { locale, atOnce = AT_ONCE }: { locale: string; atOnce?: number },
): Promise<AskedExport> {
  const isMasked = !(subject === 'QUALIFICATIONS' && unmasked)
  if (!can(actor, RIGHTS[subject])) throw new DomainError('FORBIDDEN', 'May not export this')
  if (!isMasked && !can(actor, 'report.unmask')) throw new DomainError('FORBIDDEN', 'May not unmask')
  const filters = filtersOf(subject, given)
  const list = LISTS[subject]
  const order = await countingTransaction(actor, async (tx): Promise<Order> => {
    if (!isMasked) await requireFreshFactor(tx, actor)
    if (!isMasked && !reason) throw new DomainError('INVALID_INPUT', 'Unmasked wants a reason')
    if (!isMasked) await countReveal(tx, actor, { kind: 'LIST', subjectId: null })
    const asOf = await databaseTime(tx)
    const expected = await list.count(tx, filters, asOf)
    const id = expected > atOnce ? newId() : null
    const about = { id, subject, format, filters, isMasked, reason: reason ?? null, expected, asOf }
    const event = await orderEvent(tx, about)
    await recordAudit(tx, actor, event, { using: isMasked ? RIGHTS[subject] : 'report.unmask' })
    const until = await databaseTime(tx) // so that the log's own event is in it
    if (id) {
      await tx.export.create({
        data: { id, askedById: actor.id, subject, format, filters, locale, isMasked, until, expected },
      })
    }
    return { ...about, until }
  })
  if (order.id) return { id: order.id }
  const content = await list.write({ format, filters, until: order.until, isMasked, say: await exportWords(locale) })
  return { id: null, name: nameOf(subject, format, dateIn(order.until)), mediaType: MEDIA[format].mediaType, content }
}
