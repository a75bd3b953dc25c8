import 'server-only'
import type { AccountActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import type { Tx } from '@/lib/db/client'
import type { DraftContent } from '@/lib/rulebook/answers'
import { requiredSlots } from '@/lib/rulebook/required-slots'
import type { Draft } from '../draft/draft'
import { slotKey } from '../draft/locks'
import type { Opened } from '../draft/read-opened'
import { dropUnready, removeDocuments } from './remove-documents'

type Change = Pick<Opened, 'content' | 'unready'> & {
  /** The draft as it will be. */
  next: DraftContent
  /** The slots that were shown as those that would be emptied, as the form sends them back. */
  shown: readonly string[]
}

/**
 * Takes out of a locked draft what was uploaded for slots that a change leaves without a purpose. Nothing is taken out
 * that the applicant was not shown before.
 *
 * @returns blobs to be removed after the commit, by `finishErasing`
 * @throws DomainError DROPS_FILES with the slots, when not all of them were shown
 */
export async function dropDocuments(
  tx: Tx,
  actor: AccountActor,
  draft: Draft,
  { content, unready, next, shown }: Change,
): Promise<string[]> {
  const slots = (of: DraftContent) =>
    requiredSlots(draft.rulebook, of).map(({ slot, senderSignatureId }) => slotKey(slot.kind, senderSignatureId))
  const after = new Set(slots(next))
  const dropped = new Set(slots(content).filter((key) => !after.has(key)))
  const isGone = (id: string | null) => id !== null && !next.signatures.some((signature) => signature.id === id)
  const documents = content.rows.filter(
    ({ kind, senderSignatureId }) => dropped.has(slotKey(kind, senderSignatureId)) || isGone(senderSignatureId),
  )
  const files = unready.filter(({ slotKind, slotSignatureId, state }) => {
    return state === 'RECEIVED' && slotKind && dropped.has(slotKey(slotKind, slotSignatureId))
  })
  const filled = new Set([
    ...documents
      .filter(({ pages }) => pages.length > 0)
      .map(({ kind, senderSignatureId }) => slotKey(kind, senderSignatureId)),
    ...files.flatMap(({ slotKind, slotSignatureId }) => (slotKind ? [slotKey(slotKind, slotSignatureId)] : [])),
  ])
  if ([...filled].some((key) => !shown.includes(key))) {
    const params = { slots: [...filled].join(','), count: filled.size }
    throw new DomainError('DROPS_FILES', `${filled.size} documents`, { subjectId: draft.qualification.id, params })
  }
  return [...(await removeDocuments(tx, actor, draft, documents)), ...(await dropUnready(tx, actor, draft, files))]
}
