import 'server-only'
import type { PhoneActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { database } from '@/lib/db/client'
import type { DocumentKind, FileRefusal, FileState, QualificationKind } from '@/lib/db/generated/enums'
import { requiredSlots } from '@/lib/rulebook/required-slots'
import type { DocumentSlot, KindRules } from '@/lib/rulebook/rulebook'
import type { Answers } from '@/lib/rulebook/words'
import { locksOfDraft } from '../draft/draft-locks'
import { slotKey } from '../draft/locks'
import { readOpened } from '../draft/read-opened'
import { findDraftOfPhone } from '../files/find-place'

/** Describes a file that the phone sent: its state, and why it was refused. */
export type PhoneFile = {
  fileId: string
  state: FileState
  refusal: { code: FileRefusal; params: Record<string, string | number> } | null
  /** Says whether the applicant confirmed it: then it can't be removed here any more. */
  isConfirmed: boolean
}

/**
 * A slot for which a phone may send pictures, and what it sent for it. Of what else is there it says only whether there
 * is room.
 */
export type PhoneSlot = {
  slot: DocumentSlot
  senderSignatureId: string | null
  /** Numbers the sender signature that it is evidence of, instead of its text. */
  signatureNumber: number | null
  hasRoom: boolean
  files: PhoneFile[]
}

export type PhonePage = {
  kind: QualificationKind
  rules: KindRules
  /** Answers on which the names of documents depend. A page shows none of them. */
  answers: Answers
  slots: PhoneSlot[]
}

/**
 * Returns what a phone's page shows: the open slots of its draft, and the files that it sent itself. Null when the
 * draft was submitted or closed since the phone was read.
 */
export async function readPhonePage(phone: PhoneActor): Promise<PhonePage | null> {
  const draft = await findDraftOfPhone(database(), phone, phone.qualificationId).catch(nullIfRefused)
  if (!draft) return null
  const { qualification, submission, rulebook, rules } = draft
  const opened = await readOpened(database(), qualification, submission.id)
  const { content, unready } = opened
  const { lockedSlots } = await locksOfDraft(database(), draft, opened)
  const own = await readOwnFiles(phone)
  const slots = requiredSlots(rulebook, content)
    .filter(({ slot }) => phone.letter === null || slot.kind === phone.letter)
    .filter(({ slot, senderSignatureId }) => !lockedSlots.has(slotKey(slot.kind, senderSignatureId)))
    .map(({ slot, senderSignatureId }) => {
      const isHere = isOf({ kind: slot.kind, senderSignatureId })
      const pages = content.rows.find(isHere)?.pages.map(({ fileId }) => fileId) ?? []
      const waiting = unready.filter((file) => file.slotKind && file.state === 'RECEIVED' && isHere(placeOf(file)))
      const there = [...pages, ...waiting.map(({ id }) => id)]
      const files = own.filter((file) => pages.includes(file.fileId) || (file.place && isHere(file.place)))
      const isSigned = content.signatures.findIndex(({ id }) => id === senderSignatureId)
      return {
        slot,
        senderSignatureId,
        signatureNumber: isSigned < 0 ? null : isSigned + 1,
        hasRoom:
          slot.max > 1 ? there.length < slot.max : there.every((id) => files.some(({ fileId }) => fileId === id)),
        files: files.map(({ fileId, state, refusal, isConfirmed }) => ({ fileId, state, refusal, isConfirmed })),
      }
    })
  return { kind: qualification.kind, rules, answers: content.fields, slots }
}

function nullIfRefused(error: unknown): null {
  if (error instanceof DomainError) return null
  throw error
}

type Place = { kind: DocumentKind | null; senderSignatureId: string | null }

const isOf = (slot: Place) => (other: Place) =>
  slot.kind === other.kind && slot.senderSignatureId === other.senderSignatureId

const placeOf = (file: { slotKind: DocumentKind | null; slotSignatureId: string | null }): Place => ({
  kind: file.slotKind,
  senderSignatureId: file.slotSignatureId,
})

/** `place` is null of a file that is in its slot: then it is a page there. */
async function readOwnFiles({ phoneSessionId }: PhoneActor): Promise<(PhoneFile & { place: Place | null })[]> {
  const files = await database().storedFile.findMany({
    where: { phoneSessionId },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
  return files.map(({ id, state, refusal, refusalParams, slotKind, slotSignatureId, confirmedAt }) => ({
    fileId: id,
    state,
    isConfirmed: confirmedAt !== null,
    refusal: refusal
      ? { code: refusal, params: (refusalParams as Record<string, string | number> | null) ?? {} }
      : null,
    place: slotKind ? placeOf({ slotKind, slotSignatureId }) : null,
  }))
}
