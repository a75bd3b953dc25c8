import type { DocumentKind } from '@/lib/db/generated/enums'
import type { FieldGroup } from '@/lib/rulebook/rulebook'
import type { LockContent } from '../changes'
import type { LetterStanding } from './letters/letter-standings'
import { type LockState, type Locks, slotKey } from './locks'
import { taskOfSlot } from './tasks'

/**
 * Describes a part's lock as its applicant sees it: whether it can be changed now, and why it is reviewed again though
 * accepted.
 */
export type Lock = {
  isLocked: boolean
  state: LockState
  /** The changes since it was accepted, when it is UNLOCKED: see `PartLock`. */
  because: string[]
}

export type ShownLocks = {
  /** Locks by field key. */
  fields: Record<string, { isLocked: boolean }>
  /** Locks by group key. */
  groups: Record<string, Lock>
  /** Locks by the id of the signature. */
  signatures: Record<string, Lock>
  mayAddSignatures: boolean
  samples: Lock
}

const OPEN = { state: 'OPEN', because: [] } as const

/** Returns the locks of a draft for its pages, as plain objects that can be sent to a browser. */
export function shownLocks(locks: Locks, groups: readonly FieldGroup[], { signatures }: LockContent): ShownLocks {
  const { parts, openFields, openSignatures, mayAddSignatures, areSamplesOpen } = locks
  const lock = (part: Locks['parts'][number] | undefined, isLocked: boolean): Lock => {
    const { state, because } = part ?? OPEN
    return { isLocked, state, because: [...because] }
  }
  return {
    fields: Object.fromEntries(
      groups.flatMap(({ fields }) => fields.map(({ key }) => [key, { isLocked: !openFields.has(key) }])),
    ),
    groups: Object.fromEntries(
      groups.map(({ key, fields }) => [
        key,
        lock(
          parts.find(({ part }) => part.kind === 'FIELDS' && part.fieldGroup === key),
          fields.every((field) => !openFields.has(field.key)),
        ),
      ]),
    ),
    signatures: Object.fromEntries(
      signatures.map(({ id }) => [
        id,
        lock(
          parts.find(({ part }) => part.kind === 'SENDER_SIGNATURE' && part.senderSignatureId === id),
          !openSignatures.has(id),
        ),
      ]),
    ),
    mayAddSignatures,
    samples: lock(
      parts.find(({ part }) => part.kind === 'SAMPLE_MESSAGES'),
      !areSamplesOpen,
    ),
  }
}

export function slotLock({ parts, lockedSlots }: Locks, kind: string, senderSignatureId: string | null): Lock {
  const found = parts.find(({ part }) => {
    return part.kind === 'DOCUMENT' && part.documentKind === kind && part.senderSignatureId === senderSignatureId
  })
  const { state, because } = found ?? OPEN
  const isLocked =
    found?.part.kind === 'DOCUMENT' && lockedSlots.has(slotKey(found.part.documentKind, senderSignatureId))
  return { isLocked, state, because: [...because] }
}

/**
 * Returns whether a letter has other words on it than it would have now: it was accepted, or photographed, before those
 * were changed, or it is another one.
 */
export function isStaleLetter(kind: DocumentKind, lock: Lock, letter: LetterStanding | null | undefined): boolean {
  if (letter && letter.state !== 'UNCERTAIN' && !lock.isLocked) return true
  return taskOfSlot(kind) === 'letter' && lock.state === 'UNLOCKED' && !lock.because.includes('files')
}
