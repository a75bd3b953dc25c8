import 'server-only'
import type { ClientActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import { findDraft } from '@/lib/qualifications/draft/draft'
import { locksOfDraft } from '@/lib/qualifications/draft/draft-locks'
import { slotKey } from '@/lib/qualifications/draft/locks'
import { readOpened } from '@/lib/qualifications/draft/read-opened'
import { filesIn } from '@/lib/qualifications/files/read-slots'
import { type UnreadyFile, unreadyIn } from '@/lib/qualifications/files/unready-files'
import { documentName } from '@/lib/rulebook/part-names'
import { requiredSlots } from '@/lib/rulebook/required-slots'
import { bilingualWords } from '../bilingual-words'
import type { ReadDocuments } from './draft-schemas'
import { slotName } from './slot-names'

/**
 * Returns the slots of a draft with their files: no name of a file, and no byte of one.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE
 */
export async function readDocuments(client: ClientActor, qualificationId: string): Promise<ReadDocuments> {
  const draft = await findDraft(database(), client, qualificationId)
  const { qualification, submission, rulebook, rules } = draft
  const opened = await readOpened(database(), qualification, submission.id)
  const { content, unready } = opened
  const [{ lockedSlots }, both] = await Promise.all([locksOfDraft(database(), draft, opened), bilingualWords()])
  const refusalOf = ({ refusal: code, refusalParams }: UnreadyFile) => {
    const params = (refusalParams ?? {}) as Record<string, string | number>
    return code && { code, text: both((say) => say(`errors.${code}`, params)) }
  }
  return {
    revision: submission.revision,
    slots: requiredSlots(rulebook, content).map(({ slot, senderSignatureId }) => {
      const { kind, min, max, mediaTypes, maxBytes } = slot
      return {
        slot: slotName(kind, senderSignatureId),
        name: both((say) => documentName(say, kind, { rules, answers: content.fields })),
        ...{ min, max, mediaTypes, maxBytes, isLocked: lockedSlots.has(slotKey(kind, senderSignatureId)) },
        files: [
          ...filesIn(content, kind, senderSignatureId).map(({ fileId, file: { size } }) => {
            return { id: fileId, state: 'READY' as const, size, refusal: null }
          }),
          ...unreadyIn(unready, { kind, senderSignatureId }).map((file) => {
            return { id: file.id, state: file.state, size: file.size, refusal: refusalOf(file) }
          }),
        ],
      }
    }),
  }
}
