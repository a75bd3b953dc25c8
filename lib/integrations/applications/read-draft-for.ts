import 'server-only'
import type { ClientActor } from '@/lib/actor/actor'
import { maskOrganisationName } from '@/lib/core/masking'
import { database } from '@/lib/db/client'
import { restartsOf } from '@/lib/qualifications/changes'
import { findDraft } from '@/lib/qualifications/draft/draft'
import { locksOfDraft } from '@/lib/qualifications/draft/draft-locks'
import type { LockState, PartLock } from '@/lib/qualifications/draft/locks'
import { readOpened } from '@/lib/qualifications/draft/read-opened'
import { maskTyped } from '@/lib/rulebook/mask-answer'
import type { ReadDraft } from './draft-schemas'

const STATES: Readonly<Record<LockState, ReadDraft['parts'][number]['state']>> = {
  LOCKED: 'CARRIED',
  UNLOCKED: 'AGAIN',
  OPEN: 'OPEN',
}

/**
 * Returns a draft as a client reads it, masked: what can be changed, and what a change would have reviewed again. Its
 * version is read before its content, so that nothing is overwritten by it that was not read.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE
 */
export async function readDraftFor(client: ClientActor, qualificationId: string): Promise<ReadDraft> {
  const draft = await findDraft(database(), client, qualificationId)
  const { qualification, submission, rulebook, rules } = draft
  const opened = await readOpened(database(), qualification, submission.id)
  const { content } = opened
  const locks = await locksOfDraft(database(), draft, opened)
  const fields = rules.groups.flatMap((group) => group.fields)
  const answered = fields.filter(({ key }) => content.fields[key])
  return {
    ...{ id: qualification.id, revision: submission.revision, draftVersion: submission.draftVersion },
    rulebook: submission.rulebookVersion,
    answers: answered.map((rule) => {
      const answer = content.fields[rule.key] ?? ''
      const value = maskTyped(rule, answer)
      return { field: rule.key, value, isMasked: value !== answer, isLocked: !locks.openFields.has(rule.key) }
    }),
    signatures: content.signatures.map(({ id, source, isOnBehalf, text }) => {
      return { id, source, isOnBehalf, text: maskOrganisationName(text), isLocked: !locks.openSignatures.has(id) }
    }),
    samples: content.samples.map(({ id, text }) => ({ id, text: maskOrganisationName(text) })),
    areSamplesLocked: !locks.areSamplesOpen,
    mayAddSignatures: locks.mayAddSignatures,
    parts: locks.parts.map((lock) => ({
      ...partOf(lock),
      ...{ state: STATES[lock.state], because: lock.because, restartedBy: restartsOf(rulebook, lock.part, content) },
    })),
  }
}

function partOf({ part }: PartLock) {
  return {
    kind: part.kind,
    fieldGroup: part.kind === 'FIELDS' ? part.fieldGroup : null,
    documentKind: part.kind === 'DOCUMENT' ? part.documentKind : null,
    signature: 'senderSignatureId' in part ? part.senderSignatureId : null,
  }
}
