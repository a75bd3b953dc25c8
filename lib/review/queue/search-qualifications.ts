import 'server-only'
import { countReveal } from '@/lib/accounts/reveals/count-reveal'
import { countingTransaction } from '@/lib/accounts/reveals/counting-transaction'
import { can, type PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { blindIndex } from '@/lib/crypto/blind-index'
import { isLiveAccount } from '@/lib/db/live-accounts'
import { referenceTail } from '@/lib/rulebook/checks/reference'
import { PAGE } from './queue-filters'
import { type SearchBy, searchBy, searchValues } from './search-term'

/** Lists the newest results first; `isMore` says that there are others. */
export type SearchResult = { by: SearchBy; ids: string[]; isMore: boolean }

/**
 * Finds submitted qualifications by exactly a name, an ID number, a code, a phone or a sender signature, as any
 * revision declared it, or by the last six characters of a reference. An event records that someone searched, not for
 * whom. A search by a number or a phone counts as a reveal (decision 35): it confirms whether the value is right, and
 * its masked form leaves few to try.
 *
 * @throws DomainError FORBIDDEN, REVEALS_USED_UP
 */
export async function searchQualifications(actor: PersonActor, { text }: { text: string }): Promise<SearchResult> {
  if (!can(actor, 'review.queue')) throw new DomainError('FORBIDDEN', 'Not of the queue')
  const by = searchBy(text)
  const indexes = await Promise.all(searchValues(text).map(([kind, value]) => blindIndex(kind, value)))
  return countingTransaction(actor, async (tx) => {
    if (by === 'NUMBER' || by === 'PHONE') await countReveal(tx, actor, { kind: 'SEARCH', subjectId: null })
    const found = await tx.$queryRaw<{ id: string }[]>`
      SELECT q.id FROM qualifications q
      WHERE q.first_submitted_at IS NOT NULL AND ${isLiveAccount('q.account_id')} AND q.id IN (
        SELECT s.qualification_id FROM declared_fields f JOIN submissions s ON s.id = f.submission_id
        WHERE f.value_index = ANY(${indexes}::bytea[]) AND s.submitted_at IS NOT NULL
        UNION
        SELECT s.qualification_id FROM sender_signatures g JOIN submissions s ON s.id = g.submission_id
        WHERE g.text_index = ANY(${indexes}::bytea[]) AND s.submitted_at IS NOT NULL
        UNION
        SELECT id FROM qualifications WHERE right(reference, 6) = ${referenceTail(text)}
      )
      ORDER BY q.queue_place DESC, q.id DESC
      LIMIT ${PAGE + 1}`
    const ids = found.slice(0, PAGE).map(({ id }) => id)
    const event = { action: 'qualification.searched', subjectId: null, data: { by, found: ids.length } } as const
    await recordAudit(tx, actor, event, { using: 'review.queue' })
    return { by, ids, isMore: found.length > PAGE }
  })
}
