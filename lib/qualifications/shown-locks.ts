import type { FieldGroup } from '@/lib/rulebook/rulebook'
import type { LockContent } from './changes'
import { type LockState, type Locks, slotKey } from './locks'

/** Of a part, as its applicant is told: whether it can be changed now, and why it is looked at again though accepted. */
export type Lock = {
  isLocked: boolean
  state: LockState
  /** What changed since it was accepted, when it is UNLOCKED: see PartLock. */
  because: string[]
}

export type ShownLocks = {
  /** By field key. */
  fields: Record<string, { isLocked: boolean }>
  /** By group key. */
  groups: Record<string, Lock>
  /** By id. */
  signatures: Record<string, Lock>
  mayAddSignatures: boolean
  samples: Lock
}

const OPEN = { state: 'OPEN', because: [] } as const

/** The locks of a draft for its pages: plain objects, so that they can be handed to a browser. */
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
