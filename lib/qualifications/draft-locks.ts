import 'server-only'
import { dateIn } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import { dataKey } from '@/lib/crypto/data-keys'
import { databaseTime, type Reader, type Tx } from '@/lib/db/client'
import { problemsOf } from '@/lib/rulebook/requirements'
import { type DocumentRow, readContent, type SubmissionContent } from './content'
import type { Draft } from './draft'
import { type Locks, locksOf, slotKey } from './locks'
import { readJudged } from './read-judged'

/** What of a draft is locked, as its rows are now: to be asked under its lock where something is to be written. */
export async function locksOfDraft(
  reader: Reader,
  { qualification, submission, rulebook }: Draft,
  key: Uint8Array,
  content: SubmissionContent,
): Promise<Locks> {
  const judged = await readJudged(reader, qualification, submission.revision, key)
  const problems = judged ? problemsOf(rulebook, content, dateIn(await databaseTime(reader))) : []
  return locksOf(rulebook, judged, content, problems)
}

/** @throws DomainError LOCKED when what stands in this slot of a locked draft was accepted, and still holds */
export async function refuseLockedSlot(
  tx: Tx,
  draft: Draft,
  { kind, senderSignatureId }: Pick<DocumentRow, 'kind' | 'senderSignatureId'>,
): Promise<void> {
  const key = await dataKey(tx, draft.qualification.dataKeyId)
  const content = await readContent(tx, draft.qualification.kind, draft.submission.id, key)
  const { lockedSlots } = await locksOfDraft(tx, draft, key, content)
  refuseLocked(!lockedSlots.has(slotKey(kind, senderSignatureId)), draft)
}

/** @throws DomainError LOCKED */
export function refuseLocked(isOpen: boolean, { qualification }: Draft): void {
  if (!isOpen) throw new DomainError('LOCKED', 'Accepted, and unchanged since', { subjectId: qualification.id })
}
