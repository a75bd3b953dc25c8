import 'server-only'
import { dateIn } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import type { Reader, Tx } from '@/lib/db/client'
import { problemsOf } from '@/lib/rulebook/requirements'
import type { DocumentRow } from '../content'
import { readJudged } from '../read-judged'
import type { Draft } from './draft'
import { renamedLetters } from './letters/renamed-letters'
import { type Locks, locksOf, slotKey } from './locks'
import { type Opened, readOpened } from './read-opened'

/** Returns what is locked in a draft by its current rows. A verb that writes calls it while it has locked the draft. */
export async function locksOfDraft(
  reader: Reader,
  { qualification, submission, rulebook }: Draft,
  { key, content, now }: Pick<Opened, 'key' | 'content' | 'now'>,
): Promise<Locks> {
  const judged = await readJudged(reader, qualification, submission.revision, key)
  const problems = judged ? problemsOf(rulebook, content, dateIn(now)) : []
  const renamed = judged ? await renamedLetters(reader, { qualificationId: qualification.id, key, content }) : undefined
  return locksOf(rulebook, judged, content, problems, renamed)
}

/**
 * Refuses to change a slot of a locked draft, and returns what was read of the draft.
 *
 * @throws DomainError LOCKED when the content of this slot was accepted and hasn't changed
 */
export async function refuseLockedSlot(
  tx: Tx,
  draft: Draft,
  { kind, senderSignatureId }: Pick<DocumentRow, 'kind' | 'senderSignatureId'>,
): Promise<Opened> {
  const opened = await readOpened(tx, draft.qualification, draft.submission.id)
  const { lockedSlots } = await locksOfDraft(tx, draft, opened)
  refuseLocked(!lockedSlots.has(slotKey(kind, senderSignatureId)), draft)
  return opened
}

/** @throws DomainError LOCKED */
export function refuseLocked(isOpen: boolean, { qualification }: Draft): void {
  if (!isOpen) throw new DomainError('LOCKED', 'Accepted, and unchanged since', { subjectId: qualification.id })
}
