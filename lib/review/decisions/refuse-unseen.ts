import { DomainError } from '@/lib/core/errors'
import type { Claimed } from '../claims/read-claimed'
import type { Judgement } from '../lifecycle'

type Seen = Pick<Claimed, 'id' | 'parts' | 'unseen'>

/**
 * Refuses to accept a part of which the reviewer was not shown each page in full, in this revision. A refusal needs no
 * look: one page can be reason enough.
 *
 * @throws DomainError PAGE_UNSEEN, which names the part and the page
 */
export function refuseUnseen(
  { id, parts, unseen }: Seen,
  judgements: readonly (Pick<Judgement, 'verdict'> & { partId: string })[],
): void {
  const accepted = new Set(judgements.flatMap(({ partId, verdict }) => (verdict === 'ACCEPTED' ? [partId] : [])))
  const missing = unseen.find(({ partId }) => accepted.has(partId))
  if (!missing) return
  const { partId, page } = missing
  const part = parts.find((each) => each.id === partId)?.documentKind ?? ''
  throw new DomainError('PAGE_UNSEEN', 'Accepted unseen', { subjectId: id, params: { partId, part, page } })
}
